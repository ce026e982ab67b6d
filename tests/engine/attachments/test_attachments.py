"""Files of cases: kept once, hash on record, name sealed."""

import pytest
import simplejson
from sqlalchemy import func, select

from engine.attachments import commands, queries, rules
from engine.attachments.models import Blob
from engine.kernel import Invalid, NotFound
from tests.kit import House, Run
from tests.kit.drawings import drawing

PNG = b"\x89PNG\r\n\x1a\n rest"


@pytest.fixture
def run(house: House) -> Run:
    house.deploy(ask__bpmn=drawing("ask", "start > look:user > end"))
    return house.start("ask")


def add(run: Run, name: str, content: bytes) -> str:
    with run.house.unit() as ctx:
        return commands.add(ctx, run.id, name, content).id


def test_a_file_comes_back_as_it_was_and_the_ledger_keeps_its_hash_only(run: Run) -> None:
    kept = add(run, "王小明的投诉.png", PNG)
    row = run.house.look(lambda ctx: queries.attachment(ctx, kept))
    assert run.house.look(lambda ctx: queries.content(ctx, row)) == PNG
    assert run.house.look(lambda ctx: queries.name(ctx, row)) == "王小明的投诉.png"
    (told,) = [simplejson.loads(entry.data) for entry in run.facts if entry.fact == "AttachmentAdded"]
    assert (told["sha256"], told["size"], told["media"]) == (row.sha256, len(PNG), "image/png")
    assert "王小明" not in f"{told} {row.name}"


def test_equal_contents_are_kept_once(run: Run) -> None:
    for name in ("a.txt", "b.txt"):
        add(run, name, b"same")
    assert run.house.look(lambda ctx: ctx.session.scalar(select(func.count()).select_from(Blob))) == 1
    assert len(run.house.look(lambda ctx: queries.of_case(ctx, run.id))) == 2


@pytest.mark.parametrize(("content", "code"), [(b"", "file_empty"), (b"x" * (rules.LARGEST + 1), "file_too_large")])
def test_nothing_and_too_much_are_refused(run: Run, content: bytes, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        add(run, "x", content)


def test_a_file_of_no_case_is_refused(run: Run) -> None:
    with pytest.raises(NotFound), run.house.unit() as ctx:
        commands.add(ctx, "nowhere", "x", b"x")


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\y.pdf", "y.pdf"),
        ("a\x00\n\u202eb.txt", "ab.txt"),
        ("..", "file"),
        ("", "file"),
    ],
)
def test_names_are_names_only(told: str, kept: str) -> None:
    assert rules.clean(told) == kept
    assert len(rules.clean("长" * 300 + ".pdf")) <= 120
    assert rules.clean("长" * 300 + ".pdf").endswith(".pdf")
