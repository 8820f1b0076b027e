"""Files that decks begin from, and how they were made."""
