"""The address that phones in the room reach this computer by, and its QR code."""

from __future__ import annotations

import io
import ipaddress
import socket
from urllib.parse import urlsplit

import segno

NO_ADDRESS = ("192.0.2.1", 9)
"""An address of the documentation (RFC 5737): asking for the way to it sends nothing."""
ONLY_HERE = (
    "The dashboard is open at an address that only this computer knows. To let phones follow, "
    "start it with --address 0.0.0.0 and open it by this computer’s address in the room’s network."
)


def code(address: str) -> str:
    """The QR code of an address, as SVG that has the size of the box around it."""
    out = io.BytesIO()
    segno.make(address, error="m").save(
        out, kind="svg", border=3, xmldecl=False, svgns=True, omitsize=True, dark="#000000"
    )
    return out.getvalue().decode()


def reachable(origin: str, port_is_open: bool) -> tuple[str, str]:
    """The beginning of an address for phones, and a warning where they will not reach it.

    Parameters
    ----------
    origin
        As the facilitator's browser sees the dashboard: ``http://localhost:8501``.
    port_is_open
        Whether the dashboard listens on all networks of this computer.
    """
    parts = urlsplit(origin)
    if not is_loopback(parts.hostname or ""):
        return origin, ""
    own = own_address() if port_is_open else ""
    if not own:
        return origin, ONLY_HERE
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{own}{port}", ""


def is_loopback(host: str) -> bool:
    """Whether a name means this computer and is known to no other."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() in ("localhost", "") or host.lower().endswith(".localhost")


def own_address() -> str:
    """Number of this computer in the network it would use to reach others; empty: in none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(NO_ADDRESS)
        except OSError:
            return ""
        found = str(probe.getsockname()[0])
    return "" if is_loopback(found) else found
