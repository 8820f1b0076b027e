"""The municipal plan in its four parts, as a Word document: what people wrote with what the data say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from analysis import areas
from model import dutch
from model.plan import PARTS
from model.region import is_example
from reports import plan_choices, plan_conduct, plan_partners, plan_start
from reports.contents import Progress
from reports.package import moment, settled
from reports.plan_blocks import Block, Chapter, Listed, Matrix, Picture, Said, Section, Table, Written
from reports.plan_charts import picture
from reports.plan_facts import Facts, PlanContents, data
from reports.plan_paper import WIDTH_CM, Paper
from tiles import Kind

_SECTIONS: tuple[Sequence[Callable[[Facts], Section]], ...] = (
    plan_start.SECTIONS,
    plan_choices.SECTIONS,
    plan_partners.SECTIONS,
    plan_conduct.SECTIONS,
)
_NOT_YET = "Nog niet ingevuld. Schrijf deze tekst op de pagina Plan, bij {}: '{}'."
_ALL_MADE_UP = "Verzonnen voorbeeld: alle namen en cijfers van {} zijn bedacht."
_INCOMPLETE = (
    "Een deel van de gegevens kon niet worden gelezen: {}. Het plan zegt dat op die plaats. Maak het plan zo nog eens."
)
_OWN_ONLY = (
    "Voor de gemeente zelf. Maak het plan voor de LEA als u het deelt: dan blijft weg wat besturen niet willen delen."
)
_FOR_LEA = "Voor de LEA: wat besturen niet willen delen, staat er niet in."
_ABOUT = (
    "Cijfers, kaarten en tabellen, en de zinnen daarbij, maakte Startfoto uit wat op deze dag bekend was. Kleine "
    "aantallen zijn weggelaten. De andere teksten zijn van de gemeente."
)


@dataclass(frozen=True)
class Document:
    """The plan as a file, with what must be told about it in Dutch."""

    content: bytes
    told: tuple[str, ...] = ()


def chapter(number: int, plan: PlanContents) -> Chapter:
    """One of the four parts (1 to 4). Nothing raises for one section."""
    part = PARTS[number - 1]
    return _chapter(part.title, part.purpose, _SECTIONS[number - 1], Facts(plan))


def write(plan: PlanContents, progress: Progress = lambda *_: None) -> Document:
    """The plan as a DOCX. Raises LookupError for a photo that there is not."""
    facts = Facts(plan)
    with facts.reading():
        name = areas.named(facts.cursor, [plan.source.municipality])[plan.source.municipality].name
    paper = Paper(f"Plan NP Onderwijs {name}", f"Plan NP Onderwijs {name}")
    paper.title("Gemeentelijk plan Nationaal Programma Onderwijs", name, _first_page(plan, name))
    paper.contents()
    failed: list[str] = []
    for part in PARTS:
        progress(part.title, 0.9 * (part.number - 1) / len(PARTS))
        failed += _put(paper, _chapter(part.title, part.purpose, _SECTIONS[part.number - 1], facts), part.title)
    if plan.with_schools:
        progress(_APPENDIX[0], 0.9)
        failed += _put(paper, _chapter(*_APPENDIX, facts), "")
    progress("Document", 0.95)
    told = (_INCOMPLETE.format(dutch.listing([f"'{one}'" for one in failed])),) if failed else ()
    return Document(settled(paper.bytes(), moment()), told)


def _chapter(title: str, purpose: str, sections: Sequence[Callable[[Facts], Section]], facts: Facts) -> Chapter:
    return Chapter(title, purpose, tuple(make(facts) for make in sections))


def _first_page(plan: PlanContents, name: str) -> list[str]:
    source = plan.source
    photo = plan.choices.photo
    seen = "gegevens van deze dag" if photo is None else f"foto '{source.photos.get(photo, 'onbekend')}'"
    is_lea = Facts.is_for_lea(plan)
    return [
        dutch.day(source.made_at),
        f"Op grond van: {seen}; cijfers tot en met {plan.choices.period}."
        if plan.choices.period
        else f"Op grond van: {seen}.",
        *([_ALL_MADE_UP.format(name)] if is_example(source.municipality) else []),
        _FOR_LEA if is_lea else _OWN_ONLY,
        _ABOUT,
        f"Startfoto, versie: {source.version}.",
    ]


def _schools(facts: Facts) -> Sequence[Block]:
    """The schools by name, as far as they may be named."""
    tile = facts.tile(Kind.RESPONSE_MAP)
    if tile is None:
        return [Said("Welke scholen er zijn, is nog niet geladen. Dat kan op de pagina Schoolregister.")]
    columns = ("School", "Schoolscan", "Delen met", "Sector", "Bestuur", "Wijk")
    return facts.tabled(tile, "De scholen, en of hun schoolscan er is", columns)


def _choices_of_schools(facts: Facts) -> Sequence[Block]:
    tile = facts.tile(Kind.CHOICES_OF_SCHOOLS)
    if tile is None:
        return [Said("Er is geen schoolscan die hier met de naam van de school mag staan.")]
    return facts.tabled(tile, columns=("School", "Meldt vertraging", "Keuzes"))


_APPENDIX = (
    "Bijlage Scholen",
    "Per school wat zij deelde.",
    (data("Scholen en hun schoolscan", _schools), data("Wat scholen melden en kiezen", _choices_of_schools)),
)


def _put(paper: Paper, chapter: Chapter, part: str) -> list[str]:
    """Write a chapter; returns the sections of which the data could not be read."""
    paper.heading(chapter.title, 1)
    paper.paragraph(chapter.purpose)
    for section in chapter.sections:
        paper.heading(section.title, 2)
        for block, following in zip(section.blocks, (*section.blocks[1:], None), strict=True):
            _put_block(paper, block, part, isinstance(following, Picture | Table | Matrix))
    return [one.title for one in chapter.sections if one.is_failed]


def _put_block(paper: Paper, block: Block, part: str, is_introduction: bool) -> None:
    if isinstance(block, Said):
        paper.paragraph(block.text, is_introduction=is_introduction)
    elif isinstance(block, Listed):
        paper.listed(block.items)
    elif isinstance(block, Written):
        if block.text:
            paper.told(block.text)
        else:
            paper.empty(_NOT_YET.format(part, block.field.label))
    elif isinstance(block, Table):
        paper.table(block.frame, block.caption, block.alt, (*block.notes, block.source))
    elif isinstance(block, Matrix):
        paper.matrix(block.grid, block.corner, block.caption, block.alt, (*block.notes, block.source))
    elif isinstance(block, Picture):
        content = picture(block.drawing, WIDTH_CM, block.height)
        if content is not None:
            paper.picture(content, WIDTH_CM, block.caption, block.alt, (*block.notes, block.source))
