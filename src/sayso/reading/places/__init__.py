"""Names of places, each resolved to one place of the gazetteer or to none."""
