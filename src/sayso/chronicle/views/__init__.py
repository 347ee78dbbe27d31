"""What is asked of a chronicle: lists, cards, counts, searches."""
