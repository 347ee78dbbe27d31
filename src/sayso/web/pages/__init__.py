"""The pages, in the order of the navigation. A module has `router`, and in `TABS` what it adds to the navigation."""

from sayso.web.pages import downloads, entrance, incident, incidents

PAGES = (entrance, incidents, incident, downloads)
