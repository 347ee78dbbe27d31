"""Weapons, vehicles and systems by designation and class."""
