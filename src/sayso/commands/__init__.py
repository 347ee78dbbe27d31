"""One module a command: its arguments, and a function that calls the rooms below and prints."""
