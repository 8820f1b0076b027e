"""The DuckDB store: opening, migrations, batches, jobs, geography. It knows no source."""

from store.aside import StoreDamaged
from store.connection import NoSuchPhoto, Store, shared_store
from store.engine import StoreBroken, StoreBusy

__all__ = ["NoSuchPhoto", "Store", "StoreBroken", "StoreBusy", "StoreDamaged", "shared_store"]
