"""The guide: which partners at which stage, challenges, cases on a map, value chains."""

from html import escape

import pandas as pd
import streamlit as st

from s3dash.queries.base.guidance import KINDS, example_territories, guidance
from s3dash.store.cells import is_missing
from s3dash.ui.look import theme
from s3dash.ui.look.text import NOT_DOCUMENTED, escape_text
from s3dash.ui.maps import territory_map
from s3dash.ui.parts import guidance as guidance_card
from s3dash.ui.parts import tables
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer, drawn
from s3dash.ui.shell.print_button import print_button

CASE_COLOURS = (*theme.PLATFORM_COLOURS.values(), theme.ROLE_COLOURS["lead"])
NEIGHBOURS = "Across a border, at any stage"


def _cards(kind: str) -> None:
    """Cards of a kind; a source that all of them share is told once, at their foot."""
    html, source = drawn(_cards_of, kind)
    links.linked_html(f"<div class='s3-advice s3-{kind}'>{html}</div>", key=f"guide_{kind}")
    if source:
        chrome.note(f"Source: {source}.")


def _cards_of(kind: str) -> tuple[str, str]:
    """HTML of the cards of a kind, and the source that all of them share, if they do."""
    rows = _of_kind(kind)
    titles = rows["source_title"].dropna().unique()
    is_one = len(titles) == 1 and rows["source_title"].notna().all()
    cards = (guidance_card.card(row, has_source=not is_one) for row in rows.to_dict("records"))
    html = "".join(cards)
    return html, str(titles[0]) if is_one else ""


def _of_kind(kind: str) -> pd.DataFrame:
    found = answer(guidance)
    return found[found["kind"] == kind]


def stages() -> None:
    """RIS3 stage x which partners x policy tools x example, with the way to the partner finder."""
    st.header(KINDS["stage"], anchor=False)
    body, titles = drawn(_stages)
    links.linked_html(
        "<table class='s3-table s3-records s3-stages'><thead><tr>"
        "<th scope=col>Stage of the strategy</th><th scope=col>Which partners?</th>"
        "<th scope=col>Policy tools</th><th scope=col>Example"
        f"</th></tr></thead><tbody>{body}</tbody></table>",
        key="guide_stages",
    )
    chrome.note(f"Source: {titles}.")


def _stages() -> tuple[str, str]:
    """HTML of the rows of the table of stages, and the titles of their sources."""
    found = answer(guidance)
    found = found[found["mode"].notna()]
    body = ""
    for mode, rows in found.groupby("mode", sort=False):
        records = rows.to_dict("records")
        name = NEIGHBOURS if mode == "cross-border" else str(records[0]["ris3_stage"])
        every = "; ".join(str(row["policy_tools"]) for row in records)
        distinct = "; ".join(dict.fromkeys(tool.strip() for tool in every.split(";")))
        answers = "".join(f"<p>{escape_text(row['answer'])}</p>" for row in records)
        find = links.view_link("partners", "Find such partners", mode=str(mode))
        body += (
            f"<tr><th scope=row>{escape(name)}<p class=s3-find>{find}</p></th>"
            f"<td>{answers}</td>"
            f"<td>{guidance_card.tools(distinct)}</td>"
            f"<td>{''.join(guidance_card.example(row) for row in records)}</td></tr>"
        )
    return body, "; ".join(dict.fromkeys(found["source_title"]))


def cards(kind: str) -> None:
    """The guidance of a kind as cards."""
    st.header(KINDS[kind], anchor=False)
    _cards(kind)


def cases() -> None:
    """Cases of practice, their regions on a map, those without a code beneath."""
    st.header(KINDS["case"], anchor=False)
    left, right = st.columns([6, 7], gap="large")
    with left:
        _map()
    with right:
        _cards("case")


def _map() -> None:
    regions, where, classes, without = drawn(_placed)
    opened = territory_map.territory_map(
        where,
        classes,
        "{0}\n{1}",
        key="guide_map",
        alt=f"Map of Europe: {regions} territories of cases from practice. The cases beside "
        "it name them.",
        can_open=True,
        rest="no case",
    )
    if opened:
        chrome.open_page("region", territory=opened)
    if without:
        chrome.note(f"Named without a code, not on the map: {without}.")


def _placed() -> tuple[int, territory_map.Placed, list[territory_map.MapClass], str]:
    """Regions of cases, how many and as the map takes them, and those named without a code."""
    rows = _of_kind("case")
    places = answer(example_territories)
    placed = places[places["guidance_id"].isin(rows["guidance_id"])]
    questions = rows.set_index("guidance_id")["question"]
    shown = [case for case in questions.index if case in set(placed["guidance_id"])]
    # A region of several cases is drawn once, in the colour of the first; its tooltip has them all.
    regions = placed.drop_duplicates("territory_id").reset_index(drop=True)
    told = [
        (
            row.country,
            "\n".join(
                questions[placed.loc[placed["territory_id"] == row.territory_id, "guidance_id"]]
            ),
        )
        for row in regions.itertuples()
    ]
    classes = [
        territory_map.MapClass(
            _named(placed, case), theme.pick(CASE_COLOURS[place % len(CASE_COLOURS)])
        )
        for place, case in enumerate(shown)
    ]
    without = rows[~rows["guidance_id"].isin(shown)]
    named = "; ".join(
        NOT_DOCUMENTED if is_missing(row.example_regions) else str(row.example_regions)
        for row in without.itertuples()
    )
    codes = [shown.index(case) for case in regions["guidance_id"]]
    return len(regions), territory_map.placed(regions, codes, told), classes, named


def _named(placed: pd.DataFrame, case: str) -> str:
    return ", ".join(placed.loc[placed["guidance_id"] == case, "name"])


def sources() -> None:
    """Where the guidance comes from, and all of it to take away."""
    st.header("Sources", anchor=False)
    titles = answer(guidance)["source_title"].value_counts()
    st.html(
        "<ul class='s3 s3-list'>"
        + "".join(f"<li>{escape(str(title))}: {count} rows</li>" for title, count in titles.items())
        + "</ul>"
    )
    with st.container(horizontal=True, vertical_alignment="center", key="guide_take_away"):
        print_button()
        tables.take_away(
            lambda: answer(guidance),
            title="Guidance on cooperation beyond the region",
            filters="all guidance",
            file_name="guide",
            key="guide_take",
            sources="source_title of each row",
        )
