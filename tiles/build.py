"""From a kind and choices to a tile."""

from collections.abc import Callable

import pandas as pd
from duckdb import DuckDBPyConnection as Cursor

from analysis import areas, figures, needs
from charts import figures as draw
from charts.maps import Backdrop, choropleth
from model import catalogue as catalogues
from model import dutch
from model.catalogue import Catalogue, Direction, Indicator, Layer
from model.choices import Choices, Classes
from model.disclosed import Disclosed
from model.region import Level, municipality_of, path_of
from model.status import Status
from store import geography
from tiles import startfoto, words
from tiles.tile import Kind, NoFigures, Tile


def build(kind: Kind, choices: Choices, cursor: Cursor) -> Tile:
    """The tile of this kind for these choices. Raises NoFigures when there is nothing to show."""
    return _BUILDERS[kind](choices, cursor, catalogues.current())


def _shown(choices: Choices, cursor: Cursor, catalogue: Catalogue) -> tuple[Indicator, Disclosed, areas.Area]:
    """The indicator, the figures of the areas that are shown, and the frame they lie in."""
    indicator = catalogue.indicators[choices.indicator]
    table = figures.per_area(cursor, indicator.id, choices.period, choices.frame, choices.level)
    frame = areas.named(cursor, [choices.frame])[choices.frame]
    if table.frame.empty:
        raise NoFigures(
            f"Van '{indicator.label}' is er voor {choices.period} geen cijfer per {choices.level} in {frame.name}. "
            "Kies een ander jaar of niveau, of laad het jaar op de pagina Gegevens."
        )
    return indicator, table, frame


def _extremes(indicator: Indicator, table: Disclosed, level: Level) -> str:
    """The finding: which areas are highest and lowest; a tie is named as a group, in alphabetical order."""
    rows = figures.known(table.frame)
    if rows.empty:
        return f"Van '{indicator.label}' is hier van geen enkele {level} een cijfer bekend"
    shown = rows["value"].round(indicator.decimals)
    highest, lowest = shown.max(), shown.min()
    if len(rows) == 1:
        return f"{rows.iloc[0]['name']}: {dutch.quantity(highest, indicator.unit, indicator.decimals)}"
    if highest == lowest:
        return f"{indicator.label} is overal {dutch.quantity(highest, indicator.unit, indicator.decimals)}"

    def place(value: float) -> str:
        names = sorted(rows.loc[shown == value, "name"])
        text = dutch.listing(names) if len(names) <= 3 else f"{len(names)} {level.plural}"
        return f"{text} ({dutch.quantity(value, indicator.unit, indicator.decimals)})"

    return f"Het hoogst in {place(highest)}, het laagst in {place(lowest)}"


def _table(indicator: Indicator, table: Disclosed, level: Level) -> pd.DataFrame:
    rows = table.frame.sort_values(["value", "name"], ascending=[False, True])
    columns = {
        level.value.capitalize(): rows["name"],
        "Code": rows["region"],
        indicator.label: [
            words.value_text(indicator, value, status)
            for value, status in zip(rows["value"], rows["status"], strict=True)
        ],
    }
    if rows["lower"].notna().any():
        columns["Ondergrens (95%)"] = [dutch.quantity(v, indicator.unit, indicator.decimals) for v in rows["lower"]]
        columns["Bovengrens (95%)"] = [dutch.quantity(v, indicator.unit, indicator.decimals) for v in rows["upper"]]
    return pd.DataFrame(columns).reset_index(drop=True)


def _alt(what: str, indicator: Indicator, table: Disclosed, finding: str, level: Level) -> str:
    missing = len(table.frame) - len(figures.known(table.frame))
    gap = f" Van {missing} {level.plural} is er geen cijfer." if missing else ""
    return f"{what} van {indicator.label.lower()} per {level}. {finding}.{gap}"


