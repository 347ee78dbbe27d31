"""What belongs together across documents: pure functions over records, without a store."""
