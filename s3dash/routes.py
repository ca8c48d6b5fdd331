"""HTTP routes beside the pages. An API or a health probe would be one more entry of `ROUTES`."""

import hashlib
from functools import cache
from pathlib import Path

from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

MAPS_DIR = Path(__file__).parent.parent / "static" / "maps"


class VersionedFiles(StaticFiles):
    """Static files that a browser keeps: their links carry a version (see `map_url`)."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, with leave to keep it for good."""
        response = await super().get_response(path, scope)
        if response.status_code == 200:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


@cache
def map_url(file_name: str) -> str:
    """Link to a map file, relative to any page, with a version that changes with its content.

    Parameters
    ----------
    file_name : str
        A file of `static/maps`, such as ``nuts-2.json``.
    """
    digest = hashlib.sha256((MAPS_DIR / file_name).read_bytes()).hexdigest()[:12]
    return f"maps/{file_name}?v={digest}"


ROUTES = [Mount("/maps", app=VersionedFiles(directory=MAPS_DIR), name="maps")]
