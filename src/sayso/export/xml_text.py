"""An XML tree as text: with its declaration, indented, the same bytes for the same tree."""

from __future__ import annotations

from xml.etree.ElementTree import Element, indent, tostring


def xml_of(root: Element) -> str:
    """The document with a root; what stands in it has gone through `incident_rows.clean`."""
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"
