"""The DuckDB store: opening, migrations, batches, jobs, geography. It knows no source."""

from store.connection import NoSuchPhoto, Store, shared_store
from store.engine import StoreBroken, StoreBusy

__all__ = ["NoSuchPhoto", "Store", "StoreBroken", "StoreBusy", "shared_store"]
