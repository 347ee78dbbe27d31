"""What people decided, kept for good and held on to the texts."""
