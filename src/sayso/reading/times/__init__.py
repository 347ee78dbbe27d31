"""Time expressions: TIMEX3 values, the days they can mean, and what they count from."""
