"""People, bodies and states: names, and the chains of descriptions and pronouns that mean them."""
