"""Makes `deck.pptx`, the file that decks begin from: `python -m reports.templates.make_deck_template`.

A municipality that wants its own house style makes a file with layouts by the same names, each with a title and these
other frames: `Titel` and `Tekst` one for text; `Figuur` a large one for the figure, and three for text: what is
measured (the upper), the question for the LEA, and the source (the lowest).
"""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Cm

from reports.package import settled

PLACE = Path(__file__).parent / "deck.pptx"
_MADE = datetime(2026, 1, 1, tzinfo=UTC)
_COLOURS = {
    "dk1": "1B2A2F", "lt1": "FFFFFF", "dk2": "0B4A5A", "lt2": "F6F5F0", "accent1": "2F7D8F", "accent2": "9C4075",
    "accent3": "9C6B1A", "accent4": "6C6990", "accent5": "D9480F", "accent6": "5A6B70", "hlink": "2F7D8F",
    "folHlink": "5A6B70",
}  # fmt: skip
"""Those of `charts.theme`, under the names that PowerPoint gives its twelve."""
_SLIDE = (12_192_000, 6_858_000)
"""16:9, in the units of PowerPoint."""
_LEFT, _ROOM, _HEIGHT = 1.5, 30.9, 19.05
_TITLE = (_LEFT, 0.7, _ROOM, 2.05)
_NUMBER = (30.4, 17.45, 2.0, 0.8)
Place = tuple[float, float, float, float]
"""Left, top, width and height in centimetres."""
_SHADE = '<a:solidFill><a:schemeClr val="bg2"/></a:solidFill>'


