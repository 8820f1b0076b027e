"""The trend of one indicator in an area and those around it."""

import pandas as pd
from duckdb import DuckDBPyConnection as Cursor

from analysis import areas, change, figures
from analysis.change import Verdict
from charts.trend import trend
from model import dutch
from model.catalogue import Catalogue, Indicator
from model.choices import Choices
from model.disclosed import Disclosed
from model.region import path_of
from tiles import words
from tiles.sources import Use, source_line
from tiles.tile import Kind, NoFigures, Tile


def build(choices: Choices, cursor: Cursor, catalogue: Catalogue) -> Tile:
    """All loaded years; a count has a line for the area alone. Raises NoFigures when the area has no figure."""
    indicator = catalogue.indicators[choices.indicator]
    regions = [code for code in reversed(path_of(choices.area)) if indicator.unit != "aantal" or code == choices.area]
    places = {code: area.name for code, area in areas.named(cursor, regions).items()}
    table = change.series(cursor, indicator, regions)
    rows = figures.known(table.frame)
    own = rows[rows["region"] == choices.area]
    name = places[choices.area]
    if own.empty:
        raise NoFigures(
            f"Van '{indicator.label}' is er van {name} geen enkel jaar bekend. "
            "Kies een groter gebied, of laad meer jaren op de pagina Gegevens."
        )
    finding = f"{name}: {_change(indicator, table, choices.area)}"
    frame = table.frame.sort_values("region", key=lambda codes: codes.map(regions.index), kind="stable")
    uses = [Use(indicator, period, regions) for period in sorted(set(rows["period"]))]
    return Tile(
        kind=Kind.TREND,
        title=finding,
        subtitle=words.measured(indicator, "alle geladen jaren"),
        figure=trend(table, indicator, places, choices.area),
        table=pd.DataFrame(
            {
                "Gebied": [places[region] for region in frame["region"]],
                "Jaar": frame["period"].tolist(),
                indicator.label: words.value_texts(indicator, frame),
                "Marge (95%)": [words.margin(indicator, *ends) for ends in frame[["low", "high"]].to_numpy()],
                "Opmerking": frame["reason"].tolist(),
            }
        ),
        alt=f"Lijndiagram van {words.running(indicator.label)} door de jaren. {finding}.",
        source=source_line(cursor, catalogue, uses),
        notes=(*words.notes(indicator), *_margins(rows)),
    )


def _margins(rows: pd.DataFrame) -> tuple[str, ...]:
    """What the bars in the figure are, where there are any."""
    kinds = dict.fromkeys(rows["kind"][rows["low"].notna()])
    return (f"De streepjes in de figuur zijn marges van 95% ({dutch.listing(list(kinds))}).",) if kinds else ()


def _change(indicator: Indicator, years: Disclosed, area: str) -> str:
    """What the figures of one area say over the years that may be compared, and whether it is more than chance."""
    own = figures.known(years.frame[years.frame["region"] == area])
    first, last = own.iloc[0], own.iloc[-1]
    text = words.quantity(indicator, last["value"])
    if len(own) == 1:
        return f"{text} in {last['period']}; van andere jaren is geen cijfer geladen"
    if indicator.is_modelled:
        return f"{text} in {last['period']}; een modelschatting zegt niets over verandering sinds {first['period']}"
    comparable = own[own["segment"] == last["segment"]]
    begin = comparable.iloc[0]
    before = "" if len(comparable) == len(own) else f"; niet te vergelijken met eerdere jaren ({begin['reason']})"
    if len(comparable) == 1:
        return f"{text} in {last['period']}{before}"
    earlier = words.quantity(indicator, begin["value"])
    if earlier == text:
        years_alike = dutch.listing([begin["period"], last["period"]])
        return f"{text} in {years_alike}{before}"
    verdict = change.between(years, indicator, area, begin["period"], last["period"]).verdict
    if verdict is Verdict.UNKNOWN:
        moved = f"van {earlier} in {begin['period']} naar {text} in {last['period']}"
        return f"{moved}; of dat meer is dan toeval, is niet te zeggen{before}"
    told = f"duidelijk {verdict} dan in" if verdict in (Verdict.HIGHER, Verdict.LOWER) else f"{verdict} met"
    return f"{text} in {last['period']}, {told} {begin['period']} ({earlier}){before}"
