"""What one input of many is called where it is told about."""

from __future__ import annotations

from typing import Any

from sayso.records import Failure
from sayso.work.chunks import Read


class Naming:
    """Names inputs in their order: the records of one file are counted, news.jsonl, news.jsonl#2, news.jsonl#3."""

    def __init__(self) -> None:
        self._record = ("", 0)  # the file of the last record, and how many there were of it

    def name(self, one: Read[Any]) -> str:
        """The name of the next input."""
        if one.capture is None:
            return one.outcome.input if isinstance(one.outcome, Failure) else ""
        name = one.capture.name
        if one.capture.kind != "jsonl":
            return name
        self._record = (name, self._record[1] + 1 if self._record[0] == name else 1)
        return name if self._record[1] == 1 else f"{name}#{self._record[1]}"
