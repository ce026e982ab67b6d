"""Mail by SMTP, one letter a person, over TLS unless an operator has allowed the host to do without."""

import smtplib
import socket
import ssl
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from email.utils import formatdate
from typing import Any

from engine.notify.channels.door import TIMEOUT, address, allowed_host
from engine.notify.channels.letter import Letter, Refused, Undeliverable

FINAL = 500
"""From this answer on the server refuses for good (RFC 5321 §4.2.1)."""


def send(settings: Mapping[str, Any], secret: Mapping[str, str], letter: Letter, allowed: Sequence[str]) -> None:
    """Hand the letter to the company's mail server."""
    host, port, security = str(settings["host"]), int(settings["port"]), settings["security"]
    if security == "none" and not allowed_host(host, port, allowed):
        raise Undeliverable("tls_needed")
    message = written(str(settings["sender"]), letter)
    at = address(host, port, allowed)
    try:
        with _Line(host, port, at, tls=security == "tls") as server:
            if security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if settings.get("user"):
                server.login(str(settings["user"]), secret.get("password", ""))
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        raise (Undeliverable if min(codes) >= FINAL else Refused)(f"smtp_{codes[0]}") from error
    except smtplib.SMTPResponseException as error:
        raise (Undeliverable if error.smtp_code >= FINAL else Refused)(f"smtp_{error.smtp_code}") from error
    except (OSError, smtplib.SMTPException) as error:
        raise Refused("unreachable") from error


def written(sender: str, letter: Letter) -> EmailMessage:
    """The letter as RFC 5322 text; its id is the same on every try. A line break in a header is refused."""
    message = EmailMessage()
    try:
        message["From"], message["To"], message["Subject"] = sender, letter.to or "", letter.subject
    except ValueError as error:
        raise Undeliverable("header_invalid") from error
    message["Date"] = formatdate(localtime=False)
    message["Message-ID"] = f"<{letter.id}@keflow>"
    message["Content-Language"] = letter.language
    message["Auto-Submitted"] = "auto-generated"
    for name, value in letter.data.get("headers", {}).items():
        message[name] = value
    message.set_content(letter.text)
    return message


class _Line(smtplib.SMTP):
    """Speaks to `host` at the address that was checked."""

    def __init__(self, host: str, port: int, at: str, *, tls: bool) -> None:
        self._at, self._tls = at, tls
        super().__init__(host, port, timeout=TIMEOUT)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = socket.create_connection((self._at, port), timeout)
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host) if self._tls else plain
