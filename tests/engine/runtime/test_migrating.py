"""Another version under a running instance: it runs on as the new drawing says, or it is refused and stays unharmed."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from lxml import etree

from engine import runtime as rt
from engine.runtime import migrating
from tests.engine.runtime.blocks import EVENTS, NAMES, drawing
from tests.engine.runtime.draw import boundary, draw, model, properties, timer
from tests.engine.runtime.trees import TASKS
from tests.engine.runtime.world import Case, World

MESSAGE = "<message id='M' name='m'/><message id='N' name='n'/>"
SHORT = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
FORK = "s -> p1 -> a -> p2 -> z -> e; p1 -> b -> p2"
ASK = dict.fromkeys("abcz", "userTask")


def users(chains: str, **kinds: object) -> rt.Model:
    """A drawing in which the elements with one letter of `abcz` are user tasks."""
    named = {name: kind for name, kind in ASK.items() if f" {name} " in f" {chains.replace(';', ' ')} "}
    return model(draw(chains, MESSAGE, **{**named, **kinds}))


def begun(old: rt.Model, *done: str) -> tuple[World, Case]:
    world = World(old)
    case = world.start("p")
    for element in done:
        world.complete(element)
    return world, case


def migrate(world: World, case: Case, new: rt.Model, **mapping: str) -> migrating.Plan:
    """Migrates the case, unless the plan refuses."""
    found = migrating.migrate(case.model, new, case.state, case.variables, world._env(case), mapping)
    assert bool(found.plan.refusals) == (found.step is None)
    if found.step is not None:
        case.model = new
        case.open = {change.token: change.to for change in found.plan.changes if change.token in case.open}
        world._absorb(case, found.step)
    return found.plan


def refused(plan: migrating.Plan) -> list[tuple[str, str]]:
    return [(one.element, one.code) for one in plan.refusals]


def test_an_open_task_goes_on_into_what_is_new_behind_it():
    world, case = begun(users("s -> a -> z -> e"))
    plan = migrate(world, case, users("s -> a -> b -> z -> e"))
    assert (plan.changes[0].token, plan.changes[0].to) == (next(iter(case.open)), "a")
    for element in "abz":
        world.complete(element)
    assert case.status == "completed"


def test_what_is_new_and_already_behind_is_named():
    world, case = begun(users("s -> a -> z -> e"), "a")
    assert migrate(world, case, users("s -> a -> b -> z -> e")).passed_by == ("b",)


def test_a_removed_element_with_a_token_is_refused_unless_mapped():
    world, case = begun(users("s -> a -> e"))
    assert refused(migrate(world, case, users("s -> b -> e"))) == [("a", "element_removed")]
    assert migrate(world, case, users("s -> b -> e"), a="b").changes[0].to == "b"
    world.complete("b")
    assert case.status == "completed"


def test_a_finished_element_may_go():
    world, case = begun(users("s -> a -> z -> e"), "a")
    assert not migrate(world, case, users("s -> z -> e")).refusals


@pytest.mark.parametrize("done", ["", "a", "b"])
def test_a_new_branch_into_a_join_is_refused_while_its_branches_run(done):
    world, case = begun(users(FORK), *done)
    code = "join_changed" if done else "join_unreachable"
    assert refused(migrate(world, case, users(f"{FORK}; p1 -> c -> p2"))) == [("p2", code)]
    for element in sorted({"a", "b"} - set(done)):
        world.complete(element)
    world.complete("z")
    assert case.status == "completed"


def test_a_new_branch_is_welcome_before_the_split():
    world, case = begun(users(f"s -> z; {FORK.replace('s -> ', 'z -> ').replace('-> z -> e', '-> e')}"))
    new = users("s -> z -> p1 -> a -> p2 -> e; p1 -> b -> p2; p1 -> c -> p2")
    assert not migrate(world, case, new).refusals
    for element in "zabc":
        world.complete(element)
    assert case.status == "completed"


def test_an_arrival_stays_counted_when_its_branch_is_drawn_anew():
    world, case = begun(users(FORK), "a")
    assert not migrate(world, case, users("s -> p1 -> a -> c -> p2 -> z -> e; p1 -> b -> p2")).refusals
    world.complete("b")
    assert world.open_tasks() == ["z"]


def test_two_that_ran_side_by_side_may_not_come_one_behind_the_other():
    world, case = begun(users(FORK))
    assert refused(migrate(world, case, users("s -> a -> b -> z -> e"))) == [("b", "tokens_in_line")]


def test_an_open_timer_keeps_its_due_time_and_a_new_one_is_armed():
    old = users("s -> a -> e; late -> e1", late=boundary("a", timer("PT2H")))
    world, case = begun(old)
    world.later(3600)
    new = users(
        "s -> a -> e; late -> e1; soon -> c -> e2",
        late=boundary("a", timer("PT9H")),
        soon=boundary("a", timer("PT30M"), interrupting=False),
    )
    plan = migrate(world, case, new)
    assert [edge.element for edge in plan.armed] == ["soon"]
    assert ("late", ("timer",)) in [(change.element, change.changed) for change in plan.changes]
    world.later(1800)
    assert world.open_tasks() == ["a", "c"]
    world.later(1800)
    assert world.open_tasks() == ["c"]


def test_a_timer_that_has_fired_is_not_armed_again_and_one_that_is_gone_is_void():
    late = boundary("a", timer("PT1H"), interrupting=False)
    other = boundary("a", timer("PT2H"), interrupting=False)
    world, case = begun(users("s -> a -> e; late -> e1; other -> e2", late=late, other=other))
    world.later(3600)
    plan = migrate(world, case, users("s -> a -> z -> e; late -> e1", late=late))
    assert ([edge.element for edge in plan.dropped], plan.armed, case.timers) == (["other"], (), {})


def test_an_event_on_the_edge_goes_on_under_its_new_name():
    late = boundary("a", timer("PT1H"))
    world, case = begun(users("s -> a -> e; late -> e1", late=late))
    plan = migrate(world, case, users("s -> a -> e; later -> c -> e1", later=late), late="later")
    assert (plan.armed, plan.dropped) == ((), ())
    assert ("late", "later") in [(change.element, change.to) for change in plan.changes]
    world.later(3600)
    assert world.open_tasks() == ["c"]


def test_a_message_is_awaited_by_its_new_name():
    world, case = begun(users("s -> w -> e", w=("intermediateCatchEvent", EVENTS["message"])))
    new = users("s -> w -> e", w=("intermediateCatchEvent", "<messageEventDefinition messageRef='N'/>"))
    assert migrate(world, case, new).changes[0].changed == ("message",)
    assert not world.message("m")
    assert world.message("n")
    assert case.status == "completed"


def test_changed_settings_of_an_open_task_are_told_and_the_task_stays():
    world, case = begun(users("s -> a -> e", a=("userTask", properties(form="f1", due="8bh"))))
    plan = migrate(world, case, users("s -> a -> e", a=("userTask", properties(form="f2", assignee="ann"))))
    assert plan.changes[0].changed == ("assignee", "due", "form")
    world.complete("a")
    assert case.status == "completed"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("userTask", "manualTask", "kind_changed"),
        (("userTask", "<standardLoopCharacteristics loopMaximum='2'/>"), "userTask", "loop_changed"),
        ("userTask", ("userTask", "<standardLoopCharacteristics loopMaximum='2'/>"), "loop_changed"),
        (("intermediateCatchEvent", timer("PT1H")), ("intermediateCatchEvent", EVENTS["message"]), "event_changed"),
        ("callActivity calledElement='q'", "callActivity calledElement='r'", "call_changed"),
        ("userTask", "userTask startQuantity='2'", "quantity_changed"),
    ],
)
def test_an_open_element_of_another_nature_is_refused(old, new, code):
    found = rt.start(users("s -> a -> e", a=old), {}, World()._env(Case(None)))
    plan = migrating.plan(users("s -> a -> e", a=old), users("s -> a -> e", a=new), found.state)
    assert {one.code for one in plan.refusals} == {code}


def test_a_token_moves_within_its_scope_and_not_out_of_a_branch():
    world, case = begun(users("s -> a -> p1 -> b -> p2 -> z -> e; p1 -> c -> p2"))
    moved = migrating.move(case.model, case.state, {}, world._env(case), next(iter(case.open)), "z")
    world._absorb(case, moved.step)
    assert world.open_tasks() == ["z"]
    moved = migrating.move(case.model, case.state, {}, world._env(case), next(iter(case.open)), "b")
    assert [(one.element, one.code) for one in moved.refusals] == [("p2", "join_unreachable")]


def test_an_instance_that_is_over_cannot_be_migrated():
    world, case = begun(users("s -> a -> e"), "a")
    with pytest.raises(rt.NoSuchToken):
        migrate(world, case, users("s -> e"))


# any small model, any small edit, at any point


def flows(root):
    return list(root.iter("{*}sequenceFlow"))


def insert(root, data):
    flow = data.draw(st.sampled_from(flows(root)))
    scope, new = flow.getparent(), f"new{len(flows(root))}"
    etree.SubElement(scope, flow.tag, id=f"from_{new}", sourceRef=new, targetRef=flow.get("targetRef"))
    etree.SubElement(scope, flow.tag.replace("sequenceFlow", "userTask"), id=new)
    flow.set("targetRef", new)


def rename(root, data):
    node = data.draw(st.sampled_from(list(root.iter("{*}userTask"))))
    old, new = node.get("id"), f"{node.get('id')}again"
    for one in root.iter():
        for name in ("id", "sourceRef", "targetRef", "attachedToRef"):
            if one.get(name) == old:
                one.set(name, new)
    return {old: new} if data.draw(st.booleans()) else {}


def remove(root, data):
    tasks = [
        one for one in root.iter("{*}userTask") if not any(b.get("attachedToRef") == one.get("id") for b in root.iter())
    ]
    if not tasks:
        return
    node = data.draw(st.sampled_from(tasks))
    out = [one for one in flows(root) if one.get("sourceRef") == node.get("id")]
    into = [one for one in flows(root) if one.get("targetRef") == node.get("id")]
    if len(out) == 1:
        for flow in into:
            flow.set("targetRef", out[0].get("targetRef"))
        for gone in (out[0], node):
            gone.getparent().remove(gone)


def branch(root, data):
    """One more branch between a split and its join, or around a task."""
    gateways = root.iter("{*}parallelGateway", "{*}inclusiveGateway", "{*}exclusiveGateway")
    splits = [name for one in gateways if (name := one.get("id"))[1:].isdecimal()]
    pairs = [(one, f"{one[0]}{int(one[1:]) + 1}") for one in splits if f"{one[0]}{int(one[1:]) + 1}" in splits]
    pairs = [(a, b) for a, b in pairs if sum(one.get("sourceRef") == a for one in flows(root)) > 1]
    if not pairs:
        return insert(root, data)
    split, join = data.draw(st.sampled_from(pairs))
    flow = next(one for one in flows(root) if one.get("sourceRef") == split)
    if join in [one.get("sourceRef") for one in flows(root) if one.get("targetRef") == split]:
        return {}
    for source, target in ((split, "extra"), ("extra", join)):
        etree.SubElement(flow.getparent(), flow.tag, id=f"{source}_{target}", sourceRef=source, targetRef=target)
    etree.SubElement(flow.getparent(), flow.tag.replace("sequenceFlow", "userTask"), id="extra")
    return {}


def edge(root, data):
    node = data.draw(st.sampled_from(list(root.iter("{*}userTask"))))
    tag = node.tag.replace("userTask", "boundaryEvent")
    event = etree.SubElement(node.getparent(), tag, id="edge", attachedToRef=node.get("id"), cancelActivity="false")
    event.append(etree.fromstring(f"<x xmlns='{etree.QName(node).namespace}'>{EVENTS['timer']}</x>")[0])


@SHORT
@given(TASKS, st.data())
def test_any_edit_at_any_point_completes_or_is_refused_and_harms_nothing(tree, data):
    chains, kinds, done = drawing(tree)
    xml = draw(chains, NAMES, **kinds)
    root = etree.fromstring(xml)
    mapping = {}
    for edit in data.draw(
        st.lists(st.sampled_from([insert, rename, remove, branch, edge]), min_size=1, max_size=2, unique=True)
    ):
        if list(root.iter("{*}userTask")):
            mapping |= edit(root, data) or {}
    note((chains, etree.tostring(root).decode()))
    world = World(model(xml))
    case = world.start("p", {"loud": False})
    for _ in range(data.draw(st.integers(0, 8))):
        if case.open:
            world.do(case, rt.Complete(data.draw(st.sampled_from(sorted(case.open)))))
    if case.status == "completed":
        return
    before, new = (case.state, dict(case.variables)), model(etree.tostring(root))
    plan = migrate(world, case, new, **mapping)
    note(plan)
    if plan.refusals:
        assert (case.state, case.variables) == before
    while case.open:
        world.do(case, rt.Complete(data.draw(st.sampled_from(sorted(case.open)))))
    assert case.status == "completed", (case.incidents, plan)
    if plan.refusals:
        assert Counter(case.trace) == done
