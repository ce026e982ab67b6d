"""How long a browser takes until the inbox shows its tasks: on the first visit, and on later ones."""

import shutil
import statistics
import time
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import BrowserContext, sync_playwright

from bench.figures import Figure, at_most
from tests.pages.conftest import FLAGS, PASSWORD, open_company
from webapi.pages import PAGES

VISITS = 5


def measure() -> list[Figure]:
    """Nothing where there is no Chromium or the pages are not built."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None or not (PAGES / "index.html").is_file():
        return []
    with (
        redirect_stdout(StringIO()),  # what the server says of each request
        TemporaryDirectory() as folder,
        open_company(Path(folder)) as company,
        sync_playwright() as playwright,
    ):
        chromium = playwright.chromium.launch(executable_path=program, args=FLAGS.split())
        firsts, laters = [], []
        for _ in range(VISITS):
            context = chromium.new_context(viewport={"width": 1440, "height": 900})
            who = {"username": "li.qiang", "password": PASSWORD}
            context.request.post(f"{company.url}/api/v1/auth/session", data=who)
            firsts.append(_visit(context, f"{company.url}/app/inbox"))
            laters.append(_visit(context, f"{company.url}/app/inbox"))
            context.close()
        chromium.close()
    return [
        Figure("inbox in the browser, first visit", round(statistics.median(firsts), 2), "s"),
        at_most("inbox in the browser, later visits", statistics.median(laters), 1.0, "s"),
    ]


def _visit(context: BrowserContext, url: str) -> float:
    page = context.new_page()
    start = time.perf_counter()
    page.goto(url, wait_until="commit")
    page.locator("[data-task]").first.wait_for()
    taken = time.perf_counter() - start
    page.wait_for_load_state("networkidle")
    page.close()
    return taken
