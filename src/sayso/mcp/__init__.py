"""A chronicle for language models: tools over the Model Context Protocol, read-only, on standard input and output.

`tools` answers with the functions of the API and knows nothing of the protocol; `server` is the only module that
imports the library `mcp`, which comes with the extra of that name.
"""
