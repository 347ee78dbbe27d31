"""Who is cited, with which words, for what."""
