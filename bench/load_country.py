"""Loading one KWB year of the whole country from the local stand-in: our way, and the way one would write first.

Run as `python -m bench.load_country WAY ADDRESS`; prints seconds and peak memory of this process as JSON.
"""

import json
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from model.catalogue import Indicator

TABLE = "84799NED"
PERIOD = "2020"


def every_topic(address: str) -> list[Indicator]:
    """An indicator for each numeric column of the table, so that both ways carry the same 110 columns."""
    import cbsodata

    from loaders.cbs import _groups, stem_of
    from model import catalogue

    cbsodata.options.use_https = False
    properties = cbsodata.get_meta(TABLE, "DataProperties", catalog_url=address.removeprefix("http://"))
    groups = _groups(properties)
    pattern = catalogue.current().indicators["laag_inkomen"]
    return [
        replace(
            pattern,
            id=row["Key"],
            label=row["Title"],
            stems=(stem_of(row["Key"]),),
            title="",
            group=groups[row["Key"]][0],
        )
        for row in properties
        if row["odata.type"].endswith(".Topic") and row["Datatype"] != "String"
    ]


def peak_mb() -> float:
    """The peak memory of this process; not `getrusage`, which counts what the parent held when it started us."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def first_way(address: str) -> float:
    """`cbsodata.get_data` -> DataFrame -> melt -> DuckDB; returns seconds."""
    columns = [indicator.id for indicator in every_topic(address)]
    import cbsodata
    import duckdb
    import pandas as pd

    start = time.perf_counter()
    keys = ["WijkenEnBuurten", "Codering_3"]
    rows = cbsodata.get_data(TABLE, select=[*keys, *columns], catalog_url=address.removeprefix("http://"))
    frame = pd.DataFrame(rows)
    observations = frame.melt(id_vars=keys, var_name="indicator", value_name="value").assign(period=PERIOD)
    observations["Codering_3"] = observations["Codering_3"].str.strip()
    with tempfile.TemporaryDirectory() as folder, duckdb.connect(f"{folder}/first.duckdb") as connection:
        connection.execute(
            "create table observation as select indicator, Codering_3 as region, period, value from observations"
        )
    return time.perf_counter() - start


def our_way(address: str) -> float:
    """The loader and the store as the product uses them; returns seconds."""
    indicators = every_topic(address)
    from loaders import cbs
    from model import catalogue
    from settings import Settings
    from store import Store, batches

    with tempfile.TemporaryDirectory() as folder:
        source = catalogue.current().sources["kwb"]
        settings = Settings(data_dir=Path(folder), addresses={source.address: address})
        store = Store(settings)
        start = time.perf_counter()
        table = source.tables[0]
        delivery = cbs.download_table(table, PERIOD, None, source, indicators, settings)
        store.write(lambda cursor: batches.add_load(cursor, delivery))
        seconds = time.perf_counter() - start
        assert delivery.observations.num_rows == len(indicators) * delivery.rows_accepted
        store.close()
    return seconds


if __name__ == "__main__":
    way, address = sys.argv[1:]
    seconds = {"first": first_way, "ours": our_way}[way](address)
    print(json.dumps({"seconds": seconds, "peak_mb": peak_mb()}))
