"""The pages, in the order of the navigation. A module has `router`, and in `TABS` what it adds to the navigation."""

from sayso.web.pages import (
    capture,
    decide,
    decisions,
    document,
    document_add,
    documents,
    downloads,
    entrance,
    incident,
    incidents,
    map,
    network,
    review,
    sources,
    timeline,
)

PAGES = (
    entrance,
    decide,
    incidents,
    review,
    decisions,
    incident,
    downloads,
    timeline,
    map,
    network,
    documents,
    document,
    document_add,
    sources,
    capture,
)
