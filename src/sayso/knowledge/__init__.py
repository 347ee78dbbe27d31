"""What a journalist or an arms expert can correct without Python, and the loaders of it."""
