"""What a plan is made of, and what the data will add to a part of it."""

import streamlit as st

from model.choices import Choices
from model.plan import Part
from pages.parts import made_file
from pages.parts.data import reading_at
from pages.parts.plain import plain
from pages.parts.story_source import source
from reports import plan
from reports.contents import Progress
from reports.plan_blocks import Block, Listed, Matrix, Picture, Said, Table
from reports.plan_facts import PlanContents
from store import plan_texts

_LONGEST = 2_000


def gathered(municipality: str, choices: Choices, with_schools: bool) -> PlanContents:
    """The texts of now with the choices of this visit: its figures are of the chosen photo."""
    with reading_at(None) as cursor:
        texts = {field: kept.content for field, kept in plan_texts.texts(cursor, municipality).items()}
    return PlanContents(source(municipality, choices.audience), choices, texts, with_schools)


def made(contents: PlanContents, progress: Progress) -> made_file.Made:
    """The plan as a file, with what must be told about it."""
    document = plan.write(contents, progress)
    return made_file.Made(document.content, document.told)


def preview(part: Part, contents: PlanContents) -> None:
    """What the data add to a part by themselves: its sentences, and which tables and pictures."""
    with st.spinner("De gegevens worden bekeken…"):
        chapter = plan.chapter(part.number, contents)
    for section in chapter.sections:
        lines = [line for block in section.blocks for line in _lines(block)]
        if lines:
            st.markdown(f"**{plain(section.title)}**")
            st.markdown("\n".join(lines))


def _lines(block: Block) -> list[str]:
    if isinstance(block, Said):
        return [f"- {plain(block.text, _LONGEST)}"]
    if isinstance(block, Listed):
        return [f"- {plain(item, _LONGEST)}" for item in block.items]
    if isinstance(block, Table | Matrix):
        return [f"- :material/table: Tabel: {plain(block.caption, _LONGEST)}"]
    return [f"- :material/image: Figuur: {plain(block.caption, _LONGEST)}"] if isinstance(block, Picture) else []
