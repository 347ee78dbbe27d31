"""Numbers of an event: casualties, money, distances, counts."""
