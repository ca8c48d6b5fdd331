"""Scenes say what the data say, are small, and cannot be broken by what is typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit

import pandas as pd
import pytest

from s3dash.present import content as c
from s3dash.present.deck import KINDS, Entry, entry_of
from s3dash.present.html import MOST_BYTES, scene_html
from s3dash.present.phrases import spelled
from s3dash.present.ready import ready_decks
from s3dash.present.scenes import kinds_of, scene
from s3dash.present.views import KIND_OF_PAGE, VIEWS, View
from s3dash.queries.base.changes import BEGINNING, counts_by, logged_changes, logged_versions
from s3dash.queries.base.review import of_countries, review_calendar
from s3dash.queries.catalogue.catalogues import (
    document_catalogue,
    hub_catalogue,
    project_catalogue,
)
from s3dash.queries.catalogue.filters import Catalogue, Choice, choose
from s3dash.queries.catalogue.hubs import hubs_of
from s3dash.queries.partnerships.progress import (
    DEFAULT_WINDOW,
    ProgressFilter,
    partnership_progress,
)
from s3dash.queries.partnerships.stage_flow import states_by_day
from s3dash.queries.territories.atlas import PRIORITIES, beside, places_of_both
from s3dash.queries.territories.ict import digital_in_strategies, digital_indicators
from s3dash.queries.territories.structure import structure
from s3dash.store.connection import Store
from s3dash.ui.address.parameters import PARAMETERS
from s3dash.ui.shell.registry import PAGES

RECORDS = {
    "topic": "about=hydrogen",
    "platform": "platform=energy",
    "partnership": "partnership=high-tech-farming",
    "region": "territory=ES61",
    "compare": "territory=ITI1&territory=DE1",
    "partners": "territory=ITH5",
}
"""What the link of a page names that is about a record."""
ALIKE = ("agri-food", "energy", "industrial-modernisation")
DAY = date(2024, 6, 30)


def pinned(link: str, kind: str) -> Entry:
    return Entry(link, kind, as_of=DAY.isoformat())


# The pages of the platforms are alike.
@pytest.mark.parametrize("page", [page for page in (*VIEWS, *KIND_OF_PAGE) if page not in ALIKE])
def test_every_view_of_every_page_is_a_scene_of_its_own(store: Store, page: str) -> None:
    views = VIEWS.get(page, {"": View("", KIND_OF_PAGE.get(page, ""))})
    seen: dict[object, str] = {}
    for place, (code, view) in enumerate(views.items()):
        # Switches of pages write the label into the link, people write the code.
        links = [
            f"{page}?{RECORDS.get(page, '')}&{urlencode({'view': named})}"
            for named in (code, view.label)
            if named
        ] or [f"{page}?{RECORDS.get(page, '')}"]
        for link in links:
            assert entry_of(link).kind == kinds_of(link)[0] == view.kind, link
        first, *others = dict.fromkeys(links)
        shown = scene(store, entry_of(first))
        assert all(scene(store, entry_of(other)).body == shown.body for other in others)
        assert seen.setdefault(shown.body, code) == code, "another view shows the same"
        for kind in kinds_of(first)[: 1 if place else None]:
            entry = Entry(first, kind)
            made = shown if entry == entry_of(first) else scene(store, entry)
            assert made.problems == (), (first, kind)
            assert made.kind == kind
            assert made.headline
            assert not re.search(r"\d \d{3}\b", made.headline), "a number may break"
            assert made.source
            assert len(scene_html(made).encode()) <= MOST_BYTES, (first, kind)


def test_every_page_of_the_registry_has_its_views_here() -> None:
    own = {"present", "accessibility"}
    assert {spec.url_path for spec in PAGES} - {*VIEWS, *KIND_OF_PAGE} == own
    with_views = {
        spec.url_path for spec in PAGES if any(one.name == "view" for one in PARAMETERS[spec.key])
    }
    assert with_views == set(VIEWS), "a page with views that has no scene for each"


def test_an_unknown_view_is_told_and_the_first_one_shown(store: Store) -> None:
    made = scene(store, entry_of("energy?view=hologram"))
    assert made.kind == "figures"
    assert "view=hologram" in made.problems[0]


def test_the_atlas_in_two_colours_counts_as_its_page_does(store: Store) -> None:
    link = "atlas?indicator=unemployment_rate&year=2019&against=priorities&colours=both"
    made = scene(store, entry_of(link))
    assert made.problems == ()
    assert isinstance(made.body, c.Map)
    assert made.body.crossed
    found = beside(store, "unemployment_rate", 2019, None, PRIORITIES)
    places, *_ = places_of_both(found, "quantiles")
    assert made.headline.startswith(spelled(places.count(8)).capitalize())
    assert f"of {len(found)} regions" in made.headline
    counts = [count for row in made.body.crossed.cells for _, count in row]
    assert counts == [places.count(place) for place in range(9)]
    tones = {area.code: area.tone for area in made.body.areas}
    first = made.body.callouts[0]
    [code] = found.loc[found["name"] == first.title, "territory_id"]
    assert tones[code] == "both-9"
    assert "Documented priorities" in scene_html(made)
    # Without the colours it is a map of the one.
    assert scene(store, entry_of(link.partition("&colours")[0])).body != made.body


def test_what_is_behind_digital_priorities_is_counted_as_on_its_page(store: Store) -> None:
    found = digital_in_strategies(store, "2021-2027")
    found = found[found["digital"] > 0]
    backed = int(((found["hubs"] > 0) | (found["digital_projects"] > 0)).sum())
    made = scene(store, entry_of("ict?view=Behind+the+words&period=2021-2027"))
    assert f"of {backed} of {len(found)} territories" in made.headline
    assert isinstance(made.body, c.Map)
    assert sum(area.tone == "a" for area in made.body.areas) == backed
    assert len(made.legend) == 2


def test_ready_decks_have_every_kind_and_no_problem(store: Store) -> None:
    seen = set()
    for made in ready_decks(store).values():
        for entry in made.entries:
            drawn = scene(store, entry)
            assert drawn.problems == (), entry
            assert drawn.kind == entry.kind
            seen.add(drawn.kind)
    # A comparison needs territories that somebody chose.
    assert seen == set(KINDS) - {"comparison"}


def test_the_headline_of_a_board_counts_as_the_rows_do(
    store: Store, facts: Callable[[str], pd.DataFrame]
) -> None:
    partnerships = facts("partnership")
    own = set(partnerships.loc[partnerships["platform_id"] == "agri-food", "partnership_id"])
    events = facts("stage_evidence")
    events = events[events["partnership_id"].isin(own) & (events["basis"] != "related")]
    # The last day of a month or year counts, the first day decides whether it is there yet.
    starts = (events["date"] + "-01-01").str[:10].where(events["date"].str.len() > 4,
                                                       events["date"] + "-01-01")  # fmt: skip
    there = events[pd.to_datetime(starts.str[:10]) <= pd.Timestamp(DAY)]
    ends = pd.to_datetime(there["date"].map(_last_day))
    active = there.loc[ends >= pd.Timestamp(2022, 6, 30), "partnership_id"].nunique()
    words = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    made = scene(store, pinned("agri-food?view=stages", "board"))
    assert made.headline == (
        f"{words[active].capitalize()} of {words[len(own)]} Agri-Food partnerships have evidence "
        "since June 2022"
    )
    assert made.as_of == "30 June 2024"
    assert isinstance(made.body, c.Board)
    assert len(made.body.rows) == 8
    assert made.body.rest.startswith(f"and {len(own) - 8} more partnership")


def _last_day(text: str) -> str:
    return {4: f"{text}-12-31", 10: text}.get(len(text)) or str(
        (pd.Timestamp(f"{text}-01") + pd.offsets.MonthEnd(0)).date()
    )


def test_a_replay_is_told_as_the_board_of_each_of_its_days(store: Store) -> None:
    days = [date(2017, 12, 31), date(2020, 2, 29), DAY]
    chosen = ProgressFilter(platforms=("agri-food",))
    now = partnership_progress(store, DAY, DEFAULT_WINDOW, chosen)
    found = states_by_day(store, now["partnership_id"].tolist(), days, DEFAULT_WINDOW)
    for day in days:
        expected = {
            (row["partnership_id"], place, state)
            for row in partnership_progress(store, day, DEFAULT_WINDOW, chosen).to_dict("records")
            for place, state in enumerate(row["states"], 1)
            if state in ("active", "earlier")
        }
        told = found[found["day"] == day]
        assert set(zip(told["partnership_id"], told["position"], told["state"], strict=True)) == (
            expected
        )
    made = scene(store, pinned("agri-food?view=stages", "replay"))
    assert isinstance(made.body, c.Replay)
    assert not any(re.search(r"\bno (of|active)\b", one.headline) for one in made.body.frames)
    assert [frame.label for frame in made.body.frames] == [str(y) for y in range(2015, 2025)]


def test_tables_have_eight_rows_at_most_and_count_the_rest(store: Store) -> None:
    made = scene(store, Entry("projects", "table"))
    assert isinstance(made.body, c.Table)
    assert len(made.body.rows) == c.MOST_ROWS
    count = int(made.headline.split()[0])
    assert made.body.rest == f"and {count - 8} more projects"


@pytest.mark.parametrize(
    ("link", "catalogue", "choice"),
    [
        ("hubs?territory=ITC2", hub_catalogue, Choice(territory="ITC2")),
        ("hubs?text=navarra", hub_catalogue, Choice("navarra")),
        ("projects?tie=none", project_catalogue, Choice(codes={"tie": ("none",)})),
        ("library?stage=monitoring", document_catalogue, Choice(codes={"stage": ("monitoring",)})),
        ("library?kind=Guide", document_catalogue, Choice(codes={"kind": ("guide",)})),
    ],
)
def test_a_scene_of_a_catalogue_keeps_what_its_page_keeps(
    store: Store, link: str, catalogue: Callable[[Store], Catalogue], choice: Choice
) -> None:
    kept = choose(store.once(catalogue), choice).rows
    made = scene(store, Entry(link, "table"))
    assert 0 < len(kept) < len(store.once(catalogue).every)
    assert made.headline.split()[0] == str(len(kept))
    assert not made.problems


def test_hubs_of_a_region_are_told_by_what_makes_them_its_own(store: Store) -> None:
    for code, relation, words in (
        ("ITC2", "serves", "serves? it from elsewhere"),
        ("FI194", "above", "(is|are) of a larger territory"),
    ):
        made = scene(store, entry_of(f"region?territory={code}&view=around"))
        count = (hubs_of(store, code)["relation"] == relation).sum()
        assert re.fullmatch(rf"No .*; {spelled(int(count))} {words}", made.headline)


def test_a_map_of_one_country_shows_that_country(store: Store) -> None:
    made = scene(store, entry_of("priorities?territory=IT"))
    assert isinstance(made.body, c.Map)
    assert len(made.body.areas) > 10
    assert {area.code[:2] for area in made.body.areas} == {"IT"}


def test_the_sources_of_a_map_are_those_of_all_that_it_counts(
    store: Store, facts: Callable[[str], pd.DataFrame]
) -> None:
    hosts = facts("priority")["source_url"].map(lambda url: urlsplit(url).hostname)
    named = hosts.str.removeprefix("www.").dropna().nunique()
    for view in ("list", "territories", "matrix", "common"):
        told = scene(store, entry_of(f"priorities?view={view}")).source
        assert f"and {named - 2} more sites" in told, view


def test_a_map_of_shares_shows_shares(store: Store) -> None:
    made = scene(store, entry_of("priorities?domain=C10&show=share"))
    assert "% of its priorities" in made.legend[-1].words
    assert isinstance(made.body, c.Map)
    assert "% of its priorities" in made.body.callouts[0].detail
    assert made.problems == ()


def test_an_own_title_stays_and_a_note_is_for_the_speaker(store: Store) -> None:
    made = scene(store, Entry("energy", "map", title="Who is with us?", note="Ask."))
    assert (made.headline, made.note) == ("Who is with us?", "Ask.")
    assert "Ask." not in scene_html(made)


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (Entry("partnership?partnership=gone", "board"), "no partnership “gone”"),
        (Entry("partnership", "map"), "names no partnership"),
        (Entry("region?territory=XX99", "figures"), "no territory “XX99”"),
        (Entry("platform?platform=space", "board"), "no platform “space”"),
        (Entry("partners?territory=UK-nowhere", "ranking"), "no territory"),
        (Entry("compare?territory=DE1", "comparison"), "two to five"),
        (Entry("energy?view=stages", "replay", as_of="1990-01-01"), "Nothing is documented up to"),
        (Entry("partnership?partnership=high-tech-farming", "timeline", as_of="1990-01-01"),
         "No event"),
        (Entry("priorities?text=xqzvwkj", "map"), "No documented priority matches"),
        (Entry("nowhere", "map"), "no page “nowhere”"),
        (Entry("topic?about=xqzvwkj", "map"), "Nothing on"),
    ],
)  # fmt: skip
def test_what_cannot_be_shown_is_a_scene_that_says_why(
    store: Store, entry: Entry, words: str
) -> None:
    made = scene(store, entry)
    assert words in made.headline
    assert words in " ".join(made.problems)
    assert "<section" in scene_html(made)


def test_a_day_before_everything_is_an_empty_board_and_one_to_come_is_today(store: Store) -> None:
    made = scene(store, Entry("energy?view=stages", "board", as_of="1990-01-01"))
    assert made.headline.startswith("None of the six")
    assert isinstance(made.body, c.Board)
    assert {cell.state for row in made.body.rows for cell in row.cells} == {"none"}
    later = scene(store, Entry("energy?view=stages", "board", as_of="2999-01-01"))
    assert "not yet there" in later.problems[0]


def test_what_means_nothing_in_a_link_is_told_and_another_kind_shown(store: Store) -> None:
    made = scene(store, Entry("priorities?territory=Atlantis&domain=C10", "network"))
    assert made.kind == "map"
    told = " ".join(made.problems)
    assert "Atlantis" in told
    assert "“Network”" in told


def test_scenes_keep_to_the_filters_of_their_pages(store: Store) -> None:
    made = scene(store, Entry("review?country=IT&kind=strategy&cycle=24", "table"))
    frame = review_calendar(store, date.today(), 24)
    frame = of_countries(frame[frame["kind"] == "strategy"], ["IT"])
    assert f"of {spelled(len(frame))} records" in made.headline
    assert "24 months" in made.headline
    assert isinstance(made.body, c.Table)
    assert {row[1] for row in made.body.rows} == {"Strategy"}

    link = "compare?territory=ITI1&territory=DE1&view=similar"
    alike = scene(store, Entry(f"{link}&abroad=true", "table")).body
    assert isinstance(alike, c.Table)
    assert "Italy" not in {row[2] for row in alike.rows}
    earlier = scene(store, Entry(f"{link}&year=2016", "table"))
    assert earlier.headline.endswith("as of 2016")
    theme = next(iter(structure(store).themes)).replace(" ", "-")
    weighed = scene(store, Entry(f"{link}&weight-{theme}=3", "table")).body
    assert weighed != scene(store, Entry(link, "table")).body

    [version, *_] = logged_versions(store)["version"]
    whole = scene(store, Entry("new?since=start", "table"))
    [table, *_] = counts_by(logged_changes(store, BEGINNING, version), ["table_name"])["table_name"]
    part = scene(store, Entry(f"new?since=start&table={table}", "table"))
    assert isinstance(whole.body, c.Table)
    assert isinstance(part.body, c.Table)
    assert part.body.rows == whole.body.rows[:1]
    assert whole.problems == part.problems == ()

    use = scene(store, Entry("ict?view=use", "map"))
    assert next(iter(digital_indicators(store).values())) in use.headline


@pytest.mark.parametrize(
    "link",
    ["partners?territory=ITH5&km=%C2%B2", "partners?territory=ITH5&w_match=nan",
     "partners?territory=ITH5&w_match=-1", "linkages?least=%C2%B2", "linkages?least=inf"],
)  # fmt: skip
def test_what_is_no_number_is_told_and_left_out(store: Store, link: str) -> None:
    made = scene(store, entry_of(link))
    assert "means nothing here" in made.problems[0]
    assert "<section" in scene_html(made)


class _Tags(HTMLParser):
    """The tags and attributes of a piece of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]