def _map(choices: Choices, cursor: Cursor, catalogue: Catalogue) -> Tile:
    indicator, table, frame = _shown(choices, cursor, catalogue)
    period = geography.boundary_period(cursor, choices.frame, choices.level, choices.period)
    layer = geography.layer(cursor, choices.frame, choices.level, period) if period else None
    finding = _extremes(indicator, table, choices.level)
    marks = list(words.notes(indicator))
    figure = None
    if layer is None:
        marks.insert(0, f"Er zijn nog geen grenzen van {frame.name} geladen; de cijfers staan in de tabel.")
    else:
        municipality = municipality_of(choices.frame)
        has_outline = choices.level is Level.BUURT and municipality is not None
        outline = geography.layer(cursor, municipality or "", Level.WIJK, layer.period) if has_outline else None
        backdrop = Backdrop(
            layer.url,
            layer.bounds,
            layer.regions,
            outline.url if outline else None,
            outline.regions if outline else frozenset(),
        )
        figure = choropleth(table, indicator, backdrop, choices.classes, choices.lit)
        if layer.period != choices.period:
            marks.insert(0, f"De kaart toont de grenzen van {layer.period}, de cijfers zijn van {choices.period}.")
        strays = set(table.frame["region"]) - layer.regions
        if strays:
            marks.insert(0, f"{len(strays)} {choices.level.plural} met een cijfer staan niet op deze kaart; zie de tabel.")
    return Tile(
        kind=Kind.MAP,
        title=finding,
        subtitle=f"{words.measured(indicator, choices.period)} · {choices.level.plural} in {frame.name}",
        figure=figure,
        table=_table(indicator, table, choices.level),
        alt=_alt("Kaart", indicator, table, finding, choices.level),
        source=words.source_line(cursor, catalogue, indicator, choices.period, table.frame["region"].iloc[0]),
        notes=tuple(marks),
    )


def _ranking(choices: Choices, cursor: Cursor, catalogue: Catalogue) -> Tile:
    indicator, table, frame = _shown(choices, cursor, catalogue)
    own = figures.of_regions(cursor, indicator.id, choices.period, [choices.frame]).frame
    is_share = indicator.unit != "aantal"
    reference = (
        (frame.name, float(own["value"].iloc[0])) if is_share and len(own) and own["value"].notna().all() else None
    )
    finding = _extremes(indicator, table, choices.level)
    if reference:
        above = int((figures.known(table.frame)["value"] > reference[1]).sum())
        count = len(figures.known(table.frame))
        finding = f"{above} van de {count} {choices.level.plural} liggen hoger dan {frame.name} als geheel"
    return Tile(
        kind=Kind.RANKING,
        title=finding,
        subtitle=f"{words.measured(indicator, choices.period)} · {choices.level.plural} in {frame.name}",
        figure=draw.ranking(table, indicator, choices.lit, reference),
        table=_table(indicator, table, choices.level),
        alt=_alt("Staafdiagram", indicator, table, finding, choices.level),
        source=words.source_line(cursor, catalogue, indicator, choices.period, table.frame["region"].iloc[0]),
        notes=words.notes(indicator),
    )


