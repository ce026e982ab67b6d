"""A house that knows a person well: on record, in cases that run and are over, in words, files, jobs and drafts."""

import pytest
from sqlalchemy import select

from engine import jobs
from engine.attachments import commands as attachments
from engine.customers import commands as customers
from engine.customers import dealing_commands as dealings
from engine.customers.contacts import Wish, save
from engine.customers.models import Contact, Customer
from engine.instances import messages
from engine.tasks import commands as tasks
from tests.kit import House, Run
from tests.kit.drawings import drawing

NAME, PHONE, MAIL, HOME = "王小明", "13912345678", "xiaoming.wang@example.com", "上海市静安区南京西路1234号"
SAID = f"{NAME}说家住{HOME},电话{PHONE[:3]} {PHONE[3:7]} {PHONE[7:]}"
VALUES = [NAME, PHONE, f"{PHONE[:3]} {PHONE[3:7]} {PHONE[7:]}", MAIL, HOME]
FORM = b"""{"type": "object", "properties": {
    "who": {"type": "string", "x-personal": true}, "story": {"type": "string"},
    "rows": {"type": "array", "items": {"type": "object", "properties": {"remark": {"type": "string"}}}},
    "decision": {"enum": ["approve", "reject"]}}}"""
TALK = drawing(
    "talk",
    "start > ask:user > again:user > wait:catch > end",
    ask={"form": "talk"},
    again={"form": "talk"},
    wait={"message": "over", "correlation": "={c: customer}"},
)


@pytest.fixture
def told(house: House) -> House:
    """People and a process in which somebody tells a story."""
    house.person("ann").person("bob").person("lin", groups=("隐私负责人",))
    house.deploy(talk__bpmn=TALK, talk__schema__json=FORM)
    return house


def known(house: House, number: str, name: str, *persons: tuple[str, str, str]) -> list[str]:
    """A customer with these contacts (name, phone, mail); the contacts' ids."""
    with house.unit() as ctx:
        row = customers.create(ctx, number, name)
        for who, phone, mail in persons:
            wish = Wish(row.id, None, who, "经理", phone)
            wish.values["mail"] = mail
            save(ctx, [wish])
        ctx.session.flush()
        rows = select(Contact.id).where(Contact.customer_id == row.id).order_by(Contact.id)
        return list(ctx.session.scalars(rows))


def lived(house: House, number: str) -> tuple[Run, Run]:
    """What leaves traces everywhere: a case that runs and one that is over, dealings, a file, a draft, a comment, a
    message nobody waits for, a job."""
    with house.unit() as ctx:
        customer_id = customers.find(ctx, number).id
    running = house.start("talk", customer_id=customer_id, customer=number, note=SAID, list=[{"text": SAID}] * 40)
    over = house.start("talk", by="ann", customer_id=customer_id, customer=number + "x", note=SAID)
    for run in (running, over):
        run.task("ask").completed_by("ann", who=NAME, story=SAID, rows=[{"remark": SAID}], decision="approve")
    over.task("again").completed_by("ann", story=SAID)
    house.message("over", {"c": number + "x"})
    with house.unit("ann") as ctx:
        tasks.draft(ctx, running.task("again").id, {"who": NAME, "story": SAID})
        tasks.comment(ctx, running.task("again").id, SAID)
        attachments.add(ctx, running.id, f"{NAME}的身份证.txt", SAID.encode())
    with house.unit() as ctx:
        customer = ctx.session.get_one(Customer, customer_id)
        dealings.record_interaction(
            ctx, customer, {"channel": "phone", "subject": SAID, "participants": NAME, "feedback": SAID}
        )
        dealings.record_need(
            ctx, customer, {"kind": "product", "description": SAID, "priority": "mid", "state": "confirmed"}
        )
        messages.publish(ctx, "nobody", {"x": 1}, {"text": SAID})
        jobs.later(ctx, "message", {"text": SAID}, due=ctx.now.replace(year=2030), instance_id=running.id)
    return running, over
