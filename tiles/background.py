"""The background score (kans op achterstand) of the areas of a gemeente or a country on the map."""

from dataclasses import dataclass, replace

import pandas as pd
from duckdb import DuckDBPyConnection as Cursor

from analysis import areas, needs
from analysis.areas import Area
from analysis.known import SCORE
from analysis.needs import Score
from charts import theme
from charts.maps import choropleth
from model import dutch
from model.catalogue import Catalogue
from model.choices import Choices
from model.region import municipality_of
from tiles import map as indicator_map
from tiles import score_words, words
from tiles.backdrop import backdrop_of
from tiles.sources import Use, source_line
from tiles.tile import Kind, NoFigures, Tile

_NO_SCORE = "te weinig bekend"


@dataclass(frozen=True)
class ScoreView:
    """The score that the choices ask for, with its frame."""

    found: Score
    frame: Area
    choices: Choices

    @property
    def subtitle(self) -> str:
        """What is scored, where and when."""
        return (
            f"{SCORE.label}: kans op achterstand per {self.choices.level} in {self.frame.name} · {SCORE.layer} · "
            f"{self.found.periods}"
        )

    def notes(self, catalogue: Catalogue) -> tuple[str, ...]:
        """What a reader must know of the score: what it is not, how sure it is, and what is in it."""
        labels = [
            words.running(catalogue.indicators[one].label)
            + (" (modelschatting)" if catalogue.indicators[one].is_modelled else "")
            for one in self.found.counted
        ]
        return (
            SCORE.caveat,
            *score_words.sureness(self.found, catalogue, self.choices.level),
            f"Telt mee: {dutch.listing(labels)}. Gebieden met minder dan {needs.FEWEST_CHILDREN} kinderen, of waarvan "
            "minder dan de helft van het gewicht bekend is, krijgen geen score.",
        )

    def source(self, cursor: Cursor, catalogue: Catalogue) -> str:
        """The source line of all parts, and how they were weighed."""
        regions = self.found.areas.frame["region"].tolist()
        uses = [Use(catalogue.indicators[one], period, regions) for one, period in self.found.counted.items()]
        return (
            f"{source_line(cursor, catalogue, uses)} De score is daaruit berekend door Startfoto; "
            f"{self._weighing(catalogue)}."
        )

    def _weighing(self, catalogue: Catalogue) -> str:
        if self.found.weights != needs.scored(list(catalogue.indicators.values()), self.choices.period):
            return "met eigen gewichten (zie Bronnen en methode)"
        return "alle onderdelen wegen even zwaar" if len(set(self.found.weights.values())) == 1 else "gewogen"


def score_view(choices: Choices, cursor: Cursor, catalogue: Catalogue) -> ScoreView:
    """The score of the gemeente of the chosen area, or of the country that is chosen."""
    region = municipality_of(choices.area) or choices.area
    found = needs.background(
        cursor, list(catalogue.indicators.values()), region, choices.level, choices.period, dict(choices.weights)
    )
    return ScoreView(found, areas.named(cursor, [region])[region], choices)


def build(choices: Choices, cursor: Cursor, catalogue: Catalogue) -> Tile:
    """The map of the score; without scores that of one of its parts. Raises NoFigures when there is nothing at all."""
    view = score_view(choices, cursor, catalogue)
    found, level = view.found, choices.level
    said = score_words.sentence(found, catalogue, level, view.frame.name)
    if not found.has_scores:
        return _part(choices, cursor, catalogue, found, said)
    table = found.areas.frame
    found_backdrop = backdrop_of(cursor, view.frame.code, level, choices.period)
    figure = None
    if found_backdrop is not None:
        figure = choropleth(found.areas, SCORE, found_backdrop[0], choices.classes, choices.lit, _NO_SCORE)
    return Tile(
        kind=Kind.BACKGROUND,
        title=score_words.title(found, level, view.frame.name),
        subtitle=f"{view.subtitle} · {theme.reading(SCORE)}",
        figure=figure,
        table=pd.DataFrame(
            {
                level.capitalize(): table["name"].tolist(),
                "Code": table["region"].tolist(),
                "Achtergrondscore (0–100)": score_texts(table["value"]),
                f"Kinderen van 0 tot 15 jaar, {found.children_period}": [
                    dutch.number(value) for value in table["children"]
                ],
            }
        ),
        alt=f"Kaart van de achtergrondscore per {level} in {view.frame.name}. {said}",
        source=view.source(cursor, catalogue),
        notes=view.notes(catalogue),
    )


def score_texts(values: pd.Series) -> list[str]:
    """Scores as a column of a table."""
    return ["geen score" if pd.isna(value) else words.quantity(SCORE, value) for value in values]


def _part(choices: Choices, cursor: Cursor, catalogue: Catalogue, found: Score, said: str) -> Tile:
    """The map of the first known part of the score, which says that it is only that."""
    if not found.weights:
        raise NoFigures(said)
    if not found.counted:
        raise NoFigures(f"{said} Kies een ander jaar, of laad meer jaren op de pagina Gegevens.")
    known = [catalogue.indicators[one] for one in found.counted]
    first = min(known, key=lambda row: row.startfoto_order or len(catalogue.indicators))
    region = municipality_of(choices.area) or choices.area
    asked = replace(choices, area=region, indicator=first.id, period=found.counted[first.id])
    tile = indicator_map.build(asked, cursor, catalogue)
    only = f"Dit is alleen '{first.label}', geen achtergrondscore: daarvoor is te weinig bekend."
    return replace(tile, kind=Kind.BACKGROUND, notes=(only, *tile.notes))
