"""Notices, wishes and channels over HTTP."""

from collections.abc import Callable

import pytest
from click.testing import Result

from engine.notify import commands
from tests.api.conftest import Caller
from tests.api.test_commands import run as run
from tests.engine.notify.conftest import MailServer
from tests.engine.notify.conftest import mail as mail
from tests.engine.notify.test_telling import asked
from tests.kit import House

Call = Callable[[str | None], Caller]
ROBOT = {"name": "desk", "kind": "wecom", "secret": {"url": "https://qyapi.example/send?key=0815"}, "groups": ["desk"]}


@pytest.fixture
def office(house: House) -> House:
    return house.person("root", "admin").person("ann", groups=("desk",), email="ann@example.com")


def test_a_notice_says_what_happened_in_the_readers_language(office: House, call: Call) -> None:
    asked(office, "ann")
    ann = call("ann")
    english, chinese = (ann.get("/notices", headers={"Accept-Language": lang}).json for lang in ("en", "zh"))
    assert (english["unread"], english["items"][0]["text"]) == (1, "A task for you: Have a look")
    assert chinese["items"][0]["text"] == "您有新任务:看一看"
    assert ann.post("/notices/read", {}).json == {"unread": 0}


def test_a_channel_is_made_and_changed_and_shows_no_secret(office: House, call: Call) -> None:
    root = call("root")
    made = root.post("/notices/channels", ROBOT)
    assert (made.status_code, made.json["has_secret"]) == (201, True)
    changed = root._send("PUT", f"/notices/channels/{made.json['id']}", json={"name": "desk 2", "kind": "wecom"})
    assert (changed.json["name"], changed.json["has_secret"]) == ("desk 2", True)
    assert "0815" not in root.get("/notices/channels").text + changed.text
    assert root.post(f"/notices/channels/{made.json['id']}/remove", {}).status_code == 200
    assert root.get("/notices/channels").json["items"] == []


def test_what_is_missing_is_named_by_path(office: House, call: Call) -> None:
    refused = call("root").post(
        "/notices/channels", {"name": "x", "kind": "webhook", "secret": {"url": "https://x.example"}}
    )
    assert (refused.status_code, [error["path"] for error in refused.json["errors"]]) == (422, ["secret.secret"])


def test_channels_and_settings_are_the_admins(office: House, call: Call) -> None:
    ann = call("ann")
    for answer in (
        ann.get("/notices/channels"),
        ann.post("/notices/channels", ROBOT),
        ann.get("/notices/deliveries"),
        ann.patch("/notices/settings", {"quiet_from": "20:00", "reason": "x"}),
    ):
        assert answer.status_code == 403
    hosts = call("root").patch("/notices/settings", {"allowed_hosts": ["10.0.0.1"], "reason": "x"})
    assert hosts.status_code == 422


def test_wishes_are_kept(office: House, call: Call) -> None:
    ann, wish = call("ann"), {"mail": False, "muted": ["assigned"], "quiet_from": "20:00", "quiet_to": "07:30"}
    assert ann.get("/notices/preference").json["mail"] is True
    assert ann._send("PUT", "/notices/preference", json=wish).json == wish
    half = ann._send("PUT", "/notices/preference", json={"mail": True, "quiet_from": "20:00"})
    assert half.json["errors"][0]["path"] == "quiet_to"


def test_a_test_notice_arrives_and_stands_among_the_deliveries(office: House, call: Call, mail: MailServer) -> None:
    office.person("boss", "admin", email="boss@example.com", language="en")
    with office.unit() as ctx:
        commands.change_settings(ctx, {"allowed_hosts": ["127.0.0.1"]}, reason="tests", operator=True)
    settings = {"host": "127.0.0.1", "port": mail.port, "security": "none", "sender": "k@example.com"}
    boss = call("boss")
    made = boss.post("/notices/channels", {"name": "mail", "kind": "mail", "settings": settings}).json
    tried = boss.post(f"/notices/channels/{made['id']}/test", {}).json
    office.settle()
    assert [letter["Subject"] for letter in mail.letters] == ["This is a test notice"]
    assert boss.get("/notices/deliveries").json["items"][0]["id"] == tried["delivery"]


def test_an_operator_opens_a_host_inside_the_house(run: Callable[..., Result]) -> None:
    run("db", "upgrade")
    assert run("notify", "allow", "relay:25").output == "relay:25\n"
    assert "relay:25" in run("notify", "list").output
    assert run("notify", "allow", "relay:25", "--remove").output == "-\n"
