"""sayso turns news reports into a sourced chronicle: who did what, according to whom, and how certain."""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"
__all__ = ["Reading", "Unreadable", "__version__", "read", "read_documents"]  # `open` would hide Python's in `import *`
_OF_CHRONICLES = {"open": "Chronicle", "Chronicle": "Chronicle", "ChronicleError": "ChronicleError"}


def __getattr__(name: str) -> Any:
    """The public names, loaded when they are first used: `import sayso` alone stays light."""
    if name in _OF_CHRONICLES:
        from sayso import opened

        return getattr(opened, _OF_CHRONICLES[name])
    if name not in __all__:
        raise AttributeError(f"module 'sayso' has no attribute {name!r}")
    from sayso import api

    return getattr(api, name)
