"""The pages, in the order of the navigation. A module has `router`, and in `TABS` what it adds to the navigation."""

from sayso.web.pages import document, documents, downloads, entrance, incident, incidents, network, sources, timeline

PAGES = (entrance, incidents, incident, downloads, timeline, network, documents, document, sources)
