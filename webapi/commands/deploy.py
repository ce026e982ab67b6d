"""`keflow deploy`: lint and deploy BPMN, DMN and form files or folders."""

import sys
from pathlib import Path
from typing import Any

import click

from engine.definitions import commands, reviewing
from engine.definitions.reading import FileFinding
from webapi.commands.installation import opened
from webapi.findings import shown
from webapi.schemas import dumps
from webapi.texts import terminal_language

ENDINGS = (".bpmn", ".bpmn20.xml", ".dmn", ".schema.json", ".ui.json", ".zh.json", ".en.json", "scenarios.yaml")


@click.command("deploy")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--check", is_flag=True, help="only lint, deploy nothing")
@click.option("--json", "as_json", is_flag=True, help="one JSON object instead of lines")
def command(paths: tuple[Path, ...], check: bool, as_json: bool) -> None:
    """Lint and deploy files or folders: all of them or none; as a draft where a review is required.

    One line a finding: file, element, code, what is wrong, how to mend it. Exit code 1 when something was refused.
    """
    files = {name: file.read_bytes() for path in paths for name, file in _files(path)}
    findings, answer = _checked(files) if check else _deployed(files)
    refused = any(found.refuses for found in findings)
    lang = terminal_language()
    told = [shown(found, lang) for found in findings]
    if as_json:
        click.echo(dumps({**answer, "findings": told}))
    else:
        for one in told:
            place = " ".join(filter(None, (one["file"], one["element"])))
            click.echo(f"{one['severity']} {place} {one['code']}: {one['message']} {one['remedy']}".rstrip())
        for kind, versions in answer.items():
            for version in versions:
                click.echo(f"{kind}: {version['key']} {version['version']}")
    sys.exit(1 if refused else 0)


def _checked(files: dict[str, bytes]) -> tuple[list[FileFinding], dict[str, Any]]:
    with opened().unit(write=False) as ctx:
        return commands.check(ctx, files), {}


def _deployed(files: dict[str, bytes]) -> tuple[list[FileFinding], dict[str, Any]]:
    at = opened()
    try:
        with at.unit() as ctx:
            if at.parts.config.require_review:
                draft, warnings = reviewing.propose(ctx, files)
                return warnings, {"draft": [{"key": draft.id, "version": draft.status}]}
            outcome = commands.deploy(ctx, files)
    except commands.Undeployable as refused:
        return refused.findings, {}
    answer: dict[str, list[dict[str, Any]]] = {}
    for version in outcome.versions:
        answer.setdefault(version.kind, []).append({"key": version.key, "version": version.version})
    return outcome.warnings, answer


def _files(path: Path) -> list[tuple[str, Path]]:
    """The model files of a path by the names they are told under: below a folder, with the folder's own name."""
    if path.is_file():
        return [(path.name, path)]
    base = path.resolve().parent
    found = sorted(file for file in path.resolve().rglob("*") if file.is_file() and file.name.endswith(ENDINGS))
    return [(file.relative_to(base).as_posix(), file) for file in found]
