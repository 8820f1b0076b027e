"""Up to five areas side by side on the indicators of a subject, with what chance does to each figure."""

from collections import Counter
from collections.abc import Mapping, Sequence

import pandas as pd
from duckdb import DuckDBPyConnection as Cursor

from analysis import areas, change
from analysis.change import Estimate
from charts.comparison import comparison
from model import dutch
from model.catalogue import Catalogue, Indicator
from model.choices import Choices
from tiles import words
from tiles.sources import Use, source_line
from tiles.tile import Kind, NoFigures, Tile

MOST_AREAS = 5


def build(choices: Choices, cursor: Cursor, catalogue: Catalogue) -> Tile:
    """The chosen area and those beside it, each indicator in its latest year of the chosen one. Raises NoFigures."""
    chosen = catalogue.indicators[choices.indicator]
    codes = list(dict.fromkeys((choices.area, *choices.beside)))[:MOST_AREAS]
    places = areas.named(cursor, codes)
    shared = Counter(area.name for area in places.values())
    names = {code: area.name if shared[area.name] == 1 else area.label for code, area in places.items()}
    wanted = [row for row in catalogue.indicators.values() if row.subject == chosen.subject]
    found = change.latest(cursor, wanted, codes, choices.area, choices.period)
    table = found.frame
    period_of = dict(zip(table["indicator"], table["period"], strict=True))
    shown = [row for row in wanted if row.id in period_of]
    if not shown:
        raise NoFigures(
            f"Over {chosen.theme} is er van {names[choices.area]} geen cijfer tot en met {choices.period}. "
            "Kies een ander onderwerp, een later jaar of een groter gebied."
        )
    first = chosen if chosen in shown else shown[0]
    finding = _finding(first, table, names)
    in_percent = [row for row in shown if row.unit == "%"]
    return Tile(
        kind=Kind.BESIDE,
        title=finding,
        subtitle=f"{chosen.theme.capitalize()} · {words.kind(first)} · laatste cijfers tot en met {choices.period} · "
        "streepjes: 95%-interval, waar dat bekend is",
        figure=comparison(found, in_percent, names) if in_percent else None,
        table=_listed(shown, table, names, period_of),
        alt=f"{dutch.listing(list(names.values()))} naast elkaar over {chosen.theme}. {finding}.",
        source=source_line(cursor, catalogue, [Use(row, period_of[row.id], codes) for row in shown]),
        notes=words.notes_of(shown),
    )


def _finding(indicator: Indicator, table: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Which areas are highest and lowest, and whether that is more than chance."""
    rows = table[(table["indicator"] == indicator.id) & table["value"].notna()].sort_values("value")
    label = indicator.label + (" (modelschatting)" if indicator.is_modelled else "")
    if rows.empty:
        return f"Van '{label}' is hier geen cijfer bekend"
    lowest, highest = rows.iloc[0], rows.iloc[-1]
    low, high = (words.quantity(indicator, row["value"]) for row in (lowest, highest))
    if low == high:
        where = "alle gebieden met een cijfer" if len(rows) > 1 else names[lowest["region"]]
        return f"{label}: {high} in {where}"
    text = f"{label}: van {low} in {names[lowest['region']]} tot {high} in {names[highest['region']]}"
    if indicator.is_modelled or rows[["low", "high"]].iloc[[0, -1]].isna().any(axis=None):
        return f"{text}; of dat meer is dan toeval, is niet te zeggen"
    moved = change.difference(*(Estimate(row["value"], row["low"], row["high"]) for row in (lowest, highest)))
    return f"{text}; {'een duidelijk verschil' if moved.low > 0 else 'geen duidelijk verschil'}"


def _listed(
    shown: Sequence[Indicator], table: pd.DataFrame, names: Mapping[str, str], period_of: Mapping[str, str]
) -> pd.DataFrame:
    """A row an indicator, and for each area its figure with its interval."""
    cells = {(row["indicator"], row["region"]): row for row in table.to_dict("records")}

    def text(indicator: Indicator, region: str) -> str:
        row = cells.get((indicator.id, region))
        if row is None:
            return dutch.NO_VALUE
        value = words.value_text(indicator, row["value"], row["status"])
        if pd.isna(row["low"]):
            return value
        return f"{value} ({words.quantity(indicator, row['low'])} – {words.quantity(indicator, row['high'])})"

    return pd.DataFrame(
        {
            "Indicator": [row.label for row in shown],
            **{name: [text(row, region) for row in shown] for region, name in names.items()},
            "Jaar": [period_of[row.id] for row in shown],
        }
    )
