"""Tables on screen and to take away."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from s3dash.queries.base.about import about_store
from s3dash.queries.base.codes import country_codes
from s3dash.takeaway import export
from s3dash.takeaway.columns import as_told, with_country_codes
from s3dash.takeaway.file_names import file_name as named
from s3dash.takeaway.formats import FORMATS, Format
from s3dash.takeaway.notes import notes
from s3dash.ui.look.text import plain
from s3dash.ui.shell import links
from s3dash.ui.shell.library import answer, drawn, of_this_run, store
from s3dash.web.api.cite import cite_link
from s3dash.web.api.picture_pages import NO_PICTURE
from s3dash.web.api.pictures import picture_link
from s3dash.web.api.views import data_link

ROW_HEIGHT = 36
LETTER, DIGIT, HEADING_EXTRA = 6.2, 7.5, 22
"""Pixels of a letter, of a digit, and of what stands around the letters of a cell."""
NARROWEST, WIDEST = 56, 300
SMALL_TABLE = 15
"""Tables of no more rows show all of them."""


@dataclass(frozen=True)
class Offered:
    """A button that downloads a file: its label, the end of its key, ending and type of the file,
    what writes it.
    """

    label: str
    key_end: str
    ending: str
    media_type: str
    write: Callable[[pd.DataFrame, export.Provenance], bytes]
    needs_places: bool = False


def of_format(one: Format) -> Offered:
    """The button of one of the formats that programs get too: the same bytes."""
    return Offered(one.label, one.ending, one.ending, one.media_type, one.write, one.needs_places)


WITH_PROVENANCE = Offered("CSV", "csv", "csv", "text/csv", export.to_csv)
EXCEL = of_format(FORMATS["xlsx"])
MORE = (
    # Without the columns that say what the file is: for programs that know.
    Offered("CSV, rows only", "rows", "csv", "text/csv", export.to_plain_csv),
    Offered(
        "CSV, semicolons and decimal commas",
        "semicolon",
        "csv",
        "text/csv",
        export.to_semicolon_csv,
    ),
    *(of_format(FORMATS[ending]) for ending in ("parquet", "json", "geojson", "gpkg")),
)
"""What stands in the menu; the two that most readers take stand beside it."""


def inferred_column() -> Any:
    """How many of the partnerships that two territories share rest on an inferred membership."""
    return st.column_config.NumberColumn(
        "Inferred",
        width=80,
        help="In how many of the shared partnerships one of the two memberships is inferred "
        "by us from the source",
    )


def table(
    frame: pd.DataFrame,
    columns: Mapping[str, Any],
    *,
    key: str,
    alt: str,
    can_select: bool = False,
    on_choose: Callable[[int | None], None] | None = None,
    rows_shown: int = 12,
) -> int | None:
    """Show the columns named, in that order. Returns the number of the row chosen, if any.

    ``on_choose`` is told it at once, before the page runs again, and only when it changes.
    """

    def chosen() -> None:
        rows = st.session_state[key]["selection"]["rows"]
        on_choose(rows[0] if rows else None)  # type: ignore[misc]

    height = _in_sight(len(frame), rows_shown) * ROW_HEIGHT + ROW_HEIGHT + 4
    event = st.dataframe(
        drawn(_columns, frame, tuple(columns)),
        column_config={name: _fitted(column, frame, name) for name, column in columns.items()},
        # No wider than its columns: stretched, numbers stand far from their heading.
        width="content",
        hide_index=True,
        height=height,
        row_height=ROW_HEIGHT,
        key=key,
        on_select=chosen if on_choose else "rerun" if can_select else "ignore",
        selection_mode="single-row",
        placeholder="",
        alt=alt,
    )
    if not (can_select or on_choose):
        return None
    rows = event["selection"]["rows"]  # type: ignore[index]
    return rows[0] if rows else None


def is_open(menu: Any) -> bool:
    """Whether a menu is open: what stands in it is sent only then."""
    return bool(menu.open)


def _in_sight(rows: int, rows_shown: int) -> int:
    return rows if rows <= SMALL_TABLE else min(rows, rows_shown)


def _columns(frame: pd.DataFrame, names: tuple[str, ...]) -> pd.DataFrame:
    return frame[list(names)]


def _fitted(column: Any, frame: pd.DataFrame, name: str) -> Any:
    """The column with a width, where it has none: what its values or its heading need.

    A table stretches its columns alike to the room there is: headings stand left and numbers right,
    far apart, and names are cut.
    """
    known = column if isinstance(column, Mapping) else {"label": column}
    if known.get("width") not in (None, "small"):
        return column
    heading = HEADING_EXTRA + LETTER * len(str(known.get("label") or ""))
    is_drawn = (known.get("type_config") or {}).get("type") in ("progress", "link", "checkbox")
    if is_drawn:
        return column
    form = str((known.get("type_config") or {}).get("format") or "")
    content = HEADING_EXTRA + drawn(_content, frame, name, form)
    return {**known, "width": round(max(NARROWEST, min(heading, WIDEST), content))}


def _content(frame: pd.DataFrame, name: str, form: str) -> float:
    """The room that the values of a column need."""
    values = frame[name]
    if pd.api.types.is_numeric_dtype(values):
        return DIGIT * _digits(values, form)
    longest = values.dropna().astype(str).str.len().max() if len(values) else 0
    return min(LETTER * int(0 if pd.isna(longest) else longest), WIDEST - HEADING_EXTRA)


def _digits(values: pd.Series, form: str) -> int:
    """How many characters the longest number takes: cut, it would read as another number."""

    def written(value: float) -> str:
        if form == "percent":
            return f"{value:.2%}"
        # Without a format at most four decimals are drawn.
        return form % value if "%" in form else f"{round(value, 4):.10g}"

    return max((len(written(value)) for value in values.dropna()), default=0)


def take_away(
    rows: Callable[[], pd.DataFrame],
    *,
    title: str,
    filters: str,
    file_name: str,
    key: str,
    has_places: bool = False,
    sources: str | None = None,
    filtered: str = "",
    as_of: date | None = None,
    link_adds: str | None = None,
) -> None:
    """Buttons that download exactly the rows shown, with filters, version, sources and licence.

    Parameters
    ----------
    rows : callable
        Gives the rows; asked only when a button is pressed.
    file_name : str
        What is in the file; the name has the version as well.
    has_places : bool
        Whether rows have a ``territory_id``: then GeoJSON and GeoPackage are offered too.
    sources : str, optional
        What rows without a ``source_url`` of their own were taken or counted from.
    filtered : str
        Which rows, in words, where a reader may choose: for the name of the file.
    as_of : datetime.date, optional
        The day that the rows are told for, where a reader may choose it: likewise.
    link_adds : str, optional
        Where the page's link with an ending has these rows (`s3dash.web.api.views`): what it needs
        beside what the page's own link says, such as ``table=members``; mostly nothing.
    """
    about = answer(about_store)
    known = export.Provenance(
        title=title,
        filters=filters,
        data_version=about.version,
        built_on=f"{about.built_at:%Y-%m-%d}",
        link=links.here(),
    )
    if sources:
        known = replace(known, sources=sources)
    rows, codes = of_this_run(rows), answer(country_codes)
    meanings = of_this_run(lambda: partial(notes, store()))

    def button(one: Offered) -> None:
        def contents() -> bytes:
            found = with_country_codes(as_told(rows()), codes)
            is_counted = not sources and "source_url" not in found.columns
            about = replace(known, sources=export.COUNTED) if is_counted else known
            if one is EXCEL:
                about = replace(about, notes=tuple(meanings()(map(str, found))))
            return one.write(found, about)

        st.download_button(
            one.label,
            data=contents,
            file_name=named(
                file_name, one.ending, version=about.version, filtered=filtered, as_of=as_of
            ),
            mime=one.media_type,
            key=f"{key}_{one.key_end}",
            on_click="ignore",
            icon=":material/download:",
            # The first says what all of them hold: every letter travels with the page.
            help=f"{plain(title)}: exactly the rows shown" if one is WITH_PROVENANCE else None,
        )

    with st.container(horizontal=True, vertical_alignment="center"):
        button(WITH_PROVENANCE)
        button(EXCEL)
        menu = st.popover("More formats", on_change="rerun", key=f"{key}_more", type="tertiary")
        if is_open(menu):
            with menu:
                st.markdown(f"**{plain(title)}**")
                st.html(onward())
                # Side by side: at the foot of a page there is little room below the button.
                with st.container(horizontal=True, gap="small"):
                    for one in MORE:
                        if has_places or not one.needs_places:
                            button(one)
                if link_adds is not None:
                    _link(link_adds)


def onward() -> str:
    """HTML of links to pictures of the view, and to how it is cited, embedded and re-used."""
    here = links.here()
    ways = [
        (picture_link(here, "png"), "Picture of the view (PNG)", " download"),
        (picture_link(here, "svg"), "Picture (SVG)", " download"),
        (cite_link(here), "Cite, embed, code", " target=_blank"),
    ]
    found = " · ".join(
        f"<a href='{escape(address)}'{how}>{words}</a>" for address, words, how in ways if address
    )
    bare = "" if picture_link(here, "png") else f"<br>{NO_PICTURE}"
    return f"<p class=s3>{found}{bare}</p>"


def _link(adds: str) -> None:
    """The address of the rows."""
    here = links.here()
    if address := data_link(f"{here}{'&' if '?' in here else '?'}{adds}" if adds else here):
        st.markdown("**The address of these rows**, for programs; also with `.xlsx`, `.json`")
        st.code(address, language=None, wrap_lines=True)
