"""A digest over everything in the knowledge folders, so that a reading can name what it was made with."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

NOT_READ_WITH = ("__pycache__", "identities", "imports", "maps")  # folders that have no part in reading a text


@cache
def knowledge_digest() -> str:
    """SHA-256, in hexadecimal, over the names and bytes of all knowledge files that readings depend on."""
    total = hashlib.sha256()
    for file in _files(resources.files("sayso.knowledge")):
        total.update(file.name.encode() + b"\x1f" + hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def _files(folder: Traversable) -> list[Traversable]:
    found: list[Traversable] = []
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir():
            found.extend(_files(entry) if entry.name not in NOT_READ_WITH else [])
        elif not entry.name.endswith((".py", ".pyc")):
            found.append(entry)
    return found
