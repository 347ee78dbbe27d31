"""PDF files made by hand: lines at places of a page, or whatever objects a test needs."""

from __future__ import annotations

from collections.abc import Sequence

Placed = tuple[float, float, float, str]  # from the left, from the foot, height of the letters, words


def pdf(pages: Sequence[Sequence[Placed]], *, info: str = "") -> bytes:
    """A PDF of such pages; `info` is what the file says of itself, as "/Title (A title)"."""
    streams = [_drawn(page) for page in pages]
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for n, stream in enumerate(streams):
        font = "/Resources<</Font<</F 3 0 R>>>>"
        objects.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]{font}/Contents {5 + 2 * n} 0 R>>")
        objects.append(f"<</Length {len(stream)}>>\nstream\n{stream}\nendstream")
    return of_objects([*objects, f"<<{info}>>"], info=len(objects) + 1)


def of_objects(objects: Sequence[str], *, info: int | None = None, trailer: str = "") -> bytes:
    """A PDF of such objects, the first the catalog."""
    out = "%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    listed = "".join(f"{place:010} 00000 n \n" for place in places)
    told = f"/Info {info} 0 R" if info else ""
    end = f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R{told}{trailer}>>\nstartxref\n{len(out)}\n%%EOF\n"
    return f"{out}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{listed}{end}".encode("latin-1")


def column(lines: Sequence[str], *, left: float = 72, top: float = 700, size: float = 10) -> list[Placed]:
    """Lines one below the other; an empty one leaves a gap."""
    return [(left, top - 1.2 * size * n, size, line) for n, line in enumerate(lines) if line]


def _drawn(page: Sequence[Placed]) -> str:
    shown = (text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") for *_, text in page)
    placed = zip(page, shown, strict=True)
    return "\n".join(f"BT /F {size} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET" for (x, y, size, _), text in placed)
