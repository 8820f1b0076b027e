"""The progress of background loads, and the history of what was loaded, with undo."""

from collections.abc import Callable, Sequence
from functools import partial

import pandas as pd
import streamlit as st
from duckdb import DuckDBPyConnection as Cursor

from analysis import areas
from intake import plan
from model import dutch
from model.access import Right
from model.findings import Refusal
from pages.parts import access, data, findings, outcome
from pages.parts.data import reading
from pages.parts.plain import table as draw_table
from store import batches, jobs, shared_store

_SECONDS = 1.0


@partial(access.fragment, run_every=_SECONDS)
def _running() -> None:
    with reading() as cursor:
        latest = jobs.jobs(cursor, limit=3)
    for job in latest:
        if job.state == jobs.RUNNING:
            st.progress(job.fraction, text=f"**{job.title}** – {job.step}")
    if all(job.state != jobs.RUNNING for job in latest):
        st.rerun()


def progress() -> None:
    """A bar for each running load that names its step, and the outcome of the last one that ended."""
    with reading() as cursor:
        latest = jobs.jobs(cursor, limit=3)
    if any(job.state == jobs.RUNNING for job in latest):
        _running()
    elif latest:
        job = latest[0]
        if job.state == jobs.FAILED:
            st.error(job.message or job.step, title=f"{job.title}: niet geladen")
        elif job.message:
            st.warning(f"{job.step}. Niet gelukt:\n\n{job.message}", title=job.title)
        else:
            st.success(job.step, title=job.title)


def start(title: str, parts: Sequence[plan.Part]) -> None:
    """Begin a load in the background and draw the page anew, or say why not."""
    try:
        with access.acting(Right.LOAD, title):
            data.jobs().start(title, parts)
    except Refusal as refusal:
        st.error(str(refusal))
    else:
        st.rerun()


def _withdraw(load_id: int) -> None:
    _undo(load_id, batches.withdraw)


def _restore(load_id: int) -> None:
    _undo(load_id, batches.restore)


def _undo(load_id: int, change: Callable[[Cursor, int], object]) -> None:
    def commit() -> list[int]:
        plan.keep(shared_store(), lambda cursor: change(cursor, load_id))
        return [load_id]

    outcome.kept(Right.UNDO, f"lading {load_id}", commit)


def history() -> None:
    """Every load with source, date, counts and state; one can be opened, undone and brought back."""
    with reading() as cursor:
        loads = batches.loads(cursor)
        names = areas.named(cursor, list(loads["region"].dropna().unique()))
    if loads.empty:
        st.markdown("Er is nog niets geladen.")
        return
    shown = pd.DataFrame(
        {
            "Nr": loads["load_id"],
            "Bron": [
                title if table.casefold() in title.casefold() else f"{title} ({table})"
                for title, table in zip(loads["title"], loads["table_id"], strict=True)
            ],
            "Jaar": loads["period"],
            "Gebied": [
                f"{count} gemeenten" if count > 1 else names[region].name if count else "landelijk"
                for count, region in zip(loads["municipalities"], loads["region"], strict=True)
            ],
            "Opgehaald": [f"{at:%d-%m-%Y}" for at in loads["retrieved_at"]],
            "Rijen": [
                f"{dutch.number(ok)} van {dutch.number(all_)}"
                for ok, all_ in zip(loads["rows_accepted"], loads["rows_in"], strict=True)
            ],
            "Meldingen": loads["findings"],
            "Staat": loads["state"],
        }
    )
    draw_table(shown, alt="Alle ladingen met bron, datum, aantallen en staat")
    titles = {row.load_id: f"{row.load_id}: {row.title} {row.period}" for row in loads.itertuples()}
    chosen = st.selectbox("Bekijk een lading", list(titles), format_func=titles.__getitem__, key="_load")
    row = loads.set_index("load_id").loc[chosen]
    _details(int(chosen), row)


def _details(load_id: int, row: "pd.Series[object]") -> None:
    with reading() as cursor:
        found = batches.findings(cursor, load_id)
    st.caption(
        f"{row['rows_in']} rijen gelezen, {row['rows_accepted']} geladen, {row['rows_refused']} niet geladen. "
        f"Uitgave van de bron: {row['published'] or 'onbekend'}."
    )
    if not found:
        st.markdown("Geen meldingen: alles is geladen zoals verwacht.")
    else:
        findings.draw(found, f"load-{load_id}")
    outcome.refused()
    if not access.may(Right.UNDO):
        st.caption("Een beheerder kan deze lading terugdraaien of terugzetten.")
    elif row["state"] == "teruggedraaid":
        st.button("Terugzetten", icon=":material/redo:", on_click=_restore, args=(load_id,), key="_restore")
    else:
        st.button("Terugdraaien", icon=":material/undo:", on_click=_withdraw, args=(load_id,), key="_withdraw")
        st.caption("Terugdraaien gooit niets weg: wat deze lading verving, telt weer mee, en u kunt haar terugzetten.")
