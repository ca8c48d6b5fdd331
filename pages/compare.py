"""Two to five territories side by side: indicators, priorities, partnerships, structure."""

import streamlit as st

from s3dash.present.views import labels_of
from s3dash.queries.territories.comparison import all_territories
from s3dash.queries.territories.structure import structure
from s3dash.ui.address.link import Link
from s3dash.ui.compare import choice, indicators, partnerships, priorities, similar
from s3dash.ui.compare import sheet as printed
from s3dash.ui.parts.report_links import report_links
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer

VIEWS = labels_of("compare")

chosen = choice.in_link()
if chosen:
    chrome.entitle(", ".join(one.name for one in chosen))
if len(chosen) >= choice.FEWEST and Link().flag("print"):
    printed.show(chosen)
    chrome.stop()

Link().canonical(
    {
        "view": VIEWS,
        "form": indicators.FORMS,
        "period": priorities.PERIOD_CHOICE,
        "level": priorities.LEVELS,
        # Also what is not compared (any more): it gives way without a notice.
        "domain": priorities.domain_names(),
        "of": answer(all_territories),
        "part": similar.PARTS,
    },
    similar.check_link(answer(structure)),
)
choice.style()
chrome.heading(
    "Compare",
    "Two to five territories side by side, with the regions of the EU behind them; and the regions "
    "that are most like one of them in structure.",
)
choice.choose(chosen)
if len(chosen) < choice.FEWEST:
    choice.invite(chosen)
    if chosen:
        similar.show(chosen)
    chrome.stop()

links.linked_html(choice.key_of_letters(chosen), key="compare_letters")
view = choice.choose_view(VIEWS, chosen)
if view == "indicators":
    indicators.show(chosen)
elif view == "priorities":
    priorities.show(chosen)
elif view == "partnerships":
    partnerships.show_partnerships(chosen)
elif view == "strategies":
    partnerships.show_strategies(chosen)
else:
    similar.show(chosen)
codes = [one.territory_id for one in chosen]
st.html(f"<p class=s3-aside>{report_links('compare', {'territory': codes}, 'this comparison')}</p>")
