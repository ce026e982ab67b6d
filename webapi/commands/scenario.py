"""`keflow scenario`: play what processes promise, in a company of their own that is thrown away afterwards."""

import shutil
import tempfile
from pathlib import Path

import click

from engine import runtime
from engine.definitions import commands as definitions
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
from webapi.texts import say, terminal_language

MONDAY = "manual:2026-03-02T09:00:00+08:00"


@click.group("scenario")
def command() -> None:
    """Scenarios of processes."""


@command.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, file_okay=False, resolve_path=True, path_type=Path))
@click.option("--name", "part", default="", help="only scenarios whose name holds this text")
def run(paths: tuple[Path, ...], part: str) -> None:
    """Play the scenarios.yaml of process folders (by default all that keflow ships) in a scratch company.

    PATHS are process folders, with forms and tables beside the drawing where they are not shipped. One line a scenario;
    exit 1 when one goes astray, or when all of a process leave an element unreached.
    """
    wanted = [folder for path in paths for folder in folders(path.parent) if folder == path] or folders(PROCESSES)
    if paths and len(wanted) != len(paths):
        raise click.UsageError("a process folder holds a .bpmn file and scenarios.yaml")
    with tempfile.TemporaryDirectory() as scratch:
        company = _furnished(Path(scratch), [folder for folder in wanted if folder.parent != PROCESSES])
        sound = [_folder(folder, part, company) for folder in wanted]
    raise SystemExit(0 if all(sound) else 1)


def _folder(folder: Path, part: str, company: Path) -> bool:
    told = list(scenarios(folder))
    played = [scenario for scenario in told if part in scenario.name]
    reached: set[str] = set()
    astray = sum(not _played(scenario, company, reached) for scenario in played)
    if astray or len(played) < len(told):
        return not astray
    model = next(m for m in runtime.parse(next(folder.glob("*.bpmn")).read_bytes()).models if m.executable)
    unreached = sorted(set(model.elements) - reached)
    if unreached:
        click.echo(f"✗ {folder.name}: no scenario reaches {', '.join(unreached)}")
    return not unreached


def _played(scenario: Scenario, company: Path, reached: set[str]) -> bool:
    with tempfile.TemporaryDirectory(dir=company.parent) as scratch:
        stage = _stage(Path(shutil.copy(company, scratch)))
        try:
            reached |= play_whole(stage, scenario)
        except (Astray, Rejected) as left:
            why = say(left.code, left.params, terminal_language()) if isinstance(left, Rejected) else str(left)
            click.echo(f"✗ {scenario.process}: {scenario.name}: {why}")
            return False
        finally:
            stage.database.dispose()
    click.echo(f"✓ {scenario.process}: {scenario.name}")
    return True


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
    files = {path.name: path.read_bytes() for folder in own for path in folder.rglob("*") if path.suffix in KINDS}
    if files:
        with stage.unit() as ctx:
            definitions.deploy(ctx, files)
    with stage.database.connect() as connection:  # a copy of the file must not need its write-ahead log
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    stage.database.dispose()
    return file
