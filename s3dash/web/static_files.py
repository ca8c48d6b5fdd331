"""HTTP routes beside the pages. An API or a health probe would be one more entry of `ROUTES`."""

import hashlib
from functools import cache
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from s3dash import folders


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


ROUTES = [
    Mount("/maps", app=VersionedFiles(directory=folders.MAPS), name="maps"),
    Mount("/styles", app=FilesOfOneKind(folders.UI, ".css"), name="styles"),
    Mount("/scripts", app=FilesOfOneKind(folders.UI, ".js"), name="scripts"),
]
