"""One area against its wijk, gemeente and country, on all indicators of a theme."""

import pandas as pd
from duckdb import DuckDBPyConnection as Cursor

from analysis import areas, figures
from analysis.areas import Area
from charts.comparison import comparison
from model import dutch
from model.catalogue import Catalogue, Indicator
from model.choices import Choices
from model.region import path_of
from tiles import words
from tiles.sources import Use, source_line
from tiles.tile import Kind, NoFigures, Tile


def build(choices: Choices, cursor: Cursor, catalogue: Catalogue) -> Tile:
    """The indicators of the chosen one's theme and kind, each in its latest year of the area. Raises NoFigures."""
    chosen = catalogue.indicators[choices.indicator]
    path = list(areas.named(cursor, path_of(choices.area)[::-1]).values())
    wanted = [row for row in catalogue.indicators.values() if row.subject == chosen.subject]
    codes = [area.code for area in path]
    table = figures.latest(cursor, [row.id for row in wanted], codes, choices.area, choices.period)
    period_of = dict(zip(table.frame["indicator"], table.frame["period"], strict=True))
    shown = [row for row in wanted if row.id in period_of]
    if not shown:
        raise NoFigures(
            f"Over {chosen.theme} is er van {path[0].name} geen cijfer tot en met {choices.period}. "
            "Kies een later jaar of een groter gebied."
        )
    texts = {
        (one, region): words.value_text(catalogue.indicators[one], value, status)
        for one, region, value, status in table.frame[["indicator", "region", "value", "status"]].to_numpy()
    }
    first = chosen if chosen in shown else shown[0]
    finding = _beside(first, path, texts)
    others = dutch.listing([area.name for area in path[1:]])
    in_percent = [row for row in shown if row.unit == "%"]
    return Tile(
        kind=Kind.COMPARISON,
        title=finding,
        subtitle=f"{chosen.theme.capitalize()} · {words.kind(first)} · laatste cijfers tot en met {choices.period}",
        figure=comparison(table, in_percent, {area.code: area.name for area in path}) if in_percent else None,
        table=pd.DataFrame(
            {
                "Indicator": [row.label for row in shown],
                **{area.name: [texts.get((row.id, area.code), dutch.NO_VALUE) for row in shown] for area in path},
                "Jaar": [period_of[row.id] for row in shown],
            }
        ),
        alt=f"{path[0].name}{f' naast {others}' if others else ''} over {chosen.theme}. {finding}.",
        source=source_line(cursor, catalogue, [Use(row, period_of[row.id], codes) for row in shown]),
        notes=words.notes_of(shown),
    )


def _beside(indicator: Indicator, path: list[Area], texts: dict[tuple[str, str], str]) -> str:
    """The area's own figure, and that of the area around it where the two can be compared."""
    own, *around = (texts.get((indicator.id, area.code)) for area in path)
    text = f"{path[0].name}: {words.running(indicator.label)} {own}"
    if around and around[0] and indicator.unit != "aantal":
        return f"{text} ({path[1].name} {around[0]})"
    return text
