"""Files of cases over HTTP: whoever may see the case, and nobody else."""

from collections.abc import Callable
from io import BytesIO

import pytest

from tests.api.conftest import Caller
from tests.kit import House
from tests.kit.drawings import drawing

Call = Callable[[str | None], Caller]


@pytest.fixture
def case(house: House) -> str:
    house.person("ann").person("bob").person("aud", "auditor")
    house.deploy(ask__bpmn=drawing("ask", "start > look:user > end", look={"assignee": "ann"}))
    return house.start("ask", by="ann").id


def upload(who: Caller, case: str, content: bytes = b"<script>", name: str = "x.html"):
    return who.post("/attachments", data={"instance": case, "file": (BytesIO(content), name)})


def test_who_sees_the_case_adds_and_reads_its_files(call: Call, case: str) -> None:
    made = upload(call("ann"), case)
    assert (made.status_code, made.json["name"], made.json["size"]) == (201, "x.html", 8)
    served = call("aud").get(f"/attachments/{made.json['id']}")
    assert (served.data, served.mimetype) == (b"<script>", "application/octet-stream")
    assert served.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in served.headers["Content-Security-Policy"]
    assert [one["id"] for one in call("ann").get(f"/instances/{case}/attachments").json["items"]] == [made.json["id"]]


def test_others_see_and_add_nothing(call: Call, case: str) -> None:
    kept = upload(call("ann"), case).json["id"]
    bob = call("bob")
    assert [
        upload(bob, case).status_code, bob.get(f"/attachments/{kept}").status_code,
        bob.get(f"/instances/{case}/attachments").status_code, upload(call("aud"), case).status_code,
    ] == [404, 404, 404, 403]  # fmt: skip


def test_a_picture_may_be_shown(call: Call, case: str) -> None:
    kept = upload(call("ann"), case, b"\x89PNG\r\n\x1a\n", "图.png").json["id"]
    served = call("ann").get(f"/attachments/{kept}")
    assert (served.mimetype, served.headers["Content-Disposition"][:6]) == ("image/png", "inline")


def test_what_is_missing_is_named(call: Call, case: str) -> None:
    refused = call("ann").post("/attachments", data={"instance": case})
    assert (refused.status_code, refused.json["errors"][0]["path"]) == (422, "file")
