"""A heat map of counts as a table of our own: its heads stay in sight, and paper has all of it."""

from collections.abc import Callable, Mapping, Sequence
from html import escape

import pandas as pd

from s3dash.ui.look import ink, theme
from s3dash.ui.shell import links

MOST_NAMED_COLUMNS = 22
"""More columns than this have their codes as heads; the pointer tells their names."""


def heat_map(
    frame: pd.DataFrame,
    columns: Mapping[str, str],
    *,
    head: str,
    key: str,
    alt: str,
    written: Callable[[float], str] = "{:.0f}".format,
) -> None:
    """Numbers by territory (rows) and column, each cell that has one in a class of colour.

    Parameters
    ----------
    frame : pandas.DataFrame
        As `queries.views.matrix`, ``has_partial_list`` optional; drawn in the order given.
    columns : mapping of str to str
        Columns of the frame to draw -> label.
    head : str
        What the rows are.
    written : callable
        How a number stands in its cell.
    """
    links.linked_html(table(frame, columns, head, alt, written), key)


def table(
    frame: pd.DataFrame,
    columns: Mapping[str, str],
    head: str,
    alt: str,
    written: Callable[[float], str],
) -> str:
    """HTML of the heat map; end tags that HTML lets out are left out."""
    values = frame[list(columns)].to_numpy(float)
    is_named = len(columns) <= MOST_NAMED_COLUMNS
    heads = "".join(
        f"<th scope=col><div>{escape(f'{code} {label}')}</div>"
        if is_named
        else f"<th scope=col title='{escape(label)}'><div>{escape(code)}</div>"
        for code, label in columns.items()
    )
    steps = classes(values)
    lines = "".join(
        f"<tr><th scope=row>{escape(name)}"
        + "".join(
            f"<td class=h{step}>{written(value)}" if step else "<td>"
            for value, step in zip(row, steps_of_row, strict=True)
        )
        for name, row, steps_of_row in zip(_row_names(frame), values, steps, strict=True)
    )
    return (
        f"<div class='s3-scroll s3-heat' style='{_colours()}' tabindex=0 role=region "
        f"aria-label='{escape(alt)}'><table class=s3-table><thead><tr><th scope=col>{escape(head)}"
        f"{heads}<tbody>{lines}</table></div>"
    )


def classes(values: Sequence[Sequence[float]]) -> list[list[int]]:
    """Class of each number, from 1 for the least to the number of colours; 0 where none counts.

    All classes are as wide.

    >>> classes([[0, 1, 2], [3, 9, 10]])
    [[0, 1, 1], [2, 5, 5]]
    """
    counted = [value for row in values for value in row if value > 0]
    if not counted:
        return [[0 for _ in row] for row in values]
    least, most = min(counted), max(counted)
    number = len(theme.SEQUENTIAL["light"])
    width = (most - least) / number or 1
    return [
        [min(int((value - least) / width) + 1, number) if value > 0 else 0 for value in row]
        for row in values
    ]


def _colours() -> str:
    """The ground of each class, and the ink that is read on it."""
    return ";".join(
        f"--h{step}:{colour};--i{step}:{ink.ink_on(colour)}"
        for step, colour in enumerate(theme.SEQUENTIAL[theme.mode()], 1)
    )


def _row_names(frame: pd.DataFrame) -> list[str]:
    """Territories as rows are named: code where two have one name, a mark on a partial list."""
    return [
        f"{name}{f' ({code})' if twice else ''}{'*' if is_partial else ''}"
        for name, code, twice, is_partial in zip(
            frame["territory"],
            frame["territory_id"],
            frame["territory"].duplicated(keep=False),
            frame.get("has_partial_list", [False] * len(frame)),
            strict=True,
        )
    ]
