"""A PostgreSQL cluster of the test's own: made with initdb, on a free port, owned by an unprivileged user, gone at the
end."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg

from tests.kit.waiting import until

PLACES = ("/usr/lib/postgresql", "/usr/local/pgsql", "/opt/homebrew/opt", "/usr/pgsql")


def free_port() -> int:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def binaries() -> Path | None:
    """The folder of initdb and postgres; None where there is no PostgreSQL."""
    if config := shutil.which("pg_config"):
        told = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=True).stdout.strip()
        if (Path(told) / "initdb").exists():
            return Path(told)
    found = [path.parent for place in PLACES for path in Path(place).parent.glob(f"{Path(place).name}*/**/bin/initdb")]
    return max(found, default=None)


def _owner() -> dict[str, Any]:
    """PostgreSQL refuses to run as root; whoever is not root runs it as themselves."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            user = pwd.getpwnam(name)
            return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise LookupError("no unprivileged user to run PostgreSQL as")


@contextmanager
def cluster(tools: Path) -> Iterator[str]:
    """The address of a running server, without a database's name."""
    folder, port, owner = Path(tempfile.mkdtemp(prefix="keflow-cluster-", dir="/tmp")), free_port(), _owner()
    if owner:
        os.chown(folder, owner["user"], owner["group"])
    environ = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    how: dict[str, Any] = {"cwd": folder, "env": environ, "stdout": subprocess.DEVNULL, **owner}
    made = [tools / "initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run(made, check=True, **how)
    options = [f"listen_addresses=127.0.0.1 port={port} unix_socket_directories={folder} fsync=off max_connections=200"]
    words = [word for option in options[0].split() for word in ("-c", option)]
    server = subprocess.Popen([tools / "postgres", "-D", folder / "data", *words], stderr=subprocess.DEVNULL, **how)
    address = f"postgresql://postgres@127.0.0.1:{port}"
    try:
        until(lambda: _answers(address))
        yield address
    finally:
        server.send_signal(signal.SIGINT)  # fast: who is still connected is sent away
        server.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _answers(address: str) -> bool:
    with suppress(psycopg.OperationalError), psycopg.connect(f"{address}/postgres", connect_timeout=2):
        return True
    return False
