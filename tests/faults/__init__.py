"""Every operation that writes, with each of its calls failing once, and killed at any moment."""
