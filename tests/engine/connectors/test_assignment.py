"""Who gets it: table D11, who is there, who must be kept away."""


def test_the_first_class_customer_goes_to_its_own_manager(desk):
    answer = desk.ask("assignment.choose", kind="投诉", customer="C-1", band=1)
    assert (answer["person"], answer["mode"], answer["reason"]) == ("ann", "named", "named")


def test_the_service_desk_takes_turns(desk):
    got = [desk.ask("assignment.choose", kind="投诉", customer="C-1", band=3)["person"] for _ in range(4)]
    assert got == ["flo", "gus", "flo", "gus"]


def test_who_must_not_is_passed_over(desk):
    answer = desk.ask("assignment.choose", kind="投诉", customer="C-1", band=3, exclude=["flo", None])
    assert answer["person"] == "gus"


def test_nobody_on_duty_at_night_falls_back_to_a_head(desk):
    answer = desk.ask("assignment.choose", kind="投诉", customer="C-1", at="2026-03-02T23:00:00+08:00")
    assert (answer["mode"], answer["person"], answer["reason"]) == ("roster", "bob", "fallback")


def test_a_level_is_answered_for_by_the_head_of_the_department_concerned(desk):
    answer = desk.ask("ladder.accountable", level=2, customer="C-1", first_owner="flo", exclude=[])
    assert (answer["person"], answer["department"], answer["informed"]) == ("kim", "客服部", ["flo", "ann"])


def test_a_head_complained_about_does_not_answer_for_it(desk):
    answer = desk.ask("ladder.accountable", level=2, customer="C-1", first_owner="ann", exclude=["bob"])
    assert (answer["person"], answer["reason"]) == ("dan", "deputy")
