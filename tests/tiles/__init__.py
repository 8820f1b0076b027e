"""Tiles on the example municipality, and the sentences on them."""
