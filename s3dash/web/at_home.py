"""Whether a request was made on this computer itself, and not handed on to it from elsewhere.

A server that listens to its own computer alone may still stand behind a proxy on it, and a page of
another site may have its name lead here.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

from s3dash.settings import OWN

HANDED_ON = ("x-forwarded-for", "x-forwarded-host", "x-real-ip", "forwarded")
"""Headers of a proxy, which who is behind it cannot take away."""


def is_at_home(headers: Mapping[str, str]) -> bool:
    """Whether the address that was asked for is this computer's, and no proxy has named a reader.

    ``headers``: names in any letters.
    """
    try:
        host = urlsplit(f"//{headers.get('host') or ''}").hostname
    except ValueError:
        return False
    return host in (None, *OWN) and not any(headers.get(name) for name in HANDED_ON)
