"""Tables on screen and to take away."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from s3dash import export
from s3dash.queries.about import about_store
from s3dash.ui import links
from s3dash.ui.library import answer

ROW_HEIGHT = 36


def source_column(label: str = "Source") -> Any:
    """A link to where the row's facts were taken from."""
    return st.column_config.LinkColumn(label, display_text=":material/open_in_new:", width="small")


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

    height = min(len(frame), rows_shown) * ROW_HEIGHT + ROW_HEIGHT + 4
    event = st.dataframe(
        frame[list(columns)],
        column_config=dict(columns),
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


def take_away(
    rows: Callable[[], pd.DataFrame],
    *,
    title: str,
    filters: str,
    file_name: str,
    key: str,
    has_places: bool = False,
    sources: str | None = None,
) -> None:
    """Buttons that download exactly the rows shown, with filters, version, sources and licence.

    Parameters
    ----------
    rows : callable
        Gives the rows; asked only when a button is pressed.
    has_places : bool
        Whether rows have a ``territory_id``: then GeoJSON is offered too.
    sources : str, optional
        What rows without a ``source_url`` of their own were taken or counted from.
    """
    about = answer(about_store)
    link = links.here()

    def provenance() -> export.Provenance:
        known = export.Provenance(
            title=title,
            filters=filters,
            data_version=about.version,
            built_on=f"{about.built_at:%Y-%m-%d}",
            link=link,
        )
        return replace(known, sources=sources) if sources else known

    formats: list[tuple[str, str, str, Callable[..., bytes]]] = [
        ("CSV", "csv", "text/csv", export.to_csv),
        (
            "Excel",
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            export.to_excel,
        ),
    ]
    if has_places:
        formats.append(("GeoJSON", "geojson", "application/geo+json", export.to_geojson))
    with st.container(horizontal=True, vertical_alignment="center"):
        for label, ending, mime, write in formats:

            def contents(write: Callable[..., bytes] = write) -> bytes:
                return write(rows(), provenance())

            st.download_button(
                label,
                data=contents,
                file_name=f"s3dash-{file_name}.{ending}",
                mime=mime,
                key=f"{key}_{ending}",
                on_click="ignore",
                icon=":material/download:",
                help=f"{title}: {label}, exactly the rows shown",
            )
