"""Tests of loads from begin to end, over the stand-ins of the sources."""
