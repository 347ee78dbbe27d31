"""Days: stretches of the calendar, how one time counts from another, and what undated reports mean by theirs."""