def make() -> bytes:
    """The template as a file."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = _SLIDE
    for layout in list(deck.slide_layouts)[3:]:
        deck.slide_layouts.remove(layout)
    master = deck.slide_master
    _theme(master)
    _shapes(master, "", [
        _frame(2, "Titel", "title", None, _TITLE, "Titel"),
        _frame(3, "Tekst", "body", 1, (_LEFT, 3.9, _ROOM, 12.9), "Tekst"),
        _number(4),
    ])  # fmt: skip
    _text_styles(master)
    title, text, figure = deck.slide_layouts
    _shapes(title, "Titel", [
        _bar(5, "Streep", (2.6, 10.1, 4.0, 0.14), "accent5"),
        _frame(2, "Titel", "ctrTitle", None, (2.6, 4.9, 28.6, 4.8), "Titel van het verhaal", 40, "bg1"),
        _frame(3, "Ondertitel", "subTitle", 1, (2.6, 10.7, 28.6, 3.6), "Gemeente en dag", 20, "bg1", anchor="t"),
    ], "tx2")  # fmt: skip
    _shapes(text, "Tekst", [
        _edge(5),
        _frame(2, "Titel", "title", None, _TITLE, "Titel"),
        _frame(3, "Tekst", "body", 1, (_LEFT, 3.9, _ROOM, 12.9), "Tekst", 24, anchor="t"),
        _number(4),
    ])  # fmt: skip
    _shapes(figure, "Figuur", [
        _edge(8),
        _bar(9, "Lijn", (_LEFT, 17.15, _ROOM, 0.02), "accent6"),
        _frame(2, "Titel", "title", None, _TITLE, "Wat de figuur laat zien"),
        _frame(3, "Ondertitel", "body", 13, (_LEFT, 2.8, _ROOM, 0.8), "Wat er is gemeten", 14, "accent6", anchor="t"),
        _frame(4, "Figuur", "", 14, (_LEFT, 3.9, _ROOM, 11.2), "Figuur", 14, anchor="t"),
        _frame(5, "Vraag", "body", 15, (_LEFT, 15.4, _ROOM, 1.5), "Vraag voor de LEA", 18, "tx2", _SHADE, "ctr", 0.4),
        _frame(6, "Bron", "body", 16, (_LEFT, 17.3, 28.6, 1.4), "Bron en filters", 9, "accent6", anchor="t"),
        _number(7),
    ])  # fmt: skip
    for kind in (RT.THUMBNAIL, RT.PRINTER_SETTINGS):
        for of in (deck.part.package, deck.part):
            for name in [name for name, one in of._rels.items() if one.reltype == kind]:
                of._rels.pop(name)
    core = deck.core_properties
    core.title, core.author, core.last_modified_by, core.keywords = "Startfoto", "Startfoto", "Startfoto", ""
    core.language, core.created, core.modified = "nl-NL", _MADE, _MADE
    made = BytesIO()
    deck.save(made)
    return settled(made.getvalue(), _MADE)


def _theme(master: Any) -> None:
    """The colours and the font of the house in the theme."""
    part = master.part.part_related_by(RT.THEME)
    theme = parse_xml(part.blob)
    theme.set("name", "Startfoto")
    scheme = theme.find(f".//{qn('a:clrScheme')}")
    scheme.set("name", "Startfoto")
    for one in scheme:
        for old in list(one):
            one.remove(old)
        colour = _COLOURS[one.tag.rpartition("}")[2]]
        one.append(parse_xml(f'<a:srgbClr {nsdecls("a")} val="{colour}"/>'))
    fonts = theme.find(f".//{qn('a:fontScheme')}")
    fonts.set("name", "Startfoto")
    for kind in fonts:
        for one in list(kind):
            if one.tag == qn("a:latin"):
                one.set("typeface", "Arial")
            elif one.tag == qn("a:font"):
                kind.remove(one)
    part._blob = serialize_part_xml(theme)


def _text_styles(master: Any) -> None:
    """The sizes and colours that frames have when they say nothing of their own; no bullets."""
    styles = master.element.find(qn("p:txStyles"))
    title = '<a:lvl1pPr algn="l"><a:lnSpc><a:spcPct val="100000"/></a:lnSpc><a:spcBef><a:spcPts val="0"/></a:spcBef>'
    title += f"<a:buNone/>{_letters(26, 'tx1', True)}</a:lvl1pPr>"
    body = '<a:lvl1pPr marL="0" indent="0" algn="l"><a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/>'
    body += f"{_letters(20, 'tx1')}</a:lvl1pPr>"
    for name, level in (("p:titleStyle", title), ("p:bodyStyle", body)):
        style = styles.find(qn(name))
        for old in list(style):
            style.remove(old)
        style.append(parse_xml(level.replace(">", f" {nsdecls('a')}>", 1)))


def _letters(size: float, colour: str, is_bold: bool = False) -> str:
    return (
        f'<a:defRPr sz="{round(size * 100)}" b="{int(is_bold)}"><a:solidFill><a:schemeClr val="{colour}"/>'
        '</a:solidFill><a:latin typeface="+mn-lt"/></a:defRPr>'
    )


def _shapes(of: Any, name: str, shapes: list[str], ground: str = "") -> None:
    """Give the master or a layout these shapes only, a name, and a ground of its own."""
    tree = of.shapes._spTree
    for old in list(tree)[2:]:
        tree.remove(old)
    for one in shapes:
        tree.append(parse_xml(one))
    if name:
        of.element.cSld.set("name", name)
    if ground:
        of.element.cSld.insert(0, parse_xml(
            f"<p:bg {nsdecls('p', 'a')}><p:bgPr><a:solidFill><a:schemeClr val=\"{ground}\"/></a:solidFill>"
            "<a:effectLst/></p:bgPr></p:bg>"
        ))  # fmt: skip


def _place(place: Place) -> str:
    left, top, width, height = (Cm(one) for one in place)
    return f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'


def _frame(
    id: int, name: str, kind: str, place_id: int | None, place: Place, hint: str, size: float = 0, colour: str = "tx1",
    fill: str = "", anchor: str = "b", inset: float = 0,
) -> str:  # fmt: skip
    """A frame for text; `size` 0 leaves it as the master has it."""
    type_ = f' type="{kind}"' if kind else ""
    idx = f' idx="{place_id}"' if place_id is not None else ""
    style = (
        f'<a:lvl1pPr marL="0" indent="0" algn="l"><a:buNone/>{_letters(size, colour, kind == "ctrTitle")}</a:lvl1pPr>'
        if size
        else ""
    )
    return (
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{id}" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/>'
        f"</p:cNvSpPr><p:nvPr><p:ph{type_}{idx}/></p:nvPr></p:nvSpPr><p:spPr>{_place(place)}"
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill}</p:spPr><p:txBody>'
        f'<a:bodyPr lIns="{Cm(inset)}" tIns="0" rIns="{Cm(inset)}" bIns="0" anchor="{anchor}"><a:noAutofit/></a:bodyPr>'
        f'<a:lstStyle>{style}</a:lstStyle><a:p><a:r><a:rPr lang="nl-NL"/><a:t>{hint}</a:t></a:r></a:p>'
        "</p:txBody></p:sp>"
    )


def _number(id: int) -> str:
    """The number of the slide."""
    return (
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{id}" name="Dianummer"/><p:cNvSpPr><a:spLocks noGrp="1"/>'
        '</p:cNvSpPr><p:nvPr><p:ph type="sldNum" sz="quarter" idx="12"/></p:nvPr></p:nvSpPr>'
        f"<p:spPr>{_place(_NUMBER)}"
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr lIns="0" tIns="0" rIns="0" '
        f'bIns="0" anchor="t"/><a:lstStyle><a:lvl1pPr algn="r">{_letters(11, "accent6")}</a:lvl1pPr></a:lstStyle>'
        '<a:p><a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:rPr lang="nl-NL"/><a:t>‹nr.›</a:t>'
        "</a:fld></a:p></p:txBody></p:sp>"
    )


def _bar(id: int, name: str, place: Place, colour: str) -> str:
    """A coloured rectangle that stands on every slide of a layout."""
    return (
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{id}" name="{name}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/>'
        f'</p:nvSpPr><p:spPr>{_place(place)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill>'
        f'<a:schemeClr val="{colour}"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
    )


def _edge(id: int) -> str:
    return _bar(id, "Rand", (0, 0, 0.4, _HEIGHT), "tx2")


if __name__ == "__main__":
    PLACE.write_bytes(make())
