"""`import sayso` and `sayso --help` stay light: no model, no extractor, no web framework."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("spacy", "trafilatura", "fastapi", "numpy", "pandas", "rich", "lxml")


def loaded_after(statement: str) -> set[str]:
    code = f"{statement}\nimport sys\nprint(*sorted(m for m in {HEAVY!r} if m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert loaded_after("import sayso; import sayso.records, sayso.cli") == set()


def test_help_loads_nothing_heavy() -> None:
    help_ = "import sayso.cli, contextlib, io\nwith contextlib.redirect_stdout(io.StringIO()):\n"
    help_ += "    try: sayso.cli.main(['read', '--help'])\n    except SystemExit: pass"
    assert loaded_after(help_) == set()
