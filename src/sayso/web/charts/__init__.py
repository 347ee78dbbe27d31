"""Drawings as numbers: where marks, labels and lines of a picture stand, before a template makes SVG of them."""
