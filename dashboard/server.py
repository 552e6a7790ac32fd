"""The HTTP server: uvicorn, with viewers sent away first when it is told to stop."""

import signal
import socket
from types import FrameType
from typing import Any

import uvicorn

from dashboard.live.hub import Hub

GRACE_SECONDS = 3
BACKLOG = 4096


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, hub: Hub) -> None:
        super().__init__(config)
        self._hub = hub

    def leave(self, *_: object) -> None:
        """Stop as soon as it runs."""
        self.should_exit = True

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Close the streams, which would hold the stop up, then stop."""
        self._hub.close_soon()
        super().handle_exit(sig, frame)


def run(application: Any, hub: Hub, listener: socket.socket) -> None:
    """Serve on the listening socket until SIGINT or SIGTERM, then return."""
    config = uvicorn.Config(
        application,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # whom to believe is said by TRUSTED_PROXIES alone
        timeout_graceful_shutdown=GRACE_SECONDS,
        backlog=BACKLOG,
    )
    server = _Server(config, hub)
    for number in (signal.SIGINT, signal.SIGTERM):
        # One that comes before uvicorn listens for it counts; uvicorn raises it once more after it
        # has stopped: others still have to.
        signal.signal(number, server.leave)
    server.run(sockets=[listener])