HOSTILE = (
    "<script>alert(1)</script> <img src=x onerror=alert(1)> \"'><svg onload=x> [x](javascript:y)"
)


@pytest.mark.parametrize(
    "entry",
    [
        Entry(kind="text", title=HOSTILE, options={"text": f"# {HOSTILE}\n\n> {HOSTILE}",
                                                   "by": HOSTILE}),
        Entry(kind="agenda", title=HOSTILE, options={"points": ({"what": HOSTILE},)}),
        Entry("workflow", "checklist", title=HOSTILE, options={"points": (HOSTILE,)}),
        Entry(f"topic?about={HOSTILE}", "map"),
        Entry(f"partnership?partnership={HOSTILE}", "board"),
        Entry("energy", "map", title=HOSTILE, options={"callouts": (HOSTILE,)}),
    ],
)  # fmt: skip
def test_hostile_text_is_text(store: Store, entry: Entry) -> None:
    tags = _Tags()
    tags.feed(scene_html(scene(store, entry)))
    assert not {"script", "img", "a", "iframe", "style"} & set(tags.tags)
    assert not [name for name in tags.attributes if name.startswith("on") or name == "style"]


def test_numbers_are_written_as_the_deck_wants(store: Store) -> None:
    told = {code: scene(store, Entry("", "figures"), code).headline for code in ("en", "de")}
    assert re.search(r"\d,\d{3}", told["en"])
    assert told["de"] == told["en"].replace(",", ".")


