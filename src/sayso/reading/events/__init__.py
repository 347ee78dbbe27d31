"""What happened: triggers, participants, day and place, grouping into events, and the claims on them."""
