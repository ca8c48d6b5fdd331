"""Files of a folder, compressed for whoever can read that."""

import os
from pathlib import Path

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from s3dash.web import compression

TEXTS = frozenset({".css", ".html", ".js", ".json", ".svg", ".ttf"})
"""Endings of files that get smaller; pictures and web fonts are compressed by themselves."""


class CompressedFiles(StaticFiles):
    """Static files, each compressed once."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """The file, or that it has not changed."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Vary"] = "Accept-Encoding"
        # One mark for all ways of writing the file: they are not the same bytes, hence weak.
        response.headers["ETag"] = "W/" + response.headers["ETag"].removeprefix("W/")
        return response

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, in the smallest form that the client reads."""
        response = await super().get_response(path, scope)
        asked = Headers(scope=scope)
        encoding = compression.accepted(asked.get("accept-encoding", ""))
        file = Path(getattr(response, "path", ""))
        if (
            response.status_code != 200
            or not encoding
            or "range" in asked
            or file.suffix not in TEXTS
            or int(response.headers["content-length"]) < compression.SMALLEST
        ):
            return response
        content = await to_thread.run_sync(compression.compressed_file, file, encoding)
        headers = {
            name: value
            for name, value in response.headers.items()
            if name not in ("content-length", "accept-ranges")
        }
        return Response(content, headers=headers | {"content-encoding": encoding})
