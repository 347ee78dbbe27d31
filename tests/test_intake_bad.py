"""Files that nobody here wrote: every one ends as documents or as a Failure with a reason, none as an exception."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sayso.intake import documents
from sayso.records import Document, Failure

BAD = Path(os.environ.get("SAYSO_SHARED", "../shared")) / "bad"
SAMPLE = (
    "html5lib-tests",
    "H5SC",
    "readability",
    "blns",
    "JSONTestSuite",
    "feedparser",
    "pypdf-sample-files",
    "pypdf-resources",
    "ingest-file",
    "utf8tests",
    "csv-injection-payloads",
    "zip-slip",
)


def sample(folder: str, count: int = 8) -> list[Path]:
    files = [p for p in sorted((BAD / folder).rglob("*")) if p.is_file() and p.stat().st_size < 400_000]
    return files[:: max(1, len(files) // count)][:count]


@pytest.mark.shared
@pytest.mark.parametrize("folder", SAMPLE)
def test_bad_files_give_documents_or_reasons(folder: str) -> None:
    if not BAD.is_dir():
        pytest.skip(f"NO BAD FILES at {BAD}: set SAYSO_SHARED")
    files = sample(folder)
    assert files
    for path in files:
        for got in documents([path]):
            if isinstance(got, Failure):
                assert got.reason
                assert got.what
            else:
                assert isinstance(got, Document)
                got.text.encode()
                assert got.text[: got.title_stop] in ("", got.title)
