"""Readings for a terminal: the chronicle as a table, the text with labelled rules beneath, and why each value is so."""
