"""Rows that people coded by hand, beside the incidents."""
