"""A `Document` to a `Reading`: the parse, one module a finder, and the straight line in `read.py`."""
