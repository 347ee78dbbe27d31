"""What a process loads once and every reading uses: the parser, the lexicons, the gazetteer."""

from __future__ import annotations

from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sayso.ids import digest
from sayso.stages import Stages

if TYPE_CHECKING:
    from sayso.knowledge.cues import Cues
    from sayso.knowledge.equipment import EquipmentTable
    from sayso.knowledge.frames import Frames
    from sayso.knowledge.gazetteer import Gazetteer
    from sayso.knowledge.kinds import Kinds
    from sayso.knowledge.nations import Nations
    from sayso.knowledge.offices import Offices
    from sayso.knowledge.own_kinds import OwnKinds
    from sayso.knowledge.own_names import OwnName
    from sayso.knowledge.publishers import Publishers
    from sayso.knowledge.reporting import Reporting
    from sayso.reading.parse import Parser


class Kit:
    """Loads each part when it is first asked for, and keeps it."""

    def __init__(
        self,
        model: str | Path | None = None,
        *,
        own_kinds: tuple[Path, ...] = (),
        own_names: tuple[OwnName, ...] = (),
        fast: bool = False,
    ) -> None:
        """`own_kinds`: TOML files with further kinds and frames (`docs/own-kinds.md`); `own_names`: names to find;
        `fast`: parse the quick way (`sayso.reading.fast`), which finds a few names less.
        """
        self._model = model
        self._fast = fast
        self._own_kinds = own_kinds
        self.own_names = own_names
        self.stages = Stages()

    def __reduce__(self) -> tuple[Any, ...]:
        """Another process gets what was asked for, and loads it again."""
        own = partial(type(self), own_kinds=self._own_kinds, own_names=self.own_names, fast=self._fast)
        return own, (self._model,)

    @cached_property
    def parser(self) -> Parser:
        from sayso.reading.parse import load_parser

        with self.stages("loading the model"):
            return load_parser(self._model, fast=self._fast)

    @cached_property
    def digest(self) -> str:
        """A digest over the model's files and all knowledge files: two readings under one digest are alike."""
        from sayso.knowledge.digest import knowledge_digest
        from sayso.reading.model import checked_model

        own = [file.digest for file in self.own]
        if self.own_names:
            from sayso.knowledge.own_names import names_digest

            own.append(names_digest(self.own_names))
        own += ["fast"] if self._fast else []
        return digest(checked_model(self._model).digest, knowledge_digest(), *own)

    @cached_property
    def own(self) -> tuple[OwnKinds, ...]:
        """What the user's own files add; raises `KindsError` when one cannot be used."""
        from sayso.knowledge.own_kinds import load_own_kinds

        return load_own_kinds(self._own_kinds)

    @cached_property
    def kinds(self) -> Kinds:
        from sayso.knowledge.own_kinds import kinds_with

        return kinds_with(self.own)

    @cached_property
    def frames(self) -> Frames:
        from sayso.knowledge.own_kinds import frames_with

        return frames_with(self.own)

    @cached_property
    def reporting(self) -> Reporting:
        from sayso.knowledge.reporting import load_reporting

        return load_reporting()

    @cached_property
    def cues(self) -> Cues:
        from sayso.knowledge.cues import load_cues

        return load_cues()

    @cached_property
    def nations(self) -> Nations:
        from sayso.knowledge.nations import load_nations

        return load_nations()

    @cached_property
    def offices(self) -> Offices:
        from sayso.knowledge.offices import load_offices

        return load_offices()

    @cached_property
    def publishers(self) -> Publishers:
        from sayso.knowledge.publishers import load_publishers

        return load_publishers()

    @cached_property
    def equipment(self) -> EquipmentTable:
        from sayso.knowledge.equipment import load_equipment

        return load_equipment()

    @cached_property
    def gazetteer(self) -> Gazetteer:
        from sayso.knowledge.gazetteer import load_gazetteer

        return load_gazetteer()
