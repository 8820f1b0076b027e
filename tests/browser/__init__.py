"""Journeys in a real Chromium against the real application."""
