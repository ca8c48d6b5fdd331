"""The table of parameters: complete, without a name twice, and the only way to the link."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from s3dash.folders import ROOT
from s3dash.queries.explorer.filter import FACETS
from s3dash.queries.territories.structure import structure
from s3dash.store.connection import Store
from s3dash.ui.address.kinds import Kind, Unknown
from s3dash.ui.address.parameters import (
    PARAMETERS,
    TRACKING,
    NotDeclared,
    parameter,
    strayed,
    unread,
)
from s3dash.ui.compare.similar import weight_key
from s3dash.ui.explorer import link
from s3dash.ui.partners import weights
from s3dash.ui.partners.choices import ONLY
from s3dash.ui.shell.registry import DESK, PAGES
from s3dash.ui.stages import as_of, board

WHOLE = {"s3dash/ui/shell/links.py"}
"""Files that take the link as a whole, by no name; each says why."""


TRACKERS = [
    *("utm_source", "utm_content", "UTM_medium", "mtm_campaign", "pk_kwd", "piwik_campaign"),
    *("fbclid", "gclid", "dclid", "msclkid", "twclid", "ttclid", "yclid", "li_fat_id", "ScCid"),
    *("gbraid", "wbraid", "gclsrc", "gad_source", "srsltid", "igshid", "igsh", "epik", "irclickid"),
    *(
        "mc_cid",
        "mc_eid",
        "mkt_tok",
        "_hsenc",
        "_hsmi",
        "__hssc",
        "hsa_cam",
        "vero_id",
        "oly_enc_id",
    ),
    *("ml_subscriber", "_ga", "_gl", "at_campaign", "itm_source", "trk", "ref_src", "_openstat"),
]


def sources() -> list[Path]:
    files = [*ROOT.glob("s3dash/ui/**/*.py"), *ROOT.glob("pages/*.py")]
    assert len(files) > 80
    return [file for file in files if file.parent.name != "address"]


def test_every_page_of_the_registry_states_its_parameters() -> None:
    assert set(PARAMETERS) == {spec.key for spec in (*PAGES, DESK)}
    for page, parameters in PARAMETERS.items():
        names = [name for one in parameters for name in one.names]
        assert len(names) == len(set(names)), page


def test_every_parameter_says_what_it_means() -> None:
    for parameters in PARAMETERS.values():
        for one in parameters:
            assert one.meaning.endswith((".", "`."))
            assert bool(one.rest) == one.name.endswith("*")
            assert (one.unknown is Unknown.NONE) == (one.kind is Kind.TEXT)


def test_names_that_the_rooms_make_are_stated(store: Store) -> None:
    asked = [
        *(("priorities", name) for name in link.PARAMS),
        *(("priorities", item.param) for item in FACETS),
        *(("progress", name) for name in (*as_of.PARAMS, *board.FACETS)),
        *(("partners", name) for name in (*ONLY, *weights.PARAMS.values())),
        *(("compare", weight_key(theme)) for theme in structure(store).themes),
    ]
    assert len(asked) > 30
    for page, name in asked:
        assert parameter(page, name).is_named(name)


def test_a_name_that_a_page_does_not_state_is_refused() -> None:
    with pytest.raises(NotDeclared, match="“guide” has no parameter “view”"):
        parameter("guide", "view")
    with pytest.raises(NotDeclared):
        parameter("partners", "w_")


def test_what_others_add_to_a_link_is_no_error() -> None:
    assert unread(["embed", "embed_options", "utm_source"]) == []
    for name in TRACKERS:
        assert unread([name]) == []
    assert unread(["terrritory", "embedded", "territory"]) == ["terrritory", "embedded"]


def test_what_follows_a_reader_is_kept_in_no_link_and_is_no_parameter_of_ours() -> None:
    for page, parameters in PARAMETERS.items():
        assert strayed(page, TRACKERS) == TRACKERS
        own = [name for one in parameters for name in one.names]
        assert strayed(page, own) == []
        assert not [name for name in own if TRACKING.fullmatch(name)]


def test_what_another_page_reads_is_kept_in_no_link_of_this_one() -> None:
    assert strayed("guide", ["view", "territory", "regoin"]) == ["view", "territory"]
    assert strayed("partners", ["w_match", "weight-x", "text"]) == ["weight-x", "text"]


def test_only_the_room_of_links_reads_and_writes_the_link() -> None:
    direct = set()
    for file in sources():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            is_link = isinstance(node, ast.Attribute) and node.attr == "query_params"
            is_bound = isinstance(node, ast.keyword) and node.arg == "bind"
            if is_link or is_bound:
                direct.add(file.relative_to(ROOT).as_posix())
    assert direct == WHOLE
