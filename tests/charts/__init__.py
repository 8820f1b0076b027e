"""Figures, classes and colours."""
