"""Whether the dashboard of this container is alive: exit status 0 or 1, for `HEALTHCHECK`."""

import os
import sys
import urllib.request

TIMEOUT_SECONDS = 4


def main() -> int:
    """Ask the server at the port and below the path that the settings name."""
    port = os.environ.get("S3DASH_PORT") or "8501"
    parts = [os.environ.get("S3DASH_BASE_PATH", "").strip("/"), "healthz"]
    url = f"http://127.0.0.1:{port}/{'/'.join(filter(None, parts))}"
    # No proxy of the environment: it is asked in this container.
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(url, timeout=TIMEOUT_SECONDS) as answer:
            return 0 if answer.status == 200 else 1
    except OSError:
        return 1


if __name__ == "__main__":
    sys.exit(main())
