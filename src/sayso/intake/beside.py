"""What lies beside the reports of a folder or an archive and is none: hidden, about the folder, a part of a page."""

from __future__ import annotations

ABOUT = ("README", "LICENSE", "LICENCE", "NOTICE", "CHANGELOG")  # about a folder, not reports in it
PAGES = (".html", ".htm")
_PARTS = "_files"  # of a page: beside "a.html" browsers save "a_files"


def is_beside(name: str, pages: set[str]) -> bool:
    """Whether a file of an archive is none of its reports, as in folders; `pages` remembers the pages seen."""
    *folders, last = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")] or [""]
    if last.lower().endswith(PAGES):
        pages.add("/".join((*folders, last.rpartition(".")[0])))
    if last.startswith(".") or last.upper().startswith(ABOUT) or "__MACOSX" in folders:
        return True
    return any(
        folder.startswith(".") or (folder.endswith(_PARTS) and "/".join(folders[: n + 1])[: -len(_PARTS)] in pages)
        for n, folder in enumerate(folders)
    )
