"""Publish what a review takes; send the file back; put the case away."""

import json

import streamlit as st

from s3dash.settings import data_dir
from s3dash.steward.cases import Case, close_case
from s3dash.steward.publish import LONGEST_BY, NotApplied, apply, desk_locked
from s3dash.steward.report import as_json
from s3dash.steward.review import Review
from s3dash.steward.sent_back import NotSentBack, coloured
from s3dash.ui.look.text import number, plural
from s3dash.ui.shell.library import await_newest
from s3dash.ui.steward import desk

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def publish(case: Case, review: Review) -> None:
    """Reason and initials, then the button that writes and publishes."""
    taken = review.taken
    if not taken:
        st.info("There is nothing to change.", icon=":material/info:")
        return
    counts = review.count()
    left = counts["rejected"]
    st.markdown(
        f"**{plural(counts['new'], 'row')}** would be added and "
        f"**{number(counts['changed'])}** changed, in {', '.join(review.draft.touched)}."
        + (f" {plural(left, 'row')} would not be taken." if left else "")
    )
    why = st.text_input("Reason, for the log of changes", key="desk_why", max_chars=300)
    by = st.text_input(
        "Role or initials", key="desk_by", max_chars=LONGEST_BY, help="Never a name or an address."
    )
    if st.button("Apply and publish", type="primary", key="desk_apply"):
        try:
            with st.spinner("Checking, writing and publishing …"), desk_locked(data_dir()):
                done = apply(review, desk.store_path(), by=by, why=why)
        except NotApplied as error:
            st.error(f"{error} Nothing was changed.", icon=":material/error:")
            return
        if done is not None:
            close_case(case)
            desk.leave()
            desk.tell(
                f"The data are {done.version} now, not {done.before}. It can be undone below."
            )
            await_newest()
            st.rerun()


def send_back(case: Case, review: Review) -> None:
    """The workbook with its problems in it, the report for programs, and the way out."""
    with (
        st.expander("Send it back, or put it away"),
        st.container(horizontal=True),
    ):
        for position, file in enumerate(case.files):

            def made(position: int = position) -> bytes:
                one = case.files[position]
                try:
                    return coloured(review, one.read_bytes(), one.name)
                except NotSentBack as error:
                    return str(error).encode()

            if any(read.heading and read.sheet.file == file.name for read in review.sheets):
                st.download_button(
                    f"{file.name}, problems coloured",
                    data=made,
                    file_name=f"{file.stem}-reviewed.xlsx",
                    mime=WORKBOOK,
                    icon=":material/download:",
                    on_click="ignore",
                    key=f"desk_back_{position}",
                )
        st.download_button(
            "Report for programs (JSON)",
            data=lambda: json.dumps(as_json(review), ensure_ascii=False, indent=1).encode(),
            file_name="review.json",
            icon=":material/download:",
            on_click="ignore",
            key="desk_report",
        )
        if st.button("Put away", key="desk_away", icon=":material/close:"):
            close_case(case)
            desk.leave()
            st.rerun()
