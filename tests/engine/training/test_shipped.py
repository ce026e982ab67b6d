"""The courses that keflow brings along: something to read, and enough to be asked about it."""

import pytest

from engine.training import courses, shipped
from tests.kit import House

NEEDED = ("company_culture", "product_knowledge", "business_process", "customer_classes", "information_record")
NEEDED += ("followup_plan", "feedback_management")
"""What the table of training needs names."""


@pytest.mark.parametrize("key", NEEDED)
def test_a_course_says_what_to_know_in_both_languages(house: House, key: str) -> None:
    with house.unit() as ctx:
        shipped.take(ctx)
        course = courses.course(ctx, key)
        assert len(course.about.splitlines()) == len(course.about_en.splitlines()) > 5
        assert course.draw <= len(courses.questions(ctx, course))
        assert course.draw == 0 or course.draw >= 5
