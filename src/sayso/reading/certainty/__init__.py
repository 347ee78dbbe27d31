"""How firmly the words commit to an event: factuality, its cues, and what a denial bears on."""
