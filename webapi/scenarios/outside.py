"""The world outside of a scenario: a gateway for text messages that takes whatever a process writes to customers."""

from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

from engine.notify import commands as notify
from webapi.scenarios.playing import Stage

HOST = "127.0.0.1"


class _Taker(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""


@cache
def gateway() -> str:
    """Its address; it runs as long as the program."""
    server = HTTPServer((HOST, 0), _Taker)
    Thread(target=server.serve_forever, daemon=True).start()
    return f"http://{HOST}:{server.server_port}/sms"


def open_gateway(stage: Stage) -> None:
    """The house may write text messages to customers."""
    with stage.unit("admin") as ctx:
        told = {"allowed_hosts": [HOST], "address": "https://keflow.example"}
        notify.change_settings(ctx, told, reason="scenario", operator=True)
        notify.save_channel(
            ctx,
            None,
            name="sms",
            kind="webhook",
            audience="customers",
            settings={"carries": "sms"},
            secret={"url": gateway(), "secret": "whsec_a2V5"},
        )
