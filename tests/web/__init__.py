"""Tests of what app.py joins into the web application."""
