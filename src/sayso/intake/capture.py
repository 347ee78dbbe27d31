"""What is found in the inputs before anything is made of it: the bytes of documents, and the parts of containers."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from sayso.intake.lines import hash_of_line
from sayso.intake.streams import Stream
from sayso.records import Provenance

LARGEST = {  # bytes of one document
    "html": 20_000_000,
    "mhtml": 50_000_000,
    "text": 50_000_000,
    "markdown": 50_000_000,
    "pdf": 100_000_000,
    "docx": 100_000_000,
    "mail": 50_000_000,
}
CUT = "WARC-Truncated"  # the header of what is only the beginning of something, with the reason
Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Capture:
    """The bytes of one document as they were found.

    `name` is the input's, inside containers "news.zip!/folder/page.html" and "crawl.warc.gz!<address>"; `kind` is one
    of `sniff.READ`. `url` is where the bytes come from, `fetched` when they were taken there (ISO 8601 with its zone),
    `headers` what the server said with them, as it said it.
    """

    name: str
    kind: str
    data: bytes
    url: str | None = None
    fetched: str | None = None
    headers: Headers = ()

    @property
    def sha256(self) -> str:
        """Hash of the bytes; of a line of JSON lines without its end."""
        return hash_of_line(self.data) if self.kind == "jsonl" else sha256(self.data).hexdigest()

    @property
    def provenance(self) -> Provenance:
        """Where the bytes are from, as a chronicle keeps it."""
        return Provenance(self.url, self.fetched, self.headers)


@dataclass(frozen=True, slots=True)
class Member:
    """One part of a container, of which nobody knows yet what it is: bytes, or a stream to be read before the next."""

    name: str
    data: bytes | Stream
    url: str | None = None
    fetched: str | None = None
    headers: Headers = ()
