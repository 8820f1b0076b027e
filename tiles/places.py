"""The places of areas in the background score, with the places they could have by other weights and by chance."""

import pandas as pd
from duckdb import DuckDBPyConnection as Cursor

from analysis.known import SCORE
from charts.places import places
from charts.ranking import MOST_BARS
from model import dutch
from model.catalogue import Catalogue
from model.choices import Choices
from tiles import score_words, words
from tiles.background import score_texts, score_view
from tiles.tile import Kind, NoFigures, Tile


def build(choices: Choices, cursor: Cursor, catalogue: Catalogue) -> Tile:
    """All areas with a score, the highest first. Raises NoFigures when none has one."""
    view = score_view(choices, cursor, catalogue)
    found, level = view.found, choices.level
    if not found.has_scores:
        raise NoFigures(score_words.sentence(found, catalogue, level, view.frame.name))
    table = found.places()
    rows = table.frame[table.frame["place"].notna()]
    marks = [SCORE.caveat]
    if len(rows) > MOST_BARS:
        marks.insert(0, f"De figuur toont {MOST_BARS} van de {words.count(len(rows), level)}; zie de tabel.")
    finding = _finding(rows, level.plural)
    marks_of_doubt = "band en lijn" if found.with_interval else "band"
    return Tile(
        kind=Kind.RANKING,
        title=finding,
        subtitle=f"{view.subtitle} · plaats 1 heeft de hoogste score · {marks_of_doubt}: 90% van de trekkingen",
        figure=places(table, SCORE, choices.lit),
        table=pd.DataFrame(
            {
                level.capitalize(): table.frame["name"].tolist(),
                "Code": table.frame["region"].tolist(),
                "Plaats": [dutch.number(value) for value in table.frame["place"]],
                "Bij andere gewichten": _ranges(table.frame, "weights"),
                "Door toeval": _ranges(table.frame, "chance"),
                "Achtergrondscore (0–100)": score_texts(table.frame["value"]),
            }
        ),
        alt=f"Plaats van elke {level} in {view.frame.name} op de achtergrondscore, met bereik. {finding}.",
        source=view.source(cursor, catalogue),
        notes=tuple(marks),
    )


def _finding(rows: pd.DataFrame, plural: str) -> str:
    """How far places move, for the area in the middle; chance is named only where it is known."""
    if len(rows) == 1:
        return f"Alleen {rows['name'].iloc[0]} heeft een achtergrondscore"
    has_chance = bool(rows["low_by_chance"].notna().any())
    lows, highs = (rows[[f"{end}_by_weights", f"{end}_by_chance"]] for end in ("low", "high"))
    moves = int((highs.max(axis=1) - lows.min(axis=1)).median())
    if moves == 0:
        why = "bij andere gewichten en door toeval" if has_chance else "bij andere gewichten"
        return f"Minstens de helft van de {plural} houdt dezelfde plaats {why}"
    why = "bij andere gewichten of door toeval" if has_chance else "bij andere gewichten"
    return f"De helft van de {plural} kan {dutch.counted(moves, 'plaats', 'plaatsen')} of meer verschuiven {why}"


def _ranges(frame: pd.DataFrame, of: str) -> list[str]:
    """`3 – 5`, one place, or that it is not known."""
    return [
        dutch.number(low) if pd.isna(low) or low == high else f"{dutch.number(low)} – {dutch.number(high)}"
        for low, high in zip(frame[f"low_by_{of}"], frame[f"high_by_{of}"], strict=True)
    ]
