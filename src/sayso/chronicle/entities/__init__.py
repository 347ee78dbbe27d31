"""Who is who across reports, and the cards."""
