"""The scripts and stylesheets of presenting, and their addresses."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Scope

from s3dash import folders
from s3dash.present.html import SCENE_CSS
from s3dash.web.static_files import VersionedFiles

FOLDER = Path(__file__).parent / "static"
ADDRESS = "present/files"
ELSEWHERE = {"scene.css": SCENE_CSS, "favicon.svg": folders.STATIC / "favicon.svg"}
"""Files that stand in other folders."""


@cache
def address_of(name: str) -> str:
    """Address of a file, below the base, with a version that changes with its content."""
    return f"{ADDRESS}/{name}?v={hashlib.sha256(_file(name).read_bytes()).hexdigest()[:12]}"


def _file(name: str) -> Path:
    return ELSEWHERE.get(name, FOLDER / name)


class PresentFiles(VersionedFiles):
    """The files of presenting: those of its folder, and the few from elsewhere."""

    def __init__(self) -> None:
        super().__init__(directory=FOLDER)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file; 404 for what is none of presenting."""
        if path in ELSEWHERE:
            file = ELSEWHERE[path]
            return await _of(file.parent).get_response(file.name, scope)
        if not path.endswith((".js", ".css")):
            raise HTTPException(status_code=404)
        return await super().get_response(path, scope)


@cache
def _of(folder: Path) -> VersionedFiles:
    return VersionedFiles(directory=folder)
