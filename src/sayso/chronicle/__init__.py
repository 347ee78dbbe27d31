"""The store: one SQLite file that an investigation lives in. The only room that knows sqlite3."""
