"""Pages from the network, off until asked for: `Fetcher` fetches and guards, `robots.Robots` knows what sites allow."""

from __future__ import annotations

from sayso.intake.fetching.answers import Fetched, Limits, NotFetched
from sayso.intake.fetching.fetcher import Fetcher

__all__ = ["Fetched", "Fetcher", "Limits", "NotFetched"]
