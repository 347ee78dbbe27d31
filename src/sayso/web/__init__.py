"""The local review application: pages over a chronicle, served to the people on this machine.

A request passes the guard (`safety`), which knows nothing of pages; a page (`pages/`, one module each) makes its
filter from the address (`filters`), asks the chronicle on a connection of its own (`reading`), and fills a template
(`templating`), which escapes everything. `api/` answers programs with the same as JSON. `app` puts these together,
`server` runs them, `settings` says who may come in.

To add a page: a module in `pages/` with `router` and `TABS`, named in `pages/__init__.py`; a template that extends
`base.html` and, under the shared filter, includes `_filter.html` and `_facets.html`; questions to the tables as
functions in `chronicle/`; a function of JavaScript as an ES module in `assets/`, loaded in the block `scripts`;
styles at the end of `sayso.css`; texts of articles always with `dir="auto"`, states as a word with a shape
(`certainty` in `macros.html`). A form that changes something is a POST with `method="post"`: the guard wants its
Origin, so no further token is needed.
"""
