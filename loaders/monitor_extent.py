"""Where a monitor's table lies on its sheet: its header rows, its rows of data, and what stands around them."""

from collections.abc import Callable, Sequence

from loaders.monitor_layout import bare_name, cell_of, plain, read_period
from model.reading import Reading, is_ambiguous, read_figure
from model.region import normalise_code
from model.status import Status
from model.text_file import Line

_MOST_HEADER_ROWS = 3
_NOTES = frozenset(
    (
        "bron",
        "bronnen",
        "toelichting",
        "noot",
        "noten",
        "opmerking",
        "opmerkingen",
        "let",
        "legenda",
        "copyright",
        "gegenereerd",
        "gedownload",
        "peildatum",
        "verklaring",
        "betekenis",
        "onderwerp",
        "selectie",
        "datum",
    )
)
"""How lines above or below a table begin."""


def filled_cells(line: Line) -> list[str]:
    """The texts of a line, without its empty cells."""
    return [cell for cell in line.cells if cell]


def read_as_figure(text: str, decimal: str | None = None) -> Reading | None:
    """What a text says as a figure, a doubtful one as the Dutch write it; None when it is none."""
    return read_figure(text, decimal) or (read_figure(text, ",") if is_ambiguous(text) else None)


def _says_figure(cell: str) -> bool:
    """Whether a cell can only stand in a row of data: a number that is no year, or a sign for none."""
    found = read_as_figure(cell) if cell and not read_period(cell) else None
    return found is not None and not (found.status is Status.INTERVAL and cell[0].isdigit())


def extent(lines: Sequence[Line], names: set[str]) -> tuple[list[Line], list[Line], list[Line]]:
    """The header rows, the rows of data, and the first rows of other tables below.

    `names` are the plain names of areas: a line with one of them, with a code or with a number is a row of data.
    """

    def has_area(line: Line) -> bool:
        return any(normalise_code(cell) or bare_name(plain(cell)) in names for cell in line.cells if cell)

    is_data = [any(map(_says_figure, line.cells)) or has_area(line) for line in lines]
    can_head = [
        not data and (len(filled_cells(line)) > 1 or not cell_of(line.cells, 0)) and not begins_as_note(line)
        for line, data in zip(lines, is_data, strict=True)
    ]
    starts = [place for place in range(1, len(lines)) if is_data[place] and can_head[place - 1]]
    if not starts:
        heads = [place for place, can in enumerate(can_head) if can]
        first = next((place for place, data in enumerate(is_data) if data), len(lines))
        return (
            ([] if first < len(lines) else [lines[place] for place in heads[:1]]),
            _trimmed(lines[first:], has_area),
            [],
        )
    while len(starts) > 1 and _is_title(lines[starts[0] - 1], lines[starts[1] - 1]):
        starts.pop(0)
    first = starts[0]
    while first > 1 and can_head[first - 2] and _has_no_figures(lines[first - 1], lines[first - 2]):
        first -= 1
    top = first - 1
    while top and can_head[top - 1] and _belongs_to(lines[top - 1], lines[top]) and first - top < _MOST_HEADER_ROWS:
        top -= 1
    header = list(lines[top:first])
    others = [
        place - 1
        for place in starts[1:]
        if lines[place - 1].number > lines[place - 2].number + 1
        or len(filled_cells(lines[place - 2])) == 1
        or lines[place - 1].cells == header[-1].cells
    ]
    end = others[0] if others else len(lines)
    return header, _trimmed(lines[first:end], has_area), [lines[place] for place in others]


def begins_as_note(line: Line) -> bool:
    """Whether a line begins as a note above or below a table does: `Bron: GGD`."""
    words = plain(next(iter(filled_cells(line)), "")).split()
    return bool(words) and words[0] in _NOTES


def _is_title(line: Line, header: Line) -> bool:
    """Whether a line only says something of the table, as `Periode;2021` above a header of more than two columns."""
    return bool(cell_of(line.cells, 0)) and not any(line.cells[2:]) and len(filled_cells(header)) > 2


def _belongs_to(line: Line, header: Line) -> bool:
    """Whether a line is one more row of the header that stands below it."""
    is_title = bool(cell_of(header.cells, 0)) and _is_title(line, header)
    return line.number + 1 == header.number and not is_title


def _has_no_figures(line: Line, above: Line) -> bool:
    """Whether a line between headers and data is a row whose figures are empty, and no second row of headers."""
    is_begun = bool(cell_of(line.cells, 0) and cell_of(above.cells, 0)) and line.number == above.number + 1
    return is_begun and len(filled_cells(line)) < len(filled_cells(above))


def _trimmed(lines: Sequence[Line], has_area: Callable[[Line], bool]) -> list[Line]:
    """The lines without the notes below the table."""
    body = list(lines)
    while body:
        cells = filled_cells(body[-1])
        is_note = len(cells) <= 1 or begins_as_note(body[-1]) or cells[0].startswith(("*", "¹", "1)"))
        if not is_note or has_area(body[-1]):
            break
        body.pop()
    return body
