"""The empty desk: bring something in, templates to send out, the way back."""

import io
import tempfile
from pathlib import Path

import streamlit as st

from s3dash.settings import data_dir
from s3dash.steward.publish import NotApplied, desk_locked, last_change, undo
from s3dash.steward.template import write_template
from s3dash.ui.shell import chrome
from s3dash.ui.shell.library import await_newest
from s3dash.ui.steward import desk

KINDS = ["xlsx", "xlsm", "xlsb", "xls", "ods", "csv", "tsv", "txt"]
MOST_MEGABYTES = 50
ANY = "Find out by names and columns"


def form() -> None:
    """Files or lines of text to bring in."""
    st.header("Bring something in", anchor=False)
    tables = [one.name for one in desk.base().package.resources if one.name != "change_log"]
    files = st.file_uploader(
        "Workbooks and text files, as they were sent",
        KINDS,
        accept_multiple_files=True,
        max_upload_size=MOST_MEGABYTES,
        key="desk_files",
    )
    text = st.text_area(
        "Or corrections, as “Report or correct this” makes them; a whole mail does no harm",
        key="desk_text",
        placeholder='partnership.csv | photonics | website = "" → "https://…" | source: "https://…"',
        max_chars=100_000,
    )
    table = st.selectbox("The rows are of the table", [ANY, *tables], key="desk_table")
    if st.button("Read and compare", type="primary", icon=":material/search:"):
        sent = [(one.name, one.getvalue()) for one in files]
        if text.strip():
            sent.append(("corrections.txt", text.encode()))
        if not sent:
            st.info("Choose a file or paste lines first.", icon=":material/info:")
            return
        try:
            desk.bring(sent, None if table == ANY else table)
        except OSError as error:
            st.error(f"The desk cannot keep the files: {error.strerror or error}.")
            return
        st.rerun()


def templates() -> None:
    """Workbooks to send out."""
    st.header("Send a workbook to fill in", anchor=False)
    st.markdown(
        "Its headers explain themselves, what is listed can be chosen, and it is read without "
        "a question when it comes back."
    )
    base = desk.base()
    tables = {one.name: one.title for one in base.package.resources if one.name != "change_log"}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        table = st.selectbox(
            "For rows of",
            list(tables),
            index=list(tables).index("stage_evidence") if "stage_evidence" in tables else 0,
            format_func=lambda name: tables[name],
            key="desk_template",
        )

        def made() -> bytes:
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder) / "template.xlsx"
                write_template(base, table, file)
                return file.read_bytes()

        st.download_button(
            "Download the workbook",
            data=lambda: io.BytesIO(made()),
            file_name=f"s3dash-{table}.xlsx",
            icon=":material/download:",
            on_click="ignore",
            key="desk_template_file",
        )


def way_back() -> None:
    """Undo the last change, after a second look."""
    change = last_change(data_dir())
    if change is None:
        return
    before, after = change
    st.header("Undo", anchor=False)
    st.markdown(f"The last change made **{after}** of {before}.")
    sure = st.checkbox(f"Bring back {before} as it was", key="desk_undo_sure")
    if st.button("Undo the change", disabled=not sure, key="desk_undo"):
        try:
            with desk_locked(data_dir()):
                done = undo(data_dir(), desk.store_path())
        except NotApplied as error:
            st.error(str(error), icon=":material/error:")
            return
        desk.tell(f"Undone: the data are {done.version} again, not {done.before}. {done.note}")
        await_newest()
        st.rerun()


def note() -> None:
    """Where what is brought in is kept."""
    chrome.note(
        "What you bring in stays on this computer, in data/.desk/, until you apply it or put it "
        "away; after 30 days without a visit it is deleted. Nothing changes before you apply."
    )
