"""What the picture of each page is made of: its address read, its question asked and drawn.

A module for each page, called as its address.
"""

from s3dash.web.api.pictured import (
    atlas,
    compare,
    hubs,
    linkages,
    overview,
    partners,
    partnership,
    platform,
    priorities,
    progress,
    projects,
    region,
    topic,
)

PICTURED = (
    overview.PAGE,
    priorities.PAGE,
    topic.PAGE,
    progress.PAGE,
    *platform.PAGES,
    partnership.PAGE,
    region.PAGE,
    compare.PAGE,
    linkages.PAGE,
    partners.PAGE,
    atlas.PAGE,
    hubs.PAGE,
    projects.PAGE,
)
"""The pages whose links are pictures."""
