"""Files of ours that a browser keeps: maps, stylesheets, scripts, and their addresses."""

import hashlib
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs

from anyio import to_thread
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Mount
from starlette.types import Scope

from s3dash import folders
from s3dash.web.compressed_files import CompressedFiles

FOR_GOOD = "public, max-age=31536000, immutable"
"""To be kept for a year without asking: for addresses whose content never changes."""
ASK_AGAIN = "no-cache"
"""To be kept, and asked for before each use; the answer is short when nothing has changed."""


class VersionedFiles(CompressedFiles):
    """Static files that a browser keeps: their links carry a version (see `map_url`)."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file; to be kept for good only under the address that names its version."""
        response = await super().get_response(path, scope)
        if response.status_code in (200, 304):
            stated = parse_qs(scope["query_string"].decode("latin-1")).get("v", [""])
            file = Path(str(self.directory), path)
            is_right = stated == [await to_thread.run_sync(_digest, file)]
            response.headers["Cache-Control"] = FOR_GOOD if is_right else ASK_AGAIN
        return response


@cache
def map_url(file_name: str) -> str:
    """Link to a map file, relative to any page, with a version that changes with its content.

    Parameters
    ----------
    file_name : str
        A file of `static/maps`, such as ``nuts-2.json``.
    """
    return f"maps/{file_name}?v={_digest(folders.MAPS / file_name)}"


@cache
def style_url(file_name: str) -> str:
    """Link to a stylesheet of ours, such as ``look/style.css``, as `map_url` makes it."""
    return f"styles/{file_name}?v={_digest(folders.UI / file_name)}"


@cache
def script_url(file_name: str) -> str:
    """Link to a script of ours, such as ``shell/links.js``, as `map_url` makes it."""
    return f"scripts/{file_name}?v={_digest(folders.UI / file_name)}"


def script_module(file_name: str) -> str:
    """The script of a component that is a file of ours: the browser keeps the file.

    As text it would be sent with every drawing of the component.
    """
    return f"""
const file = await import(new URL("{script_url(file_name)}", document.baseURI));
export default file.default;
"""


def _digest(file: Path) -> str:
    return _digest_of(file, file.stat().st_mtime_ns)


@cache
def _digest_of(file: Path, _changed: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]


class FilesOfOneKind(VersionedFiles):
    """The files of a folder that end alike, and nothing else of it.

    Parameters
    ----------
    ending : str
        Such as ``.css``.
    """

    def __init__(self, directory: Path, ending: str) -> None:
        super().__init__(directory=directory)
        self._ending = ending

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file; 404 for one of another kind."""
        if not path.endswith(self._ending):
            raise HTTPException(status_code=404)
        return await super().get_response(path, scope)


def file_routes(base: str = "") -> list[Mount]:
    """The routes of these files, under the path that the dashboard is served under."""
    return [
        Mount(f"{base}/maps", app=VersionedFiles(directory=folders.MAPS), name="maps"),
        Mount(f"{base}/styles", app=FilesOfOneKind(folders.UI, ".css"), name="styles"),
        Mount(f"{base}/scripts", app=FilesOfOneKind(folders.UI, ".js"), name="scripts"),
    ]
