"""The API: what the pages show as JSON, read-only, under /api/v1, for programs that show the token.

Each module answers with plain functions of an open chronicle and of what is asked (`asked`), and lists them in
`ROUTES`; `routes` makes paths of them, `description` the OpenAPI document, `sayso.mcp` tools for language models. The
values of a request mean what they mean in the addresses of the pages. What goes wrong is a problem of RFC 9457.
"""
