"""The DuckDB store: opening, migrations, batches, jobs, geography. It knows no source."""

from store.connection import Store, StoreBroken, StoreBusy, shared_store

__all__ = ["Store", "StoreBroken", "StoreBusy", "shared_store"]
