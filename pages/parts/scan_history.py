"""Every scan that one school ever sent: which counts now, and bringing a former one back."""

import streamlit as st

from intake import plan
from model import dutch, menukaart
from model.access import Right
from pages.parts import access, outcome, scan_text
from pages.parts.data import reading
from pages.parts.plain import plain
from pages.parts.plain import table as draw_table
from store import batches, scans, shared_store


def draw(region: str) -> None:
    """Choose a school that sent a scan, see its scans and make a former one count again."""
    with reading() as cursor:
        sent = scans.ever_sent(cursor, region)
    if not sent:
        return
    site = st.selectbox(
        "Eerdere schoolscans van een school",
        list(sent),
        index=None,
        format_func=lambda one: f"{sent[one]} ({one})",
        placeholder="Kies een school",
        key="_history_site",
    )
    if site is None:
        return
    with reading() as cursor:
        former = scans.history(cursor, site)
    shown = former.assign(
        Opgenomen=[dutch.day(moment) for moment in former["loaded_at"]],
        Bestand=former["file"],
        Schooljaar=former["school_year"],
        Staat=former["state"],
    )[["Opgenomen", "Bestand", "Schooljaar", "Staat"]]
    draw_table(shown, alt="Alle schoolscans van deze school, de nieuwste eerst")
    read = st.selectbox(
        "Lees er een",
        list(former["batch_id"]),
        format_func=lambda batch: next(
            f"{row.file}, opgenomen op {dutch.day(row.loaded_at)} ({row.state})"
            for row in former.itertuples()
            if row.batch_id == batch
        ),
        key=f"_history_read-{site}",
    )
    with reading() as cursor:
        scan, codes = scans.read(cursor, int(read))
    known = menukaart.current()
    scan_text.draw(scan, [known[code].name if code in known else "" for code in codes])
    for row in former.itertuples():
        if row.state != "in gebruik" and access.may(Right.UNDO):
            st.button(
                f"Gebruik weer die uit {plain(row.file)}, opgenomen op {dutch.day(row.loaded_at)}",
                key=f"_bring_back-{row.batch_id}",
                icon=":material/redo:",
                on_click=_bring_back,
                args=(int(row.batch_id),),
            )


def _bring_back(batch_id: int) -> None:
    def commit() -> list[int]:
        plan.keep(shared_store(), lambda cursor: batches.bring_back(cursor, batch_id))
        return [batch_id]

    outcome.kept(Right.UNDO, f"schoolscan, versie {batch_id}", commit)
