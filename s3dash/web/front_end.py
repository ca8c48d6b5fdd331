"""Streamlit's own scripts and styles, compressed once instead of not at all."""

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from s3dash.web import icons
from s3dash.web.compressed_files import CompressedFiles
from s3dash.web.place import below
from s3dash.web.static_files import ASK_AGAIN, FOR_GOOD

FOLDER = "/static/"


class FrontEnd:
    """Serve what Streamlit's page loads: half the bytes of a first visit, and none of the next.

    Streamlit leaves its files as they are for want of a place to keep them compressed, and answers
    a name that does not exist with its page, to be kept for a year.

    Parameters
    ----------
    folder : Path
        The folder `static` in Streamlit's own package.
    base : str
        Path that the dashboard is served under, as `place.base_of` makes it.
    """

    def __init__(self, app: ASGIApp, folder: Path, base: str) -> None:
        self._app = app
        self._base = base
        self._files = CompressedFiles(directory=folder / "static", follow_symlink=True)
        self._fonts = CompressedFiles(directory=icons.FONT.parent)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the file, or pass the request on."""
        path = (below(scope, self._base) or "") if scope["type"] == "http" else ""
        if not path.startswith(FOLDER):
            await self._app(scope, receive, send)
            return
        response = await self._response(path.removeprefix(FOLDER), scope)
        await response(scope, receive, send)

    async def _response(self, name: str, scope: Scope) -> Response:
        is_icons = name == icons.replaced()
        try:
            response = await (
                self._fonts.get_response(icons.FONT.name, scope)
                if is_icons
                else self._files.get_response(name, scope)
            )
        except HTTPException as error:
            return PlainTextResponse(
                error.detail, status_code=error.status_code, headers=error.headers
            )
        # The names carry a digest of the content; that of the icons is the one of all there are.
        response.headers["Cache-Control"] = ASK_AGAIN if is_icons else FOR_GOOD
        return response
