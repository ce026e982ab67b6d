"""The door of the house for webhooks: https only, public addresses only, no redirects, no other port than asked for.

A name is looked up once and the connection goes to the very address that was looked at, so that a name cannot answer
one address to the check and another to the call. What an operator has allowed (`host` or `host:port`) may lie inside,
or speak plain http.
"""

import socket
import ssl
from collections.abc import Mapping, Sequence
from datetime import timedelta
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import ip_address
from urllib.parse import urlsplit

from engine.jobs import Retry
from engine.notify.channels.letter import Refused, Undeliverable

TIMEOUT = 10.0
"""Seconds for each step of a call."""
LARGEST_ANSWER = 64 * 1024
PATIENCE = timedelta(minutes=1)


def allowed_host(host: str, port: int, allowed: Sequence[str]) -> bool:
    """Whether an operator has allowed this host, at any port or at this one."""
    return host in allowed or f"{host}:{port}" in allowed


def address(host: str, port: int, allowed: Sequence[str]) -> str:
    """The address to connect to; Undeliverable where the house does not connect to, Refused where no name answers."""
    try:
        found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except OSError as error:
        raise Refused("host_unknown") from error
    if not allowed_host(host, port, allowed):
        for one in found:
            at = ip_address(one.partition("%")[0])
            at = getattr(at, "ipv4_mapped", None) or at
            if not at.is_global or at.is_multicast:
                raise Undeliverable("address_private")
    return found[0]


def post(url: str, headers: Mapping[str, str], body: bytes, allowed: Sequence[str]) -> bytes:
    """Post, and answer what came back with a 2xx. 429 asks for patience, other 4xx and redirects are final."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    if parts.scheme != "https" and not (parts.scheme == "http" and allowed_host(host, port, allowed)):
        raise Undeliverable("https_needed")
    line = _open(parts.scheme, host, port, address(host, port, allowed))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        line.request("POST", path, body, {"Content-Type": "application/json", **headers})
        answer = line.getresponse()
        told = answer.read(LARGEST_ANSWER)
        status = answer.status
    except (OSError, HTTPException) as error:
        raise Refused("unreachable") from error
    finally:
        line.close()
    if status == 429:
        raise Retry(PATIENCE)
    if 300 <= status < 500 and status != 408:
        raise Undeliverable(f"http_{status}")
    if not 200 <= status < 300:
        raise Refused(f"http_{status}")
    return told


def _open(scheme: str, host: str, port: int, at: str) -> HTTPConnection:
    kind = _Tls if scheme == "https" else _Plain
    line = kind(host, port, timeout=TIMEOUT)
    line.at = at
    return line


class _Plain(HTTPConnection):
    """Speaks to `host` at the address that was checked."""

    at: str

    def connect(self) -> None:
        self.sock = socket.create_connection((self.at, self.port), self.timeout)


class _Tls(HTTPSConnection):
    """The same, with the certificate checked for `host`."""

    at: str

    def connect(self) -> None:
        plain = socket.create_connection((self.at, self.port), self.timeout)
        self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)
