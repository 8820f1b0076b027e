"""Tests of the store, on real DuckDB and, where a PostgreSQL server is installed, on DuckLake too."""
