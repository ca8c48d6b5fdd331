"""A first visit over a slow line: 1.5 Mbit/s, 150 ms to and fro, nothing in the browser's cache."""

from collections import defaultdict
from collections.abc import Mapping

from playwright.sync_api import Browser

from benchmarks.browser import VIEWPORT, chromium
from benchmarks.measures import Progress, Samples
from benchmarks.servers import DASHBOARD, Server, serving

KEY = "overview"
BITS_A_SECOND = 1_500_000
LATENCY_MILLISECONDS = 150
PATIENCE_MILLISECONDS = 90_000
SMALL_BYTES_SECONDS = 60
"""The longest to wait until the server has written its files as small as it can."""
# Seconds are from the request: words of the dashboard itself, not the line that says it loads.
SAYS = """() => document.querySelector("[data-testid=stApp] h1") && performance.now()"""
MAP = """() => document.querySelector(".s3-map.s3-drawn") && performance.now()"""


def measure(rounds: int, tell: Progress) -> dict[str, Samples]:
    """The start page over the slow line.

    Keys of the result, each with the key ``overview``: ``line_first`` (anything to read),
    ``line_text`` (the page's own heading) and ``line_map``, in seconds; ``line_bytes`` and
    ``line_requests`` of the whole visit.
    """
    found: dict[str, list[float]] = defaultdict(list)
    with serving(DASHBOARD) as server, chromium() as browser:
        _until_small(browser, server, tell)
        for number in range(rounds):
            tell(f"slow line, round {number + 1} of {rounds}")
            for name, value in _visit(browser, server, is_slow=True).items():
                found[name].append(value)
    return {name: {KEY: values} for name, values in found.items()}


def _until_small(browser: Browser, server: Server, tell: Progress) -> None:
    """Visit at full speed until another visit brings no fewer bytes."""
    before = float("inf")
    for number in range(SMALL_BYTES_SECONDS // 10):
        tell(f"slow line, getting ready: visit {number + 1}")
        size = _visit(browser, server, is_slow=False)["line_bytes"]
        if size > before * 0.995:
            return
        before = size


def _visit(browser: Browser, server: Server, *, is_slow: bool) -> Mapping[str, float]:
    context = browser.new_context(viewport=VIEWPORT, color_scheme="light")
    try:
        page = context.new_page()
        protocol = context.new_cdp_session(page)
        protocol.send("Network.enable")
        if is_slow:
            speed = BITS_A_SECOND / 8
            protocol.send(
                "Network.emulateNetworkConditions",
                {
                    "offline": False,
                    "latency": LATENCY_MILLISECONDS,
                    "downloadThroughput": speed,
                    "uploadThroughput": speed,
                },
            )
        sizes: list[float] = []
        protocol.on(
            "Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"])
        )
        page.goto(server.address, wait_until="commit")
        patience = {"timeout": PATIENCE_MILLISECONDS}
        text = page.wait_for_function(SAYS, **patience).json_value()
        drawn = page.wait_for_function(MAP, **patience).json_value()
        page.wait_for_load_state("networkidle")
        if not is_slow:
            # The server improves its files meanwhile.
            page.wait_for_timeout(10_000)
        first = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
        return {
            "line_first": first / 1000,
            "line_text": text / 1000,
            "line_map": drawn / 1000,
            "line_bytes": sum(sizes),
            "line_requests": len(sizes),
        }
    finally:
        context.close()
