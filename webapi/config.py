"""What the environment says, read once at the start into one value; everything has a safe default.

Without KEFLOW_SECRET_KEY a key is made in a file under var/, but only where nobody outside this machine is served: a
server on another address refuses to start rather than run on a key that nobody chose or can hand to a second host.
"""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LOOPBACK = "127.0.0.1"
SHORTEST_SECRET = 16


class Misconfigured(Exception):
    """A setting cannot work; the message says which one and what to do. Nothing was started."""


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one process."""

    database_url: str
    secret: str
    older_secrets: tuple[str, ...] = ()
    clock: str = "system"
    zone: ZoneInfo = ZoneInfo("Asia/Shanghai")
    require_review: bool = False
    demo: bool = False
    var: Path = Path("var")
    proxies: int = 0

    @property
    def secrets(self) -> tuple[str, ...]:
        """The secret in use and the older ones that still open what they sealed."""
        return (self.secret, *self.older_secrets)


def given_secret(environ: Mapping[str, str] = os.environ) -> str | None:
    """The secret of this installation if there is one already; none is made."""
    file = Path(environ.get("KEFLOW_VAR", "var")) / "secret-key"
    return environ.get("KEFLOW_SECRET_KEY") or (file.read_text().strip() if file.is_file() else None)


def from_environment(environ: Mapping[str, str] = os.environ, *, host: str = LOOPBACK) -> Config:
    """The settings as the environment gives them, for a server bound to `host`. Raises Misconfigured."""
    var = Path(environ.get("KEFLOW_VAR", "var")).resolve()
    zone = _zone(environ.get("KEFLOW_TIMEZONE", "Asia/Shanghai"))
    older = tuple(word for word in environ.get("KEFLOW_SECRET_KEY_OLD", "").split(",") if word)
    return Config(
        database_url=_database(environ.get("DATABASE_URL", ""), var),
        secret=_secret(environ.get("KEFLOW_SECRET_KEY", ""), var, host),
        older_secrets=older,
        clock=_clock(environ.get("KEFLOW_CLOCK", "system")),
        zone=zone,
        require_review=_yes(environ, "KEFLOW_REQUIRE_REVIEW"),
        demo=_yes(environ, "KEFLOW_DEMO"),
        var=var,
        proxies=_number(environ, "KEFLOW_PROXIES"),
    )


def _database(url: str, var: Path) -> str:
    if not url:
        var.mkdir(parents=True, exist_ok=True)
        return f"sqlite:///{var / 'keflow.sqlite'}"
    scheme, separator, rest = url.partition("://")
    if not separator:
        raise Misconfigured("DATABASE_URL: expected sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME")
    if scheme in ("postgres", "postgresql"):
        return f"postgresql+psycopg://{rest}"
    if scheme == "sqlite":
        file = rest.removeprefix("/")
        if file in ("", ":memory:"):
            raise Misconfigured("DATABASE_URL: an SQLite database in memory cannot be shared by threads; name a file")
        path = Path(file).resolve()
        path.parent.mkdir(parents=True, exist_ok=True)
        return f"sqlite:///{path}"
    if scheme != "postgresql+psycopg":
        raise Misconfigured(f"DATABASE_URL: {scheme} is not supported; use sqlite or postgresql+psycopg")
    return url


def _secret(given: str, var: Path, host: str) -> str:
    if given:
        if len(given) < SHORTEST_SECRET:
            raise Misconfigured(f"KEFLOW_SECRET_KEY: at least {SHORTEST_SECRET} characters, please")
        return given
    if not is_loopback(host):
        raise Misconfigured(
            f"KEFLOW_SECRET_KEY is not set, and {host} can be reached from other machines. It signs sessions and seals "
            'personal data. Make one with: python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
        )
    return _kept_secret(var / "secret-key")


def _kept_secret(file: Path) -> str:
    """The key in the file; the first of several processes that start at once makes it, and all read the same."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        try:
            os.link(draft, file)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text().strip()


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _clock(text: str) -> str:
    kind, _, start = text.partition(":")
    if kind not in ("system", "manual") or (kind == "system" and start):
        raise Misconfigured("KEFLOW_CLOCK: expected system, manual or manual:<instant>, as in manual:2026-01-05T09:00")
    try:
        datetime.fromisoformat(start or "2026-01-05")
    except ValueError:
        raise Misconfigured(f"KEFLOW_CLOCK: {start} is not an instant such as 2026-01-05T09:00+08:00") from None
    return text


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise Misconfigured(f"KEFLOW_TIMEZONE: {name} is not a time zone such as Asia/Shanghai") from None


def _number(environ: Mapping[str, str], name: str) -> int:
    text = environ.get(name, "0")
    if not text.isdigit() or int(text) > 9:
        raise Misconfigured(f"{name}: expected how many proxies stand before keflow, 0 to 9")
    return int(text)


def _yes(environ: Mapping[str, str], name: str) -> bool:
    return environ.get(name, "").lower() in ("1", "true", "yes", "on")