def test_an_agenda_counts_its_times_on() -> None:
    points = ({"what": "A", "start": "23:30", "minutes": 45}, {"what": "B"})
    made = scene(None, Entry(kind="agenda", options={"points": points}))  # type: ignore[arg-type]
    assert isinstance(made.body, c.Agenda)
    assert [(slot.start, slot.end) for slot in made.body.slots] == [
        ("23:30", "00:15"), ("00:15", "00:30"),
    ]  # fmt: skip


def test_the_points_of_a_step_keep_their_identifiers(store: Store) -> None:
    entry = Entry("partnership?partnership=high-tech-farming", "checklist",
                  options={"stage": "learn", "minutes": 10})  # fmt: skip
    made = scene(store, entry)
    assert isinstance(made.body, c.Checklist)
    known = dict(store.rows("SELECT item_id, item FROM workflow_item WHERE stage_id = 'learn'"))
    assert all(point.identifier in known for point in made.body.points)
    assert made.body.minutes == 10
    own = Entry("workflow", "checklist", options={"points": ("One", "Two")})
    first, second = scene(store, own).body.points  # type: ignore[union-attr]
    assert first.identifier != second.identifier


def test_what_a_player_moves_and_ticks_is_marked(store: Store) -> None:
    replay = scene_html(
        scene(store, Entry("agri-food?view=stages", "replay", options={"seconds": 3}))
    )
    assert 'data-seconds="3"' in replay
    frames = re.findall(r"<div class=frame data-label=\"(\d{4})\"( hidden)?>", replay)
    # Without a player the last year is seen.
    assert [bool(hidden) for _, hidden in frames] == [True] * (len(frames) - 1) + [False]
    step = scene_html(scene(store, Entry("workflow?stage=connect", "checklist")))
    assert 'data-stage="Connect"' in step
    known = store.rows("SELECT item_id FROM workflow_item WHERE stage_id = 'connect'")
    points = set(re.findall(r'data-point="([^"]+)"', step))
    assert points
    assert points <= {code for (code,) in known}
