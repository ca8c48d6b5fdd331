"""Answers do not say which program serves them."""

import socket

from uvicorn import Server

_NAME = b"server"


def leave_out() -> None:
    """Have the server that is about to start leave its name out of every answer.

    Streamlit starts uvicorn without the option for it (`server_header`), and what uvicorn adds
    is out of a middleware's reach. Call while the app is imported: uvicorn does that between
    reading its settings and starting.
    """
    start = Server.startup

    async def startup(server: Server, sockets: list[socket.socket] | None = None) -> None:
        settings = server.config
        settings.encoded_headers = [
            (name, value) for name, value in settings.encoded_headers if name != _NAME
        ]
        await start(server, sockets)

    Server.startup = startup  # type: ignore[method-assign,assignment]
