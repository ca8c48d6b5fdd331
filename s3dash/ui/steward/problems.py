"""Problems: cell, value, rule and what may be meant; decided one by one or all of a kind."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from s3dash.steward.base import Base
from s3dash.steward.cases import Case
from s3dash.steward.decisions import Decisions
from s3dash.steward.items import Item
from s3dash.steward.problems import DOUBT, NOTE, Trouble
from s3dash.steward.review import Review
from s3dash.steward.twins import TWIN, place_of, read_as_twin
from s3dash.ui.address import filters
from s3dash.ui.address.link import Link
from s3dash.ui.look.text import number, plural
from s3dash.ui.steward import desk, rows

PAGE = 10
OUT = "Leave the row out"
OWN = "It is a row of its own"
MOST_CHOICES = 6
LONGEST_BESIDE = 40
"""Characters of all choices together that stand in one line on a phone."""
Found = tuple[Item, Trouble]


def by_kind(review: Review) -> dict[str, list[Found]]:
    """Problems that can be decided on, by kind, the most frequent first."""
    found: dict[str, list[Found]] = defaultdict(list)
    for item in review.items:
        # A list may have the same slip twice: it is told and decided once.
        for one in dict.fromkeys(item.troubles):
            if one.grade != NOTE and item.understood.row:
                found[one.kind].append((item, one))
    return dict(sorted(found.items(), key=lambda kind: -len(kind[1])))


def show(case: Case, review: Review) -> None:
    """The problems of one kind, a page at a time."""
    kinds = by_kind(review)
    if not kinds:
        st.success("There is no problem that waits for you.", icon=":material/check_circle:")
        return
    kind = _kind(kinds)
    found = kinds[kind]
    _all_of_a_kind(case, found)
    pages = -(-len(found) // PAGE)
    page = filters.page_number(pages, f"{case.key} {kind}")
    for item, one in found[(page - 1) * PAGE : page * PAGE]:
        with st.container(border=True):
            st.html(_told(review.base, item, one))
            _decide(case, item, one)


def _kind(kinds: Mapping[str, Sequence[Found]]) -> str:
    key = "desk_kind"
    asked = Link().text("kind")
    st.session_state[key] = asked if asked in kinds else next(iter(kinds))

    def follow() -> None:
        Link().write({"kind": st.session_state[key], "page": ""})

    return str(
        st.selectbox(
            "Kind of problem",
            list(kinds),
            format_func=lambda kind: f"{kind} ({number(len(kinds[kind]))})",
            key=key,
            on_change=follow,
        )
    )


def _all_of_a_kind(case: Case, found: Sequence[Found]) -> None:
    proposed = [(item, one) for item, one in found if one.proposals and one.kind != TWIN]
    choices = list(dict.fromkeys(p for _, one in proposed for p in one.proposals))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        is_same = len({one.proposals for _, one in proposed}) == 1
        if len(proposed) < 2:
            same = []
        elif is_same and 1 < len(choices) <= MOST_CHOICES:
            same = [(choice, f"{choice} for all {number(len(proposed))}") for choice in choices]
        else:
            words = f"Take what is proposed first ({plural(len(proposed), 'row')})"
            same = [("", words)]
        for choice, label in same:
            st.button(
                label,
                key=f"desk_all_{choice}",
                on_click=_take_all,
                args=(case, proposed, choice),
            )
        places = {place_of(item) for item, _ in found}
        if found[0][1].kind == TWIN:
            st.button(
                f"All {number(len(places))} are rows of their own",
                key="desk_all_own",
                on_click=desk.decide,
                args=(case, lambda decisions: decisions.keep_apart(places)),
            )
        st.button(
            f"Leave out all rows with this problem ({number(len(places))})",
            key="desk_all_out",
            on_click=_leave_all,
            args=(case, found),
        )


def _take_all(case: Case, proposed: Sequence[Found], choice: str) -> None:
    def take(decisions: Decisions) -> None:
        for item, one in proposed:
            decisions.read_as([place_of(item)], one.column, choice or one.proposals[0])

    desk.decide(case, take)


def _leave_all(case: Case, found: Sequence[Found]) -> None:
    desk.decide(case, lambda decisions: decisions.leave_out({place_of(item) for item, _ in found}))


def _told(base: Base, item: Item, one: Trouble) -> str:
    where = one.cell or f"row {item.understood.row}"
    value = f" <q>{escape(one.value[: rows.LONGEST])}</q>" if one.value else ""
    column = f" <span class=s3-muted>{escape(one.column)}</span>" if one.column else ""
    text = (
        f"<div class=s3><b>{escape(where)}</b>{column}{value}<br>{escape(one.rule)}"
        f"<br><small class=s3-muted>{escape(item.understood.file)}: {escape(rows.line(item))}"
        "</small>"
    )
    if one.kind == TWIN and one.proposals:
        text += rows.beside(base, item, one.proposals[0])
    return f"{text}</div>"


def _decide(case: Case, item: Item, one: Trouble) -> None:
    place = place_of(item)
    name = "_".join(map(str, (*place, one.column, one.kind, one.value)))
    proposals = list(one.proposals[:MOST_CHOICES])
    labels = {code: code for code in proposals} | {OUT: OUT}
    if one.kind == TWIN:
        labels = {code: f"It is {code}" for code in proposals} | {OWN: OWN, OUT: OUT}

    def follow() -> None:
        chosen = st.session_state[f"pick_{name}"]

        def change(decisions: Decisions) -> None:
            decisions.leave_out([place], out=chosen == OUT)
            decisions.keep_apart([place], apart=chosen == OWN)
            if chosen and chosen not in (OUT, OWN):
                _read(decisions, item, one, chosen)

        desk.decide(case, change)

    def write() -> None:
        text = st.session_state[f"text_{name}"].strip()
        desk.decide(case, lambda decisions: _read(decisions, item, one, text))

    has_box = "+" not in one.column and bool(one.column) and one.grade != DOUBT
    # Beside a box, pills do not wrap: long ones would end outside a phone.
    is_beside = has_box and sum(map(len, labels.values())) <= LONGEST_BESIDE
    with st.container(horizontal=is_beside, vertical_alignment="bottom"):
        st.pills(
            "Decide",
            list(labels),
            format_func=lambda code: labels[code],
            key=f"pick_{name}",
            on_change=follow,
            label_visibility="collapsed",
        )
        if has_box:
            st.text_input(
                "Or read it as",
                key=f"text_{name}",
                on_change=write,
                max_chars=1000,
                label_visibility="collapsed",
                placeholder="Or read it as …",
                width=260,
            )


def _read(decisions: Decisions, item: Item, one: Trouble, text: str) -> None:
    column = one.column
    if one.kind == TWIN:
        column, text = read_as_twin(desk.base(), item.table, column, text)
    decisions.read_as([place_of(item)], column, text)
