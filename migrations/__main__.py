"""Writes the next migration: `python -m migrations "what changes"`; `--first` writes the only one anew.

The database it compares with is an empty SQLite file brought up by the migrations that exist.
"""

import subprocess
import sys
import tempfile
from importlib.resources import files
from pathlib import Path

from alembic import command

from engine.history.models import guards
from engine.kernel.database import open_engine
from webapi.release import alembic_config, upgrade


def main(message: str, *, first: bool) -> None:
    versions = Path(str(files("migrations"))) / "versions"
    versions.mkdir(exist_ok=True)
    if first:
        for file in versions.glob("0001_*.py"):
            file.unlink()
    number = f"{len(list(versions.glob('[0-9]*.py'))) + 1:04}"
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/empty.sqlite")
        if number != "0001":
            upgrade(engine)
        with engine.begin() as connection:
            command.revision(alembic_config(connection), message, autogenerate=True, rev_id=number)
        engine.dispose()
    if number == "0001":
        _guard_the_ledger(next(versions.glob("0001_*.py")))
    subprocess.run([sys.executable, "-m", "ruff", "format", "-q", str(versions)], check=False)  # noqa: S603


def _guard_the_ledger(file: Path) -> None:
    """Tables made by a migration have no triggers of their own: the statements are written out into it."""
    lines = ["    guards = {"]
    for dialect in ("sqlite", "postgresql"):
        lines += [f"        {dialect!r}: [", *(f"            {text!r}," for text in guards(dialect)), "        ],"]
    lines += ["    }", "    for statement in guards[op.get_bind().dialect.name]:", "        op.execute(statement)"]
    text = file.read_text()
    end = text.index("    # ### end Alembic commands ###")
    file.write_text(text[:end] + "\n".join(lines) + "\n" + text[end:])


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if word != "--first"]
    main(" ".join(words) or "initial", first="--first" in sys.argv)
