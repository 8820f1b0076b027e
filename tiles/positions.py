"""Where one area stands on the figures of a layer: among comparable areas first, then its gemeente and the country."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from duckdb import DuckDBPyConnection as Cursor

from analysis import areas, positions
from analysis.comparable import WIDEST_PP
from analysis.needs import FEWEST_CHILDREN
from analysis.positions import SETS, Among, Positions
from charts import positions as chart
from model import dutch
from model.catalogue import Catalogue, Indicator
from model.choices import Choices
from model.region import Level, country_of, level_of, municipality_of
from model.status import Status
from tiles import words
from tiles.sources import Use, source_line
from tiles.tile import Kind, NoFigures, Tile

_NOT_RANKED = ("aantal", "klasse")
"""Units that say how large an area is, or what kind: a place among others says nothing there."""
_MOST_NAMED = 10


@dataclass(frozen=True)
class _View:
    """What is known of one area, ready to be told."""

    found: Positions
    name: str
    level: Level
    where: Mapping[str, str]
    """The names of the gemeente and the country, by set."""
    rows: Mapping[str, "pd.Series[Any]"]

    @property
    def groups(self) -> list[str]:
        """The sets that this area can be compared with: a gemeente has no others of its kind in itself."""
        return [group for group in SETS if self.level is not Level.MUNICIPALITY or group != "municipality"]

    def among(self, indicator: str, group: str) -> Among:
        return Among(group, self.level, self.where.get(group, ""), bool(self.rows[indicator]["is_whole"]))

    def told(self, indicator: str, group: str) -> str:
        """The position in words; a dash where the area has no figure."""
        if not self.is_known(indicator):
            return dutch.NO_VALUE
        if not self.found.has_place:
            return "geen positie"
        return positions.words(self.found.position(indicator, group), self.among(indicator, group))

    def is_known(self, indicator: str) -> bool:
        return Status(self.rows[indicator]["status"]).has_value

    def placed(self, shown: Sequence[Indicator], group: str) -> list[Indicator]:
        """The indicators with a position among a set."""
        return [row for row in shown if self.found.position(row.id, group)]


def build(choices: Choices, cursor: Cursor, catalogue: Catalogue) -> Tile:
    """The indicators of the chosen one's layer, within the chosen theme and ages, each in its latest year.

    Raises NoFigures for a country, and for an area without any figure.
    """
    chosen = catalogue.indicators[choices.indicator]
    wanted = [
        row
        for row in catalogue.indicators.values()
        if row.layer is chosen.layer
        and row.unit not in _NOT_RANKED
        and choices.theme in ("", row.theme)
        and row.is_for(choices.ages)
    ]
    view = _view(cursor, catalogue, wanted, choices)
    shown = [row for row in wanted if row.id in view.rows]
    if not any(view.is_known(row.id) for row in shown):
        raise NoFigures(
            f"Over {choices.theme or chosen.layer} is er van {view.name} geen cijfer tot en met {choices.period}. "
            "Kies een later jaar of een groter gebied."
        )
    group = next((group for group in view.groups if view.placed(shown, group)), None)
    placed = view.placed(shown, group) if group else []
    finding, axis, figure = f"{view.name}: {_without(view)}", "", None
    if group and placed:
        first = chosen if chosen in placed else placed[0]
        finding = f"{view.name}: {words.running(_marked(first))} {view.told(first.id, group)}"
        axis = f"Aandeel van de {view.among(first.id, group).text} met een lager cijfer"
        told = {row.id: view.told(row.id, group) for row in placed}
        figure = chart.positions(view.found.table, placed, group, axis, told)
    used = [choices.area, *view.found.peers.regions]
    return Tile(
        kind=Kind.POSITIONS,
        title=finding,
        subtitle=f"{axis or 'Geen positie'} · {chosen.layer} · laatste cijfers tot en met {choices.period}",
        figure=figure,
        table=_table(view, shown),
        alt=f"Een stip van 0 tot 100% voor {dutch.counted(len(placed), 'cijfer', 'cijfers')}. {finding}.",
        source=source_line(cursor, catalogue, [Use(row, view.rows[row.id]["period"], used) for row in shown]),
        notes=(
            _comparable(cursor, view),
            f"Alleen {view.level.plural} met minstens {FEWEST_CHILDREN} kinderen van 0 tot 15 jaar en met een bekend "
            "cijfer tellen mee. In de figuur telt een gelijk cijfer voor de helft.",
            # The caveats of a whole layer are a page: they stand with the definitions.
            *words.notes_of([replace(row, caveat="") for row in shown if view.is_known(row.id)]),
            "Wat elk cijfer wel en niet zegt, staat op de pagina Bronnen en methode.",
        ),
    )


def _view(cursor: Cursor, catalogue: Catalogue, wanted: Sequence[Indicator], choices: Choices) -> _View:
    level = level_of(choices.area)
    if level is Level.COUNTRY:
        raise NoFigures("Een land wordt met niets vergeleken. Kies een gemeente, wijk of buurt.")
    around, country = municipality_of(choices.area) or "", country_of(choices.area)
    names = {code: area.name for code, area in areas.named(cursor, [choices.area, around, country]).items()}
    found = positions.positions(cursor, wanted, choices.area, choices.period, catalogue.municipalities.values())
    return _View(
        found=found,
        name=names[choices.area],
        level=level,
        where={"municipality": names[around], "country": names[country]},
        rows={str(one): row for one, row in found.table.frame.set_index("indicator").iterrows()},
    )


def _table(view: _View, shown: Sequence[Indicator]) -> pd.DataFrame:
    headings = {"comparable": f"Naast vergelijkbare {view.level.plural}"} | {
        group: f"In {name}" for group, name in view.where.items()
    }
    rows = [view.rows[row.id] for row in shown]
    return pd.DataFrame(
        {
            "Indicator": [_marked(row) for row in shown],
            "Cijfer": [words.value_text(of, row["value"], row["status"]) for of, row in zip(shown, rows, strict=True)],
            "Jaar": [row["period"] for row in rows],
            "Marge (95%)": [words.margin(of, row["low"], row["high"]) for of, row in zip(shown, rows, strict=True)],
            **{headings[group]: [view.told(row.id, group) for row in shown] for group in view.groups},
        }
    )


def _marked(indicator: Indicator) -> str:
    return f"{words.labelled(indicator)}{' (modelschatting)' if indicator.is_modelled else ''}"


def _without(view: _View) -> str:
    """Why an area has no position at all."""
    if view.found.children is None:
        return "geen positie, want het aantal kinderen is niet bekend"
    if not view.found.has_place:
        return f"geen positie, want hier wonen minder dan {FEWEST_CHILDREN} kinderen"
    return f"te weinig andere {view.level.plural} met een cijfer om te vergelijken"


def _comparable(cursor: Cursor, view: _View) -> str:
    """Which areas are comparable and why these, the nearest by name."""
    peers, level = view.found.peers, view.level
    if peers.urbanity is None:
        missing = "de stedelijkheid of het aantal jongeren ontbreekt"
        return f"Welke {level.plural} vergelijkbaar zijn, is niet bekend: {missing}."
    rule = (
        f"Vergelijkbaar zijn {level.plural} met dezelfde stedelijkheid (klasse {peers.urbanity}) en een aandeel "
        f"inwoners onder de 25 jaar dat hoogstens {dutch.number(WIDEST_PP)} procentpunt verschilt"
    )
    if not peers.regions:
        return f"{rule}; zo is er geen andere geladen."
    nearest = peers.regions[:_MOST_NAMED]
    of = {code: municipality_of(code) or code for code in nearest}
    names = {code: area.name for code, area in areas.named(cursor, [*nearest, *of.values()]).items()}
    texts = [names[code] if of[code] == code else f"{names[code]} ({names[of[code]]})" for code in nearest]
    which = f"Dat {'is' if len(texts) == 1 else 'zijn'} {words.count(len(peers.regions), level)}"
    rest = ":" if len(nearest) == len(peers.regions) else "; het dichtst bij dat aandeel liggen"
    return f"{rule}. {which}{rest} {dutch.listing(texts)}."
