"""Kinds of events, frames and noun classes that users add in TOML files of their own; `docs/own-kinds.md` shows how."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sayso.knowledge.frames import (
    FRAME_KEYS,
    NO_EVENT,
    POS,
    Frame,
    Frames,
    frames_of,
    known_class,
    load_noun_classes,
    noun_classes_of,
    package_frames,
)
from sayso.knowledge.kinds import KIND_KEYS, Kind, Kinds, kind_of, load_kinds

OWN = "own/"  # begins the ids of a user's frames
_RESERVED = frozenset({NO_EVENT, "other"})
_PARTS = frozenset({"kind", "frame", "classes"})
_KIND_NEEDS = ("id", "label", "definition", "actor", "target", "examples")
_KIND_WORDS = ("id", "label", "definition", "actor", "target", "equipment", "like")
_KIND_LISTS = ("present", "examples", "plover", "cameo", "acled")
_CASE_KEYS = frozenset({"case", "why", "kind"})
_FRAME_TEXTS = ("trigger", "example", "not", "actor", "target", "equipment")
_FRAME_NEEDS = ("kind", "trigger", "pos", "example")


class KindsError(ValueError):
    """A file of kinds cannot be used; the message names the file, the entry and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class OwnKinds:
    """What one file adds: kinds, frames (of its own kinds or of the 24), and lemmas by noun class."""

    path: Path
    digest: str
    kinds: tuple[Kind, ...]
    frames: tuple[Frame, ...]
    classes: Mapping[str, frozenset[str]]


def load_own_kinds(paths: Iterable[Path]) -> tuple[OwnKinds, ...]:
    """The contents of the files, in their order; raises `KindsError` on the first thing that is wrong.

    Every kind needs id, label, definition, actor, target and examples; every frame kind, trigger, pos and example.
    """
    found: list[OwnKinds] = []
    known = list(load_kinds())
    for path in paths:
        own = _load(path, known)
        known.extend(own.kinds)
        found.append(own)
    return tuple(found)


def kinds_with(own: Iterable[OwnKinds]) -> Kinds:
    """The 24 kinds, then those of the files."""
    return Kinds((*load_kinds(), *(kind for file in own for kind in file.kinds)))


def frames_with(own: Iterable[OwnKinds]) -> Frames:
    """The frames of the files, before those of the package; their words join the noun classes of the package."""
    files = tuple(own)
    classes = load_noun_classes()
    for file in files:
        for lemma, names in file.classes.items():
            classes[lemma] = classes.get(lemma, frozenset()) | names
    return Frames(package_frames(), classes, own=tuple(frame for file in files for frame in file.frames))


def _load(path: Path, known: list[Kind]) -> OwnKinds:
    raw = _bytes(path)
    content = _content(path, raw)
    _keys(path, "the file", content, _PARTS)
    kinds = tuple(_kinds(path, content.get("kind", []), known))
    classes = noun_classes_of(_classes(path, content.get("classes", {})))
    rows = _tables(path, "frame", content.get("frame", []))
    ids = {kind.id for kind in (*known, *kinds)} | {NO_EVENT}
    for number, row in enumerate(rows, 1):
        _check_frame(path, f"[[frame]] {number}", row, ids)
    try:
        like = {kind.id: kind.like for kind in (*known, *kinds) if kind.like}
        frames = tuple(frames_of(rows, f"{OWN}{path.stem}", like))
    except ValueError as error:
        raise KindsError(f"{path}: {error}") from error
    _check_classes(path, frames, frozenset(name for names in classes.values() for name in names))
    return OwnKinds(path, hashlib.sha256(raw).hexdigest(), kinds, frames, classes)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise KindsError(f"{path}: {error.strerror or error}") from error


