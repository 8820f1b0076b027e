"""What map and ranking share: the figures of one indicator per area, in words and as a table."""

from dataclasses import dataclass

import pandas as pd
from duckdb import DuckDBPyConnection as Cursor

from analysis import areas, figures
from charts.classes import shown
from model.catalogue import Catalogue, Indicator
from model.choices import Choices
from model.disclosed import Disclosed
from model.region import Level
from tiles import words
from tiles.sources import Use, source_line
from tiles.tile import NoFigures


@dataclass(frozen=True)
class View:
    """The figures of the areas of one level within a frame."""

    indicator: Indicator
    period: str
    level: Level
    frame: areas.Area
    table: Disclosed

    @property
    def known(self) -> pd.DataFrame:
        """The areas with a figure."""
        return figures.known(self.table.frame)

    @property
    def subtitle(self) -> str:
        """What is measured, when and where."""
        return f"{words.measured(self.indicator, self.period)} · {self.level.plural} in {self.frame.name}"


def view_of(choices: Choices, cursor: Cursor, catalogue: Catalogue) -> View:
    """The view that the choices ask for. Raises NoFigures when the store has none."""
    indicator = catalogue.indicators[choices.indicator]
    table = figures.per_area(cursor, indicator.id, choices.period, choices.frame, choices.level)
    frame = areas.named(cursor, [choices.frame])[choices.frame]
    if table.frame.empty:
        raise NoFigures(
            f"Van '{indicator.label}' is er voor {choices.period} geen cijfer per {choices.level} in {frame.name}. "
            "Kies een ander jaar of niveau, of laad het jaar op de pagina Gegevens."
        )
    return View(indicator, choices.period, choices.level, frame, table)


def extremes(view: View) -> str:
    """The finding: which areas are highest and lowest, as a reader sees the figures; a tie is named as a group."""
    indicator, rows = view.indicator, view.known
    if rows.empty:
        return f"Van '{indicator.label}' is hier van geen enkele {view.level} een cijfer bekend"
    seen = shown(rows["value"].to_numpy(dtype=float), indicator.decimals)
    highest, lowest = (words.quantity(indicator, end) for end in (seen.max(), seen.min()))
    if len(rows) == 1:
        return f"{rows['name'].iloc[0]}: {highest}"
    if highest == lowest:
        return f"{indicator.label}: {highest} in alle {words.count(len(rows), view.level)} met een cijfer"
    high, low = (words.names(rows[seen == end], view.level) for end in (seen.max(), seen.min()))
    if indicator.unit == "klasse":
        return f"Van klasse {lowest} in {low} tot klasse {highest} in {high}"
    return f"Het hoogst in {high} ({highest}), het laagst in {low} ({lowest})"


def listed(view: View) -> pd.DataFrame:
    """All areas as a table with Dutch headings and numbers, from most to least."""
    indicator = view.indicator
    rows = view.table.frame.sort_values(["value", "name"], ascending=[False, True])
    columns = {
        view.level.capitalize(): rows["name"].tolist(),
        "Code": rows["region"].tolist(),
        indicator.label: words.value_texts(indicator, rows),
    }
    if rows["lower"].notna().any():
        columns["Ondergrens (95%)"] = [words.quantity(indicator, value) for value in rows["lower"]]
        columns["Bovengrens (95%)"] = [words.quantity(indicator, value) for value in rows["upper"]]
    return pd.DataFrame(columns)


def alt(what: str, view: View, finding: str) -> str:
    """What the figure shows, for who cannot see it: the indicator, the finding, and what is missing."""
    missing = len(view.table.frame) - len(view.known)
    gap = f" Van {words.count(missing, view.level)} is er geen cijfer." if missing else ""
    return f"{what} van {words.running(view.indicator.label)} per {view.level}, {view.period}. {finding}.{gap}"


def source(cursor: Cursor, catalogue: Catalogue, view: View) -> str:
    """The source line of these figures."""
    return source_line(cursor, catalogue, [Use(view.indicator, view.period, view.table.frame["region"].tolist())])
