"""Following feeds and sitemaps into a chronicle, and telling somebody what is new in it."""
