"""Texts that copy texts: one origin."""
