"""Where a request points to, below the path that the dashboard is served under."""

from starlette.types import Scope


def base_of(path: str) -> str:
    """A configured path such as ``s3`` or ``/s3/`` as addresses begin with it: ``/s3``, or ``""``.

    Streamlit's own setting `server.baseUrlPath` says it.
    """
    inner = path.strip("/")
    return f"/{inner}" if inner else ""


def below(scope: Scope, base: str) -> str | None:
    """Path of a request below ``base``, with its first stroke; None for one that is elsewhere."""
    path: str = scope["path"]
    if root := scope.get("root_path", ""):
        path = path.removeprefix(root)
    if path == base:
        return ""
    return path[len(base) :] if path.startswith(f"{base}/") else None