def _content(path: Path, raw: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise KindsError(f"{path}: is not text in UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise KindsError(f"{path}: is not TOML: {error}") from error


def _kinds(path: Path, rows: Any, known: list[Kind]) -> Iterator[Kind]:
    by_id = {kind.id: kind for kind in known}
    for number, row in enumerate(_tables(path, "kind", rows), 1):
        where = f"[[kind]] {number}"
        _keys(path, where, row, KIND_KEYS, _KIND_NEEDS)
        _check_words(path, where, row, _KIND_WORDS, _KIND_LISTS)
        _check_cases(path, where, row.get("not", []))
        _check_kind(path, where, row, by_id)
        kind = kind_of(row)
        by_id[kind.id] = kind
        yield kind


def _check_kind(path: Path, where: str, row: dict[str, Any], by_id: Mapping[str, Kind]) -> None:
    """Raises when the id is taken or no name, or `like` is none of the 24."""
    name, like = row["id"], row.get("like")
    if not name.replace("-", "").isalnum() or name != name.lower():
        raise KindsError(f"{path}: {where}: id {name!r} must be lower-case letters, digits and hyphens")
    if name in by_id or name in _RESERVED:
        raise KindsError(f"{path}: {where}: there is a kind {name!r} already")
    if like is not None and (like not in by_id or by_id[like].like):
        raise KindsError(f"{path}: {where}: like = {like!r} must be one of {', '.join(load_kinds().ids)}")


def _check_frame(path: Path, where: str, row: dict[str, Any], kinds: set[str]) -> None:
    _keys(path, where, row, FRAME_KEYS, _FRAME_NEEDS)
    texts = {key: value if isinstance(value, list) else [value] for key, value in row.items() if key in _FRAME_TEXTS}
    _check_words(path, where, texts, (), _FRAME_TEXTS)
    _check_words(path, where, row, ("kind", "pos", "outcome", "status"), ())
    _check_constraints(path, where, row)
    if row["kind"] not in kinds:
        raise KindsError(f"{path}: {where}: no such kind: {row['kind']!r} (a new one needs a [[kind]] before)")
    if row["pos"] not in POS:
        raise KindsError(f"{path}: {where}: pos is {row['pos']!r}, must be one of {', '.join(POS)}")


def _check_constraints(path: Path, where: str, row: dict[str, Any]) -> None:
    for key in ("when", "unless"):
        given = row.get(key, {})
        for table in given if isinstance(given, list) else [given]:
            if not isinstance(table, dict):
                raise KindsError(f"{path}: {where}: {key} must be a table of slots and classes")
            lists = {slot: names if isinstance(names, list) else [names] for slot, names in table.items()}
            _check_words(path, f"{where}: {key}", lists, (), lists)


def _check_classes(path: Path, frames: Iterable[Frame], own: frozenset[str]) -> None:
    """Raises on a class that nothing belongs to: such a constraint never holds."""
    for frame in frames:
        for slot, names in (*frame.when, *frame.unless):
            for name in names:
                if name not in own and not known_class(slot, name):
                    raise KindsError(f"{path}: frame {' '.join(frame.words)!r}: no such class: {name!r} (of {slot})")


def _check_words(path: Path, where: str, row: dict[str, Any], words: Iterable[str], lists: Iterable[str]) -> None:
    """Raises on a value that is no text, or no list of texts."""
    for key in words:
        if key in row and not isinstance(row[key], str):
            raise KindsError(f"{path}: {where}: {key} must be text, not {row[key]!r}")
    for key in lists:
        if key in row and not _is_texts(row[key]):
            raise KindsError(f"{path}: {where}: {key} must be a list of texts, not {row[key]!r}")


def _check_cases(path: Path, where: str, cases: Any) -> None:
    for case in _tables(path, "not", cases):
        _keys(path, f"{where}: not", case, _CASE_KEYS, sorted(_CASE_KEYS))
        _check_words(path, f"{where}: not", case, _CASE_KEYS, ())


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(part, str) for part in value)


def _classes(path: Path, table: Any) -> dict[str, list[str]]:
    if not isinstance(table, dict) or not all(_is_texts(words) for words in table.values()):
        raise KindsError(f"{path}: [classes] must give each class a list of words")
    return table


def _tables(path: Path, name: str, rows: Any) -> list[dict[str, Any]]:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise KindsError(f"{path}: {name} must be a list of tables ([[{name}]])")
    return rows


def _keys(path: Path, where: str, row: dict[str, Any], allowed: frozenset[str], needed: Iterable[str] = ()) -> None:
    """Raises on a key that is missing, empty or unknown."""
    missing = [key for key in needed if not row.get(key)]
    if missing:
        raise KindsError(f"{path}: {where}: {', '.join(missing)} missing")
    unknown = sorted(row.keys() - allowed)
    if unknown:
        raise KindsError(f"{path}: {where}: unknown: {', '.join(unknown)} (there are {', '.join(sorted(allowed))})")
