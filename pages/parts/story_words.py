"""Stories in words: what a slide is, and what differs between two versions."""

from collections.abc import Mapping

from model import dutch
from model.catalogue import Indicator
from model.story import Slide, SlideForm, Story
from tiles import Kind

OPEN_HEADING = "Wat staat er nog open?"
_EMPTY = "(leeg)"
_ABSENT = "(geen dia)"
KINDS: Mapping[Kind, str] = {
    Kind.MAP: "Kaart",
    Kind.RANKING: "Ranglijst",
    Kind.TREND: "Door de jaren",
    Kind.COMPARISON: "Vergelijking met elders",
    Kind.BESIDE: "Gebieden naast elkaar",
    Kind.POSITIONS: "Positie van een gebied",
    Kind.BACKGROUND: "Kaart van de achtergrondscore",
    Kind.DOMAIN: "Kaart van een domein",
    Kind.KEY_FIGURES: "Kerncijfers",
    Kind.SCHOOLS: "Scholen",
    Kind.RESPONSE_PER_BOARD: "Respons per bestuur",
    Kind.RESPONSE_PER_SECTOR: "Respons per sector",
    Kind.RESPONSE_MAP: "Kaart van de respons",
    Kind.MEASURES: "Maatregelen in de tijd",
    Kind.GAPS: "Mogelijke leemtes",
    Kind.GAPS_MAP: "Kaart van leemtes",
    Kind.CHOICES_PER_SECTOR: "Keuzes per sector",
    Kind.CHOICES_PER_BOARD: "Keuzes per bestuur",
    Kind.CHOICES_OF_SCHOOLS: "Keuzes van scholen",
    Kind.BURN: "Uitgaven tot nu toe",
    Kind.BUDGET_CUTS: "Uitgaven verdeeld",
    Kind.BUDGET_PLAN: "Plan en uitgaven",
}
"""What each kind of figure is called in a list of slides."""
_ABOUT_INDICATOR = (Kind.MAP, Kind.RANKING, Kind.TREND, Kind.COMPARISON, Kind.BESIDE)


def is_about(slide: Slide, indicators: Mapping[str, Indicator], areas: Mapping[str, str]) -> str:
    """What a slide is, without computing its figure: `Kaart: Bijstand, Lindewaard`."""
    if slide.form is not SlideForm.TILE or slide.choices is None:
        return f"{slide.form.capitalize()}dia" if slide.form is not SlideForm.OPEN else "Open afspraken"
    known = slide.kind in list(Kind)
    subject = KINDS[Kind(slide.kind)] if known else "Figuur van een andere versie"
    indicator = indicators.get(slide.choices.indicator)
    if known and Kind(slide.kind) in _ABOUT_INDICATOR and indicator:
        subject = f"{subject}: {indicator.label}"
    elif slide.choices.domain:
        subject = f"{subject}: {slide.choices.domain}"
    where = areas.get(slide.choices.area, slide.choices.area)
    return f"{subject}, {where}"


def name_of(slide: Slide, about: str) -> str:
    """What a slide is called in the list: its heading, else what it is."""
    return slide.title or (OPEN_HEADING if slide.form is SlideForm.OPEN else about)


def differences(mine: Story, theirs: Story | None) -> list[tuple[str, str, str]]:
    """What differs between two versions: where, what mine says, what the other says."""
    if theirs is None:
        return [("Het verhaal", mine.name, "verwijderd")]
    found = [
        (what, one or _EMPTY, other or _EMPTY)
        for what, one, other in (
            ("Naam", mine.name, theirs.name),
            ("Dag", dutch.day(mine.day), dutch.day(theirs.day)),
        )
        if one != other
    ]
    ours, others = ({slide.id: slide for slide in story.slides} for story in (mine, theirs))
    for id in ours | others:
        one, other = ours.get(id), others.get(id)
        place = next((n for s in (mine, theirs) for n, slide in enumerate(s.slides, 1) if slide.id == id), 0)
        if one is None or other is None:
            found.append((f"Dia {place}", _of(one), _of(other)))
            continue
        found += [
            (f"Dia {place}, {what}", getattr(one, name) or _EMPTY, getattr(other, name) or _EMPTY)
            for name, what in (("title", "kop"), ("text", "tekst"), ("notes", "notities"), ("question", "vraag"))
            if getattr(one, name) != getattr(other, name)
        ]
        if len(one.actions) != len(other.actions):
            found.append((f"Dia {place}, afspraken", str(len(one.actions)), str(len(other.actions))))
    if not found and mine != theirs:
        found.append(("Volgorde van de dia's", "zoals u hem zette", "zoals de ander hem zette"))
    return found


def _of(slide: Slide | None) -> str:
    return _ABSENT if slide is None else slide.title or slide.form.value
