"""What happens at the same moment in one case: one thing wins, nothing is done for the others."""

from tests.kit import House
from tests.kit.drawings import drawing


def test_what_a_branch_asked_for_and_another_one_ended_at_once_is_not_done(house: House) -> None:
    tell = {"service": "notice.send", "kind": "k"}
    drawn = drawing("p", "start > fork:and > tell:service > end; fork > stop:end", tell=tell)
    stop, terminate = b'<endEvent id="stop">', b'<endEvent id="stop"><terminateEventDefinition/>'
    house.deploy(p__bpmn=drawn.replace(stop, terminate))
    run = house.start("p")
    assert run.finished
    assert "ServiceAnswered" not in [entry.fact for entry in run.facts]
