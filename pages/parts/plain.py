"""Text from files as text: nothing of it becomes Markdown, a link or a picture from elsewhere."""

import re

import pandas as pd
import streamlit as st

_SIGNS = re.compile(r"([\\`*_\[\]<>~$|#])")
_DIRECTIVE = re.compile(r":(?=[a-z])")
_ADDRESS = re.compile(r"(?i)\b(https?|ftp|mailto)(?=:)|\b(www)(?=\.)")
_SPACES = re.compile(r"[^\S\N{NO-BREAK SPACE}]+")
"""All but the space that holds an amount together."""
_BLOCK = re.compile(r"^(\s*)([-+]|\d+(?=[.)]))(?=\s|[.)]\s)")


def plain(text: str, longest: int = 400) -> str:
    """A text with every sign escaped that Streamlit would take for Markdown, on one line, not endlessly long.

    An address is broken with a sign that is not seen, so that it is no link.
    """
    line = _SPACES.sub(" ", str(text)).strip()[:longest]
    escaped = _DIRECTIVE.sub(r"\\:", _SIGNS.sub(r"\\\1", line))
    escaped = _ADDRESS.sub(lambda found: f"{found[0]}\N{WORD JOINER}", escaped)
    return _BLOCK.sub(r"\1\\\2", escaped) if escaped[:1] in "-+" else escaped


def table(frame: pd.DataFrame, alt: str) -> None:
    """A table whose cells and headings are shown as they are."""
    shown = frame.map(lambda cell: plain(cell) if isinstance(cell, str) else cell)
    st.table(shown.rename(columns=plain), alt=alt, hide_index=True)
