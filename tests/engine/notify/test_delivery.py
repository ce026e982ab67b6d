"""Notices leave the house: by mail and webhook, on real sockets, once, with retries, and not at night."""

import base64
import hmac
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

import pytest

from engine.instances.events import NoticeSent
from engine.kernel import Forbidden, Invalid
from engine.notify import commands, queries
from engine.notify.channels import door, webhook
from engine.notify.channels.letter import Undeliverable
from tests.engine.notify.conftest import MailServer, Receiver, channel, deliveries, notices
from tests.engine.notify.test_telling import asked
from tests.kit import House


def escalate(house: House, to: str = "bob", level: int = 2) -> None:
    run = asked(house, "dora", by="dora")
    with house.unit() as ctx:
        ctx.record(NoticeSent(instance_id=run.id, to=(to,), kind="escalated", level=level))
    house.settle()


def test_a_mail_speaks_the_readers_language_and_names_nobody(office: House, mail: MailServer) -> None:
    channel(office, "mail", mail)
    asked(office, "bob")
    asked(office, "ann")
    english, chinese = mail.letters
    assert (english["To"], english["Subject"]) == ("bob@example.com", "A task for you: Have a look")
    assert chinese["Subject"] == "您有新任务:看一看"
    text = english.get_content()
    assert "https://keflow.example/app/inbox?task=" in text
    assert "bob" not in text
    assert deliveries(office) == [("sent", None), ("sent", None)]


def test_a_mail_server_that_is_busy_is_tried_again(office: House, mail: MailServer) -> None:
    channel(office, "mail", mail)
    mail.refuses = "451 later"
    asked(office, "ann")
    assert deliveries(office) == [("queued", None)]
    mail.refuses = None
    office.later(seconds=15)
    assert [letter["To"] for letter in mail.letters] == ["ann@example.com"]
    assert deliveries(office) == [("sent", None)]


def test_what_is_refused_for_good_is_on_the_list_and_the_admin_told_once(office: House, mail: MailServer) -> None:
    channel(office, "mail", mail)
    mail.refuses = "550 no such box"
    asked(office, "ann")
    asked(office, "bob")
    assert deliveries(office) == [("failed", "smtp_550")] * 2
    assert notices(office, "root") == ["channel_failed"]


def test_at_night_only_the_executives_level_is_sent(office: House, mail: MailServer) -> None:
    channel(office, "mail", mail)
    office.later(hours=14)  # 23:00
    escalate(office, level=2)
    assert mail.letters == []
    escalate(office, level=3)
    assert [letter["Subject"] for letter in mail.letters] == ["Escalated to level 3 (executive)"]
    office.later(hours=9)
    assert len(mail.letters) == 2


def test_what_was_read_at_night_is_not_mailed_in_the_morning(office: House, mail: MailServer) -> None:
    channel(office, "mail", mail)
    office.later(hours=14)
    escalate(office)
    with office.unit("bob") as ctx:
        queries.read(ctx)
    office.later(hours=10)
    assert mail.letters == []
    assert deliveries(office) == [("dropped", "moot")]


def test_a_group_is_told_in_the_morning_whoever_of_it_has_read_the_notice(office: House, receiver: Receiver) -> None:
    channel(office, "wecom", receiver, groups=("desk",))
    office.later(hours=14)
    escalate(office)
    with office.unit("bob") as ctx:
        queries.read(ctx)
    office.later(hours=10)
    assert [call.json["text"]["content"].splitlines()[0] for call in receiver.calls] == ["问题升级到二级(部门联动)"]


def test_a_person_chooses(office: House, mail: MailServer) -> None:
    channel(office, "mail", mail)
    for wish in ({"mail": False, "muted": []}, {"mail": True, "muted": ["assigned"]}):
        with office.unit("ann") as ctx:
            commands.prefer(ctx, quiet_from=None, quiet_to=None, **wish)
        asked(office, "ann")
    assert mail.letters == []
    assert notices(office, "ann") == ["assigned", "assigned"]


def test_a_webhook_is_signed_and_a_repetition_has_the_same_id(office: House, receiver: Receiver) -> None:
    channel(office, "webhook", receiver)
    receiver.answers = [(503, "")]
    asked(office, "ann")
    office.later(seconds=15)
    first, second = receiver.calls
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    signed = f"{second.headers['webhook-id']}.{second.headers['webhook-timestamp']}.".encode() + second.raw
    proof = base64.b64encode(hmac.new(b"key", signed, sha256).digest()).decode()
    assert second.headers["webhook-signature"] == f"v1,{proof}"
    assert (second.json["kind"], second.json["task"]) == ("assigned", "看一看")
    assert "ann" not in second.raw.decode()


