"""What gathering keeps in the file and brings up to date."""
