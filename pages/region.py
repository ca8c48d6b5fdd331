"""One territory: strategies, priorities, change, distinctiveness, neighbours, indicators."""

import streamlit as st

from s3dash.queries.territories import territories as ask
from s3dash.queries.territories.comparison import all_territories
from s3dash.ui.address.link import Link
from s3dash.ui.address.notices import notice_unknown
from s3dash.ui.look.text import plain
from s3dash.ui.parts import cards, chooser, my_region, priority_card
from s3dash.ui.region import (
    around,
    change,
    distinctive,
    indicators,
    neighbours,
    partnerships,
    priorities,
    profile,
    shared,
)
from s3dash.ui.region import sheet as printed
from s3dash.ui.shell import chrome
from s3dash.ui.shell.library import answer, drawn, rows_of
from s3dash.ui.shell.report import report

link = Link()
given = link.record("territory", answer(all_territories))
record = answer(ask.territory, given) if given else None
if record is not None:
    chrome.entitle(str(record["name"]))
if record is not None and link.flag("print"):
    printed.show(record)
    chrome.stop()

link.canonical(
    {"view": shared.VIEWS, "taxonomy": shared.TAXONOMIES, "scale": indicators.SCALES},
    priority_card.unknown_in_link(),
)
with st.container(horizontal=True, vertical_alignment="bottom"):
    chooser.choose_territory(
        "Territory",
        given,
        key="choose_territory",
        on_pick=lambda code: Link().write({"territory": code}),
    )
    if record is not None:
        my_region.offer(str(record["territory_id"]))
if record is None:
    chrome.heading("Region", "Choose a territory above, by name or NUTS code.")
    if given:
        notice_unknown([("territory", given)])
    chrome.way_back("overview", "See all territories on the map")
    chrome.stop()

shared.style()
strategies = answer(ask.strategies_of, given)
known = drawn(shared.documented, strategies)
counted = sum(int(row["documented_count"]) for row in rows_of(strategies))

chrome.heading(plain(record["name"]), cards.territory_line(record))
view = profile.choose_view(given, str(record["name"]))

if view == "change":
    change.show(record, known)
elif view == "distinctive":
    distinctive.show(record, known, counted)
elif view == "partnerships":
    partnerships.show(record)
elif view == "neighbours":
    neighbours.show(record)
elif view == "indicators":
    indicators.show(record)
elif view == "around":
    around.show(record)
else:
    profile.show(record, strategies, known)
    priorities.show(record, known, counted)
    partnerships.listed(record)
    report(
        "territory",
        str(record["territory_id"]),
        {name: record[name] for name in ("name", "name_native", "note")},
    )
priority_card.open_from_link()
