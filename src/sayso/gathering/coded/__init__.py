"""Rows coded by hand as gathering compares them."""