def _trend(choices: Choices, cursor: Cursor, catalogue: Catalogue) -> Tile:
    indicator = catalogue.indicators[choices.indicator]
    regions = [code for code in reversed(path_of(choices.area)) if indicator.unit != "aantal" or code == choices.area]
    places = {code: area.name for code, area in areas.named(cursor, regions).items()}
    table = figures.trend(cursor, indicator, regions)
    rows = figures.known(table.frame)
    own = rows[rows["region"] == choices.area]
    name = places[choices.area]
    if own.empty:
        raise NoFigures(f"Van '{indicator.label}' is er van {name} geen enkel jaar bekend.")
    first, last = own.iloc[0], own.iloc[-1]
    text = {
        key: dutch.quantity(row["value"], indicator.unit, indicator.decimals) for key, row in (("first", first), ("last", last))
    }
    if len(own) == 1:
        finding = f"{name}: {text['last']} in {last['period']}; van andere jaren is geen cijfer geladen"
    elif first["segment"] != last["segment"]:
        reasons = dutch.listing(sorted(set(own["reason"]) - {""}))
        finding = f"{name}: {text['last']} in {last['period']}; niet te vergelijken met {first['period']} ({reasons})"
    else:
        finding = f"{name}: van {text['first']} in {first['period']} naar {text['last']} in {last['period']}"
    listed = table.frame.assign(
        Gebied=[places[region] for region in table.frame["region"]],
        Jaar=table.frame["period"],
        Waarde=[
            words.value_text(indicator, value, status)
            for value, status in zip(table.frame["value"], table.frame["status"], strict=True)
        ],
        Opmerking=table.frame["reason"],
    )[["Gebied", "Jaar", "Waarde", "Opmerking"]]
    return Tile(
        kind=Kind.TREND,
        title=finding,
        subtitle=f"{indicator.label} · {indicator.layer} · alle geladen jaren",
        figure=draw.trend(Disclosed(rows), indicator, places, choices.area),
        table=listed.reset_index(drop=True),
        alt=f"Lijndiagram van {indicator.label.lower()} door de jaren. {finding}.",
        source=words.source_line(cursor, catalogue, indicator, last["period"], choices.area),
        notes=(
            *words.notes(indicator),
            "Of een verschil tussen jaren meer is dan toeval, is hiermee niet gezegd.",
        ),
    )


_SCORE = Indicator(
    id="achtergrondscore",
    label="Achtergrondscore",
    definition="Het gemiddelde van de posities (0 tot 100) van een gebied op de achtergrondindicatoren met een richting.",
    layer=Layer.BACKGROUND,
    domain=None,
    theme="achtergrond",
    unit="punten",
    decimals=0,
    direction=Direction.MORE_NEED,
    is_modelled=False,
    population="huishoudens en inwoners",
    is_about_children=False,
    source="kwb",
    stems=(),
    title="",
    group="",
    per=(),
    smallest_level="buurt",
    startfoto_order=None,
    first_period="",
    last_period="",
    breaks=(),
    caveat="De score zegt iets over de omgeving waarin kinderen opgroeien, niets over vertraging door corona.",
)
"""The background score drawn like an indicator; it is computed, so it stands in no catalogue."""


def _background(choices: Choices, cursor: Cursor, catalogue: Catalogue) -> Tile:
    municipality = municipality_of(choices.area)
    if municipality is None:
        raise NoFigures("De achtergrondscore vergelijkt de wijken van één gemeente; kies een gemeente.")
    frame = areas.named(cursor, [municipality])[municipality]
    found = needs.background(cursor, list(catalogue.indicators.values()), municipality, choices.level, choices.period)
    rows = found.areas.frame
    if rows.empty or not rows["score"].notna().any():
        raise NoFigures(
            f"Voor {frame.name} zijn er tot en met {choices.period} te weinig cijfers over inkomen, werk en opleiding "
            "om wijken te vergelijken. Kies een ander jaar, of laad meer jaren op de pagina Gegevens."
        )
    status = [Status.KNOWN.value if known else Status.TOO_FEW.value for known in rows["score"].notna()]
    table = Disclosed(rows.assign(value=rows["score"], lower=None, upper=None, status=status))
    period = geography.boundary_period(cursor, municipality, choices.level, choices.period)
    layer = geography.layer(cursor, municipality, choices.level, period) if period else None
    figure = None
    if layer is not None:
        backdrop = Backdrop(layer.url, layer.bounds, layer.regions)
        figure = choropleth(table, _SCORE, backdrop, Classes.QUANTILES, choices.lit)
    finding = startfoto.background_sentence(found, choices.level)
    counted = dutch.listing([catalogue.indicators[one].label.lower() for one in found.indicators])
    listed = pd.DataFrame(
        {
            choices.level.value.capitalize(): rows["name"],
            "Code": rows["region"],
            "Achtergrondscore": [dutch.number(value) for value in rows["score"]],
            "Kinderen 0–15": [dutch.number(value) for value in rows["children"]],
        }
    )
    source = catalogue.sources["kwb"]
    return Tile(
        kind=Kind.BACKGROUND,
        title="Kans op achterstand: donker is meer",
        subtitle=f"Achtergrondscore per {choices.level} in {frame.name} · achtergrond, {found.periods}",
        figure=figure,
        table=listed,
        alt=f"Kaart van de achtergrondscore per {choices.level} in {frame.name}. {finding}",
        source=f"Bron: {source.publisher}, {source.title} {found.periods}; berekend door Startfoto, alle "
        f"onderdelen even zwaar. Licentie {source.licence}.",
        notes=(
            _SCORE.caveat,
            f"Telt mee: {counted}. Gebieden met minder dan {needs.FEWEST_CHILDREN} kinderen krijgen geen score.",
        ),
    )


