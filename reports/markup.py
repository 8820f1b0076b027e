"""Elements of a web page: every text and attribute is escaped where the page is written, whatever it holds."""

import re
from xml.etree.ElementTree import Element, tostring

from model.text_file import clean_text

_PLANE = 0x10000
_NO_SIGNS = "".join(chr(plane * _PLANE + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_UNFIT = re.compile(f"[\ud800-\udfff\ufdd0-\ufdef{_NO_SIGNS}]")
"""Half signs, and places in Unicode that are no signs."""


def element(tag: str, *parts: Element | str | None, **attributes: object) -> Element:
    """An element with texts and elements in it; a part or an attribute that is None is left out.

    In names of attributes `_` stands for `-` (`aria_label`), and one at the end is not there (`class_`).
    """
    made = Element(tag)
    for name, value in attributes.items():
        if value is not None:
            made.set(name.rstrip("_").replace("_", "-"), plain(str(value)))
    for part in parts:
        if isinstance(part, Element):
            made.append(part)
        elif part is not None and len(made):
            made[-1].tail = (made[-1].tail or "") + plain(part)
        elif part is not None:
            made.text = (made.text or "") + plain(part)
    return made


def plain(text: str) -> str:
    """What a web page can hold of a text: nothing that cannot be seen; a blank at either end stays."""
    kept = _UNFIT.sub("", text)
    inner = clean_text(kept)
    return f"{' ' if kept[:1] == ' ' else ''}{inner}{' ' if kept[-1:] == ' ' else ''}" if inner else inner


def page(root: Element) -> bytes:
    """A whole page in UTF-8."""
    return f"<!DOCTYPE html>\n{tostring(root, 'unicode', method='html')}\n".encode()
