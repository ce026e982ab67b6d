"""`keflow scenario`: play what processes promise, in a company of their own that is thrown away afterwards."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import click

from engine.definitions import commands as definitions
from engine.definitions import queries
from engine.kernel import Rejected
from engine.kernel.database import open_engine
from engine.wiring import WIRING
from webapi import release
from webapi.commands.installation import Installation, begin
from webapi.config import Config
from webapi.demo.shipped import KINDS, PROCESSES
from webapi.demo.stage import Stage
from webapi.parts import assemble
from webapi.scenarios import Astray, Scenario, folders, scenarios, world
from webapi.scenarios.whole import play_whole
from webapi.schemas import dumps
from webapi.texts import say, terminal_language

FOLDER = click.Path(exists=True, file_okay=False, resolve_path=True, path_type=Path)
MONDAY = "manual:2026-03-02T09:00:00+08:00"


@click.group("scenario")
def command() -> None:
    """Scenarios of processes."""


@command.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, file_okay=False, resolve_path=True, path_type=Path))
@click.option("--name", "part", default="", help="only scenarios whose name holds this text")
@click.option("--house", type=FOLDER, help="files of a whole house, used over what keflow ships")
@click.option("--json", "as_json", is_flag=True, help="a line of JSON a scenario")
def run(paths: tuple[Path, ...], part: str, house: Path | None, as_json: bool) -> None:
    """Play the scenarios.yaml of process folders (by default all that keflow ships) in a scratch company.

    PATHS are process folders, with forms and tables beside the drawing where they are not shipped. One line a scenario;
    exit 1 when one goes astray, or when all of a process leave an element unreached.
    """
    wanted = [path for path in paths if (path / "scenarios.yaml").is_file()] if paths else folders(PROCESSES)
    if len(wanted) < len(paths):
        raise click.UsageError("a process folder holds a .bpmn file and scenarios.yaml")
    say_it = _as_json if as_json else _in_words
    with tempfile.TemporaryDirectory() as scratch:
        own = [folder for folder in wanted if folder.parent != PROCESSES]
        company = _furnished(Path(scratch), [*([house] if house else []), *own])
        sound = [_folder(folder, part, company, say_it) for folder in wanted]
    raise SystemExit(0 if all(sound) else 1)


Say = Callable[[Scenario | str, str | list[str] | None], None]
"""(scenario, why it went astray or None) or (process, elements that nothing reached) -> a line."""


def _in_words(what: Scenario | str, wrong: str | list[str] | None) -> None:
    if isinstance(what, Scenario):
        click.echo(f"{'✗' if wrong else '✓'} {what.process}: {what.name}{f': {wrong}' if wrong else ''}")
    elif wrong:
        click.echo(f"✗ {what}: no scenario reaches {', '.join(wrong)}")


def _as_json(what: Scenario | str, wrong: str | list[str] | None) -> None:
    if isinstance(what, Scenario):
        told = {"process": what.process, "name": what.name, "ok": wrong is None, "why": wrong}
    else:
        told = {"process": what, "unreached": wrong}
    click.echo(dumps(told))


def _folder(folder: Path, part: str, company: Path, say_it: Say) -> bool:
    try:
        told = list(scenarios(folder))
    except ValueError as unreadable:
        say_it(Scenario(folder.name, "scenarios.yaml", {}), str(unreadable))
        return False
    played = [scenario for scenario in told if part in scenario.name]
    reached: set[str] = set()
    astray = sum(not _played(scenario, company, reached, say_it) for scenario in played)
    if astray or len(played) < len(told):
        return not astray
    unreached = sorted(_elements(company, folder.name) - reached)
    say_it(folder.name, unreached)
    return not unreached


def _elements(company: Path, process: str) -> set[str]:
    """The elements of the process as the scratch company knows it."""
    stage = _stage(company)
    with stage.unit(write=False) as ctx:
        found = set(queries.model(ctx, queries.latest(ctx, "process", process)).elements)
    stage.database.dispose()
    return found


def _played(scenario: Scenario, company: Path, reached: set[str], say_it: Say) -> bool:
    with tempfile.TemporaryDirectory(dir=company.parent) as scratch:
        stage = _stage(Path(shutil.copy(company, scratch)))
        wrong = None
        try:
            reached |= play_whole(stage, scenario)
        except (Astray, Rejected) as left:
            wrong = say(left.code, left.params, terminal_language()) if isinstance(left, Rejected) else str(left)
        except (KeyError, TypeError, ValueError, AttributeError) as left:  # a step that is written wrongly
            wrong = f"{type(left).__name__}: {left}"
        finally:
            stage.database.dispose()
    say_it(scenario, wrong)
    return wrong is None


def _stage(file: Path) -> Stage:
    url = f"sqlite:///{file}"
    config = Config(database_url=url, secret="a scratch company keeps no secrets", clock=MONDAY)  # noqa: S106
    return Stage(assemble(config, WIRING), open_engine(url))


def _furnished(scratch: Path, own: list[Path]) -> Path:
    """The scratch company, once: people, everything shipped, and the folders asked about."""
    file = scratch / "company.sqlite"
    stage = _stage(file)
    release.upgrade(stage.database)
    begin(Installation(stage.parts, stage.database))
    world.furnish(stage)
    files = {
        path.relative_to(folder.parent).as_posix(): path.read_bytes()
        for folder in own
        for path in sorted(folder.rglob("*"))
        if path.suffix in KINDS
    }
    if files:
        with stage.unit() as ctx:
            definitions.deploy(ctx, files)
    with stage.database.connect() as connection:  # a copy of the file must not need its write-ahead log
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    stage.database.dispose()
    return file
