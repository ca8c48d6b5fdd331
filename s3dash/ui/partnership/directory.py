"""Every partnership under its platform, for who opens the page without one."""

import pandas as pd

from s3dash.queries.partnerships import partnerships
from s3dash.ui.partnership.shared import linked, style
from s3dash.ui.shell import links
from s3dash.ui.shell.library import answer, drawn


def show() -> None:
    """Show a list of links for each platform."""
    style()
    linked(drawn(_listed, answer(partnerships.by_platform)), key="every_partnership")


def _listed(rows: pd.DataFrame) -> str:
    """HTML of the lists, a section for each platform."""
    sections = []
    for (platform_id, platform), listed in rows.groupby(["platform_id", "platform"], sort=False):
        items = "".join(
            f"<li>{links.link('partnership', 'partnership', code, name)}</li>"
            for code, name in zip(listed["partnership_id"], listed["name"], strict=True)
        )
        heading = links.platform_link(platform_id, platform)
        sections.append(
            f"<section><h3>{heading} <b>{len(listed)}</b></h3><ul>{items}</ul></section>"
        )
    return f"<div class='s3 s3-every'>{''.join(sections)}</div>"