def test_the_published_example_of_the_specification_is_signed_alike() -> None:
    body = b'{"test": 2432232314}'
    made = webhook.sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body)
    assert made == "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_dingtalk_and_feishu_are_signed_as_they_want_it(office: House, receiver: Receiver) -> None:
    channel(office, "dingtalk", receiver, secret={"secret": "SEC1"})
    channel(office, "feishu", receiver, secret={"secret": "SEC2"})
    channel(office, "wecom", receiver)
    asked(office, "ann")
    calls = {urlsplit(call.path).path: call for call in receiver.calls}
    asked_of = {name: values[0] for name, values in parse_qs(urlsplit(calls["/dingtalk"].path).query).items()}
    assert asked_of["sign"] == digest(b"SEC1", f"{asked_of['timestamp']}\nSEC1".encode())
    feishu = calls["/feishu"].json
    assert feishu["sign"] == digest(f"{feishu['timestamp']}\nSEC2".encode(), b"")
    assert calls["/wecom"].json["text"]["content"].startswith("您有新任务:看一看\n")


def digest(key: bytes, message: bytes) -> str:
    return base64.b64encode(hmac.new(key, message, sha256).digest()).decode()


def test_a_robot_tells_its_group_what_concerns_it_in_one_message(office: House, receiver: Receiver) -> None:
    office.person("eve", groups=("other",))
    channel(office, "wecom", receiver, groups=("desk",))
    run = asked(office, "eve")
    assert receiver.calls == []
    with office.unit() as ctx:
        ctx.record(NoticeSent(instance_id=run.id, to=("ann", "bob"), kind="escalated", level=2))
    office.settle()
    assert len(receiver.calls) == 1


@pytest.mark.parametrize(
    ("answer", "status"),
    [((200, '{"errcode": 310000}'), ("failed", "robot_310000")), ((302, ""), ("failed", "http_302"))],
)
def test_no_is_no(office: House, receiver: Receiver, answer: tuple[int, str], status: tuple[str, str]) -> None:
    channel(office, "wecom", receiver)
    receiver.answers = [answer]
    asked(office, "ann")
    assert deliveries(office) == [status]
    assert len(receiver.calls) == 1


def test_a_robot_that_asks_for_patience_gets_it(office: House, receiver: Receiver) -> None:
    channel(office, "wecom", receiver)
    receiver.answers = [(200, '{"errcode": 45009}')] * 9
    asked(office, "ann")
    office.later(minutes=9)
    assert deliveries(office) == [("sent", None)]


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://127.0.0.1:1/x", "https_needed"),
        ("https://127.0.0.1:1/x", "address_private"),
        ("https://[::ffff:127.0.0.1]/x", "address_private"),
        ("https://169.254.169.254/latest", "address_private"),
        ("https://localhost/x", "address_private"),
        ("file:///etc/passwd", "https_needed"),
    ],
)
def test_the_inside_of_the_house_is_not_reached_unless_an_operator_says_so(url: str, code: str) -> None:
    with pytest.raises(Undeliverable, match=code):
        door.post(url, {}, b"", ())


def test_only_an_operator_opens_the_inside_and_only_an_admin_makes_channels(office: House) -> None:
    with pytest.raises(Forbidden), office.unit("root") as ctx:
        commands.change_settings(ctx, {"allowed_hosts": ["10.0.0.1"]}, reason="x")
    with pytest.raises(Forbidden), office.unit("ann") as ctx:
        commands.save_channel(ctx, None, name="x", kind="wecom", settings={}, secret={"url": "https://x.example"})


def test_a_channel_keeps_its_secret_sealed_and_through_changes(office: House, receiver: Receiver) -> None:
    kept = channel(office, "webhook", receiver)
    with office.unit("root") as ctx:
        commands.save_channel(ctx, kept, name="renamed", kind="webhook", settings={})
    asked(office, "ann")
    assert len(receiver.calls) == 1
    stored = office.look(lambda ctx: queries.channel(ctx, kept).sealed)
    told = [entry.data for entry in office.ledger("settings") if entry.fact == "ChannelSaved"]
    assert "127.0.0.1" not in f"{stored} {told}"


def test_what_a_channel_lacks_is_named(office: House) -> None:
    with pytest.raises(Invalid) as refused, office.unit("root") as ctx:
        commands.save_channel(ctx, None, name="x", kind="mail", settings={"host": "h"})
    assert {"settings.port", "settings.sender", "settings.security"} == {one["path"] for one in refused.value.errors}
