"""The README says what is so: its outputs come out, its Python runs, its links lead somewhere."""

from __future__ import annotations

import doctest
import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """tools/fill_readme.py, which is not part of the package."""
    spec = importlib.util.spec_from_file_location("fill_readme", ROOT / "tools" / "fill_readme.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_outputs_and_figures_are_what_comes_out(tool: ModuleType) -> None:
    assert not tool.differences(), "python tools/fill_readme.py writes the page again"


def test_the_first_output_stands_by_line_15() -> None:
    lines = README.splitlines()
    first = next(n for n, line in enumerate(lines, 1) if re.match(r"\$ (\w+=\d+ )?sayso list", line))
    assert first < 15
    assert re.match(r"\S", lines[first])


def test_its_python_runs() -> None:
    failed, tried = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    assert tried >= 4
    assert failed == 0


@pytest.mark.parametrize(
    "page", sorted(p.relative_to(ROOT).as_posix() for p in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
)
def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
        assert ((ROOT / page).parent / target).exists(), target


def test_the_outputs_of_a_command_can_be_cut(tool: ModuleType) -> None:
    assert tool.output("sayso kinds visit | head -1") == ["visit  (Visit)"]
