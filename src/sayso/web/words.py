"""What the words of the pages mean, from `words.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from sayso.knowledge.nations import load_nations


@cache
def meanings() -> dict[str, dict[str, str]]:
    """One sentence for each status, precision, stance, factuality and count."""
    return tomllib.loads((resources.files("sayso.web") / "words.toml").read_text("utf-8"))


def country_name(code: str) -> str:
    """A country by its ISO code; the code where it is none."""
    known = load_nations().countries.get(code)
    return known.name if known else code


def value_word(name: str, value: str) -> str:
    """A value of a filter as people say it."""
    return country_name(value) if name == "country" else meanings().get(f"{name}_names", {}).get(value, value)
