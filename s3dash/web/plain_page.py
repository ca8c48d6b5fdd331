"""Small pages of ours that need no script: when there is no such page, or no room."""

from html import escape

from starlette.responses import HTMLResponse

_STYLE = """
body { margin: 12vh auto; max-width: 34rem; padding: 0 1.25rem; line-height: 1.5;
  font-family: system-ui, sans-serif; color: #16202e; background: #ffffff; }
h1 { font-size: 1.5rem; } a { color: #1a4f9c; } li { margin: .25rem 0; }
@media (prefers-color-scheme: dark) {
  body { color: #edf2f9; background: #0f1621; } a { color: #9cc2ff; } }
"""


def plain_page(title: str, body: str, status: int, **headers: str) -> HTMLResponse:
    """A page of a heading and what stands below it.

    Parameters
    ----------
    body : str
        HTML; what comes from outside must have gone through `html.escape`.
    """
    return HTMLResponse(
        f"<!DOCTYPE html><html lang=en><head><meta charset=utf-8>"
        f"<meta name=viewport content='width=device-width, initial-scale=1'>"
        f"<meta name=color-scheme content='light dark'>"
        f"<title>{escape(title)} · s3dash</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{escape(title)}</h1>{body}</main></body></html>",
        status_code=status,
        headers={"Cache-Control": "no-store"} | headers,
    )
