"""Readings as plain rows, and rows as bytes: CSV, Markdown, JSON lines."""
