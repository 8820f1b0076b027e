"""What differs between two photos, or a photo and now, and why: new figures, another definition, another border."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd
import shapely
from duckdb import DuckDBPyConnection as Cursor

from analysis import areas
from analysis.disclosure import published
from analysis.figures import NEWEST
from model.catalogue import Catalogue, Indicator
from model.disclosed import Disclosed
from model.photo import Difference
from model.region import Level, code_prefix

COLUMNS = ("indicator", "region", "name", "period_before", "value_before", "period_after", "value_after", "reason")
MOVED = 0.01
"""Borders differ when more than this share of an area lies within one of both: they are redrawn a little each year."""

_LATEST = f"""
with newest as (
    select indicator, region, period, value, lower, upper, status, load_id, batch_id from mart.observation
    where region = ? or starts_with(region, ?)
    {NEWEST}
), columns as (
    select load_id, indicator, min(column_title) as column_title, min(unit) as unit from core.series group by all
)
select indicator, region, period, value, lower, upper, status, newest.load_id, column_title, unit
from newest left join columns using (load_id, indicator)
where value is not null
qualify row_number() over (partition by indicator, region order by period desc) = 1
"""
_FLAGS = """
select region, period, max(boundary_change) from mart.area
where region in (select unnest(?)) and boundary_change <> '' group by region, period
"""
_DRAWN = (
    "select region, period, max(batch_id) from mart.boundary where region in (select unnest(?)) group by region, period"
)
_SHAPE = "select geometry from core.boundary where batch_id = ? and region = ? and period = ?"


class _Figure(NamedTuple):
    period: str
    value: float
    lower: float | None
    upper: float | None
    status: str
    load_id: int
    column_title: str | None
    unit: str | None

    @property
    def said(self) -> tuple[object, ...]:
        """All that is said of it: what two loads that say the same have in common."""
        return self.period, self.value, self.lower, self.upper, self.status


@dataclass(frozen=True)
class _Side:
    """One of both photos, as far as it is compared."""

    figures: Mapping[tuple[str, str], _Figure]
    names: Mapping[str, str]
    flags: Mapping[tuple[str, str], str]
    drawn: Mapping[tuple[str, str], int]
    """Of each area and period, the batch with its border."""


def changes(
    before: Cursor, after: Cursor, catalogue_before: Catalogue, catalogue_after: Catalogue, municipality: str
) -> Disclosed:
    """The last known figure of each indicator in a gemeente and its wijken in two photos, and why they differ.

    One row for each indicator and area that has one in either, in the order of the catalogue and the codes: indicator,
    region, name, period_before, value_before, period_after, value_after, and `reason`, the first that holds:

    nieuw, vervallen: only one of both has a figure. Andere grens: KWB's flag of a year in between says 2 or 3, or,
    where it does not say, `MOVED` of the area lies within one border only. Andere definitie: the source calls its
    column otherwise than the catalogue knows or counts in another unit, the officer's card changed, or a break of the
    catalogue lies in between. Nieuw jaar: of a later period; of an earlier one the figure is vervallen. Nieuwe cijfers:
    the same period says something else. Else gelijk.
    """
    sides = _side(before, municipality), _side(after, municipality)
    names = {**sides[0].names, **sides[1].names}
    order = {id_: place for place, id_ in enumerate([*catalogue_after.indicators, *catalogue_before.indicators])}
    keys = sorted({*sides[0].figures, *sides[1].figures}, key=lambda key: (order.get(key[0], len(order)), *key))
    compared = _Compared(before, sides, (catalogue_before, catalogue_after))
    rows = []
    for indicator, region in keys:
        old, new = (side.figures.get((indicator, region)) for side in sides)
        cells = [cell for figure in (old, new) for cell in ((figure.period, figure.value) if figure else ("", None))]
        rows.append((indicator, region, names[region], *cells, compared.reason(indicator, region, old, new).value))
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return published(frame.astype({"value_before": float, "value_after": float}))


def counted(table: Disclosed) -> dict[Difference, int]:
    """How many figures of `changes` have each reason; every reason is there."""
    found = Counter(table.frame["reason"])
    return {reason: found[reason.value] for reason in Difference}


def _side(cursor: Cursor, municipality: str) -> _Side:
    rows = cursor.execute(_LATEST, [municipality, code_prefix(municipality, Level.WIJK)]).fetchall()
    figures = {(indicator, region): _Figure(*rest) for indicator, region, *rest in rows}
    regions = sorted({region for _, region in figures})
    return _Side(
        figures,
        {code: area.name for code, area in areas.named(cursor, regions).items()},
        {(region, period): flag for region, period, flag in cursor.execute(_FLAGS, [regions]).fetchall()},
        {(region, period): batch for region, period, batch in cursor.execute(_DRAWN, [regions]).fetchall()},
    )


def _meaning(card: Indicator) -> tuple[object, ...]:
    """What a card says of what is measured; where it stands in lists and what it weighs is no part of that."""
    return card.definition, card.unit, card.population, card.per, card.is_modelled, card.reference


@dataclass(frozen=True)
class _Compared:
    """Both sides, and the reasons why a figure differs."""

    cursor: Cursor
    """To read borders with, which are the same from any photo."""
    sides: tuple[_Side, _Side]
    catalogues: tuple[Catalogue, Catalogue]

    def reason(self, indicator: str, region: str, old: _Figure | None, new: _Figure | None) -> Difference:
        """The first reason that holds."""
        if old is None:
            return Difference.NEW
        if new is None:
            return Difference.GONE
        if self._has_other_border(indicator, region, old.period, new.period):
            return Difference.OTHER_BORDER
        if self._has_other_definition(indicator, old, new):
            return Difference.OTHER_DEFINITION
        if old.period != new.period:
            return Difference.NEW_PERIOD if old.period < new.period else Difference.GONE
        return Difference.SAME if old.said == new.said else Difference.NEW_FIGURES

    def _has_other_definition(self, indicator: str, old: _Figure, new: _Figure) -> bool:
        card_before, card = (catalogue.indicators.get(indicator) for catalogue in self.catalogues)
        if card is None or card_before is None:
            return card is not card_before
        if _meaning(card_before) != _meaning(card):
            return True
        first, last = sorted((old.period, new.period))
        if any(first < at <= last for at in card.breaks):
            return True
        source = self.catalogues[1].sources.get(card.source)
        if source is None or not source.tables:
            return False  # what a column is called in a file of somebody's own says nothing of what it means
        titles = {old.column_title, new.column_title}
        return old.unit != new.unit or (len(titles) > 1 and not titles <= set(card.titles))

    def _has_other_border(self, indicator: str, region: str, old: str, new: str) -> bool:
        if self._has_one_division(indicator):
            return False
        first, last = sorted((old, new))
        if first != last and first.isdigit() and last.isdigit():
            flags = {**self.sides[0].flags, **self.sides[1].flags}
            between = {flags.get((region, str(year)), "") for year in range(int(first) + 1, int(last) + 1)}
            if between & {"2", "3"}:
                return True
            if "" not in between:
                return False
        drawn = [side.drawn.get((region, period)) for side, period in zip(self.sides, (old, new), strict=True)]
        if None in drawn or (old == new and drawn[0] == drawn[1]):
            return False
        return self._has_moved(region, list(zip(drawn, (old, new), strict=True)))

    def _has_one_division(self, indicator: str) -> bool:
        """Whether the source puts all periods in one table, and so gives them all for the same areas (RIVM)."""
        card = self.catalogues[1].indicators.get(indicator)
        source = self.catalogues[1].sources.get(card.source) if card else None
        return source is not None and any("*" in table.ids for table in source.tables)

    def _has_moved(self, region: str, drawn: Sequence[tuple[int | None, str]]) -> bool:
        one, other = (
            shapely.make_valid(shapely.from_wkb(bytes(row[0])))
            for batch, period in drawn
            for row in self.cursor.execute(_SHAPE, [batch, region, period]).fetchall()[:1]
        )
        largest = max(one.area, other.area)
        return bool(shapely.symmetric_difference(one, other).area > MOVED * largest)
