"""What a browser fetches before the inbox can be used, and in all: a slow line pays for every kilobyte once."""

import gzip
import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.kit.waiting import until
from tests.pages.conftest import Desk

pytestmark = pytest.mark.pages

LIST, ALL = 450_000, 600_000
FETCHED = "performance.getEntriesByType('resource').map(entry => entry.name)"


def fetched(page: Page) -> list[str]:
    return [urlsplit(name).path + "?" * bool(urlsplit(name).query) for name in page.evaluate(FETCHED)]


def named(page: Page) -> list[str]:
    """index.html and what it names: the code of the frame and the inbox."""
    root = page.url.split("/inbox")[0]
    files = re.findall(r'(?:src|href)="/app(/[^"]+)"', page.request.get(f"{root}/").text())
    return [f"{root}/", *(root + file for file in files)]


def zipped(page: Page, files: list[str]) -> int:
    """Bytes of these files as the server sends them to a browser that takes gzip."""
    return sum(len(gzip.compress(page.request.get(file).body(), 9)) for file in files)


def listed(desk: Desk) -> Page:
    page = desk("li.qiang")
    expect(page.locator("[data-task]").first).to_be_visible(timeout=20_000)
    return page


def loads(page: Page, part: str) -> Callable[[], bool]:
    return lambda: any(f"/{part}-" in name for name in fetched(page))


def test_the_inbox_stands_with_450_kilobytes_and_all_that_follows_by_itself_is_within_600(desk: Desk) -> None:
    page = listed(desk)
    first = named(page)
    assert len(first) > 10, "index.html names the code of the inbox"
    assert zipped(page, first) < LIST
    until(lambda: loads(page, "panel")() and loads(page, "date-picker")())
    everything = {*first, *(name for name in page.evaluate(FETCHED) if "/app/" in name)}
    assert len(everything) > len(first) + 5
    assert zipped(page, sorted(everything)) < ALL


def test_the_first_questions_are_those_of_the_pages_and_asked_before_they_are_there(desk: Desk) -> None:
    page = listed(desk)
    page.wait_for_load_state("networkidle")
    asked = [name.split("/api/v1")[1] for name in page.evaluate(FETCHED) if "/api/v1" in name]
    assert set(asked[:2]) == {"/auth/me", next(name for name in asked if name.startswith("/tasks?"))}
    assert len({name for name in asked if name.startswith("/tasks?")}) == 1, "the pages ask something else"


def test_nothing_is_asked_for_somebody_who_is_not_signed_in(desk: Desk) -> None:
    page = desk(None)
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=20_000)
    page.wait_for_load_state("networkidle")
    assert "/api/v1/tasks?" not in fetched(page)