def _comparison(choices: Choices, cursor: Cursor, catalogue: Catalogue) -> Tile:
    """All indicators of the chosen indicator's theme: the area against its wijk, gemeente and country."""
    theme = catalogue.indicators[choices.indicator].theme
    path = areas.named(cursor, path_of(choices.area)[::-1])
    wanted = [row for row in catalogue.indicators.values() if row.theme == theme]
    known = figures.latest(cursor, [row.id for row in wanted], list(path), choices.area, choices.period)
    rows = known.frame
    shown = [row for row in wanted if (rows["indicator"] == row.id).any()]
    if not shown:
        raise NoFigures(f"Over {theme} is er van {path[choices.area].name} geen cijfer tot en met {choices.period}.")
    cells = {(row.indicator, row.region): row for row in rows.itertuples()}
    columns: dict[str, list[str]] = {"Indicator": [row.label for row in shown]}
    for code, area in path.items():
        columns[area.name] = [
            words.value_text(row, cells[row.id, code].value, cells[row.id, code].status)
            if (row.id, code) in cells
            else dutch.NO_VALUE
            for row in shown
        ]
    columns["Jaar"] = [rows.loc[rows["indicator"] == row.id, "period"].iloc[0] for row in shown]
    in_percent = [row for row in shown if row.unit == "%"]
    places = {code: area.name for code, area in path.items()}
    first = shown[0]
    own = cells.get((first.id, choices.area))
    around = cells.get((first.id, list(path)[1])) if len(path) > 1 else None
    finding = theme.capitalize()
    if own is not None:
        finding += f": {first.label.lower()} {words.value_text(first, own.value, own.status)}"
    if own is not None and around is not None and first.unit != "aantal":
        finding += f", {list(path.values())[1].name} {words.value_text(first, around.value, around.status)}"
    return Tile(
        kind=Kind.COMPARISON,
        title=finding,
        subtitle=f"{theme} · {first.layer} · laatste cijfers t/m {choices.period}",
        figure=draw.comparison(known, in_percent, places) if in_percent else None,
        table=pd.DataFrame(columns),
        alt=f"{path[choices.area].name} naast {dutch.listing(list(places.values())[1:])} over {theme}. {finding}.",
        source=words.source_line(cursor, catalogue, first, columns["Jaar"][0], choices.area),
        notes=_notes_by_indicator(shown),
    )


def _notes_by_indicator(shown: list[Indicator]) -> tuple[str, ...]:
    """Each remark once, with the indicators that it belongs to unless those are all."""
    labels: dict[str, list[str]] = {}
    for indicator in shown:
        for note in words.notes(indicator):
            labels.setdefault(note, []).append(indicator.label)
    return tuple(
        note if len(of) == len(shown) else f"{dutch.listing(of)}: {note[0].lower()}{note[1:]}"
        for note, of in labels.items()
    )


_BUILDERS: dict[Kind, Callable[[Choices, Cursor, Catalogue], Tile]] = {
    Kind.MAP: _map,
    Kind.RANKING: _ranking,
    Kind.TREND: _trend,
    Kind.BACKGROUND: _background,
    Kind.COMPARISON: _comparison,
}
