"""A mail server and a webhook receiver on real sockets, and a house that writes to them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
import simplejson
from aiosmtpd.controller import Controller

from engine.notify import commands, queries
from engine.notify.models import Delivery
from tests.kit import House


class Listener(Controller):
    """A controller on whatever port is free."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class MailServer:
    """Takes letters; `refuses` is what it answers instead, while it is set."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refuses: str | None = None
        self._controller = Listener(self, hostname="127.0.0.1", port=0)

    def __enter__(self) -> "MailServer":
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    @property
    def port(self) -> int:
        return self._controller.port

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.refuses:
            return self.refuses
        self.letters.append(message_from_bytes(envelope.content, policy=default))
        return "250 taken"


@dataclass
class Call:
    path: str
    headers: dict[str, str]
    raw: bytes

    @property
    def json(self) -> Any:
        return simplejson.loads(self.raw)


@dataclass
class Receiver:
    """Takes posts; `answers` are (status, body) for the next ones, then 200 {"errcode": 0, "code": 0}."""

    port: int = 0
    calls: list[Call] = field(default_factory=list)
    answers: list[tuple[int, str]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    held = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            held.calls.append(Call(self.path, dict(self.headers), body))
            status, answer = held.answers.pop(0) if held.answers else (200, '{"errcode": 0, "code": 0}')
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", f"{held.url}/elsewhere")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer.encode())

        def log_message(self, *_: object) -> None:
            """Tests say what they saw."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    held.port = server.server_port
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield held
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def office(house: House) -> House:
    """ann reads Chinese, bob English; dora keeps the processes, root is the admin; the inside may be written to."""
    house.person("root", "admin").person("dora", "process_owner")
    house.person("ann", groups=("desk",), email="ann@example.com", language="zh")
    house.person("bob", groups=("desk",), email="bob@example.com", language="en")
    with house.unit() as ctx:
        told = {"allowed_hosts": ["127.0.0.1"], "address": "https://keflow.example"}
        commands.change_settings(ctx, told, reason="tests", operator=True)
    return house


def channel(house: House, kind: str, server: MailServer | Receiver, **more: Any) -> str:
    """A channel to the server; its id."""
    settings: dict[str, Any] = {}
    secret: dict[str, str] = {}
    if isinstance(server, MailServer):
        settings = {"host": "127.0.0.1", "port": server.port, "security": "none", "sender": "keflow@example.com"}
    else:
        secret = {"url": f"{server.url}/{kind}", **({"secret": "whsec_a2V5"} if kind == "webhook" else {})}
    secret |= more.pop("secret", {})
    with house.unit("root") as ctx:
        return commands.save_channel(
            ctx, more.pop("id", None), name=more.pop("name", kind), kind=kind, settings=settings, secret=secret, **more
        ).id


def deliveries(house: House) -> list[tuple[str, str | None]]:
    """Status and error of all deliveries, oldest first."""
    rows = house.look(lambda ctx: ctx.session.scalars(queries.deliveries(ctx)).all())
    return [(row.status, row.error) for row in reversed(rows)]


def rows(house: House) -> list[Delivery]:
    return house.look(lambda ctx: list(ctx.session.scalars(queries.deliveries(ctx))))


def notices(house: House, person: str) -> list[str]:
    """The kinds of somebody's notices, oldest first."""
    with house.unit(person, write=False) as ctx:
        return [notice.kind for notice in reversed(queries.mine(ctx))]


def unread(house: House, person: str) -> int:
    with house.unit(person, write=False) as ctx:
        return queries.unread(ctx)
