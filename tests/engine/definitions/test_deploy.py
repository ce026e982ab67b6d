"""Deploying: all or nothing, numbered versions, findings that name file and element."""

import pytest
from sqlalchemy import select

from engine.definitions import catalogue, commands, queries
from engine.definitions.models import Deployment
from engine.kernel import Context, Forbidden, new_id
from tests.kit import House
from tests.kit.drawings import drawing

FORM = b'{"type": "object", "properties": {"note": {"type": "string"}}, "required": ["note"]}'


def test_unchanged_content_keeps_its_version_and_changed_content_gets_the_next(house: House) -> None:
    house.deploy(p__bpmn=drawing("p", "start > a:user > end"))
    same = house.deploy(p__bpmn=drawing("p", "start > a:user > end"))
    other = house.deploy(p__bpmn=drawing("p", "start > b:user > end"))
    assert [version.version for version in same.versions + other.versions] == [1, 2]


def test_of_two_deployments_at_once_the_later_commit_is_seen_even_with_the_earlier_id(house: House) -> None:
    def generation(ctx: Context) -> str:
        return str(ctx.session.scalar(select(catalogue.generation_of(ctx.tenant))))

    early = new_id()
    house.deploy(p__bpmn=drawing("p", "start > a:user > end"))
    before = house.look(generation)
    with house.unit() as ctx:
        ctx.session.add(Deployment(id=early, deployed_at=ctx.now, deployed_by="ann", warnings=[]))
    assert house.look(generation) != before


def test_one_refused_file_stops_all(house: House) -> None:
    with pytest.raises(commands.Undeployable) as refused:
        house.deploy(good__bpmn=drawing("good", "start > a:user > end"), bad__bpmn=b"<definitions>")
    assert {found.file for found in refused.value.findings if found.refuses} == {"bad.bpmn"}
    assert house.look(lambda ctx: queries.catalogue(ctx).heads("process", ctx.now)) == []


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"<!DOCTYPE x [<!ENTITY e 'x'>]><x>&e;</x>", b"{}"])
def test_what_is_no_drawing_is_refused_with_a_finding(house: House, content: bytes) -> None:
    with pytest.raises(commands.Undeployable) as refused:
        house.deploy(p__bpmn=content)
    assert refused.value.findings


def test_names_that_nothing_answers_to_are_warned_of(house: House) -> None:
    settings = {"form": "no_form", "assignee": "nobody"}
    outcome = house.deploy(p__bpmn=drawing("p", "start > a:user > end", a=settings))
    assert {"form_unknown", "person_unknown"} <= {found.finding.code for found in outcome.warnings}


def test_a_form_may_be_deployed_in_parts(house: House) -> None:
    house.deploy(**{"note__schema__json": FORM, "note__zh__json": b'{"note": "\xe5\xa4\x87\xe6\xb3\xa8"}'})
    outcome = house.deploy(**{"note__en__json": b'{"note": "Note"}'})
    form = house.look(lambda ctx: queries.form(ctx, queries.latest(ctx, "form", "note")))
    assert (outcome.versions[0].version, form.texts["zh"], form.texts["en"]) == (2, {"note": "备注"}, {"note": "Note"})


def test_only_process_owners_deploy(house: House) -> None:
    house.person("ann")
    with pytest.raises(Forbidden):
        house.deploy(by="ann", p__bpmn=drawing("p", "start > a:user > end"))


def test_who_deployed_what_stands_in_the_settings_stream(house: House) -> None:
    house.person("owner", "process_owner")
    house.deploy(by="owner", p__bpmn=drawing("p", "start > a:user > end"))
    entry = [entry for entry in house.ledger("settings") if entry.fact == "DefinitionDeployed"][-1]
    assert entry.actor == "owner"
    assert '"key":"p"' in entry.data
