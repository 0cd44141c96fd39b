"""Time the dashboard as a reader meets it, on the sample corpus and on 100,000 rows: `make bench`."""

import math
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.large import fill, reports
from tests.serving import memory_of, running
from tests.test_browser import ARGUMENTS, CHROMIUM

REPEATS = 5
CHANGES = 20
SESSIONS = 50
LARGE = (5000, 20)  # articles, sentences each
STATES = ("Iran", "China", "Pakistan", "India", "Turkey", "Norway", "Egypt", "Brazil")
PATIENCE = 180_000  # milliseconds: the first opening of a large corpus compares its articles with one another
CHART = '[data-testid="stVegaLiteChart"] path[aria-roledescription="bar"]'
# Counts the runs of the page's script that have ended, so that a short run between two looks is not missed.
COUNT_RUNS = """
() => {
  window.runs = 0;
  const app = document.querySelector('[data-testid=stApp]');
  new MutationObserver(() => { if (app.dataset.testScriptState === 'notRunning') window.runs += 1; })
    .observe(app, {attributes: true, attributeFilter: ['data-test-script-state']});
}
"""


def main() -> None:
    if not CHROMIUM:
        print("dashboard: Chromium is not installed here, nothing was timed")
        return
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        openings(browser, folder)
        with running(f"{folder}/sample.db") as address:
            interactions(browser, address, "sample")
            while_scoring(browser, address)
        with running(f"{folder}/memory.db") as address:
            sessions(browser, address)
        rows = fill(f"{folder}/large.db", *LARGE)
        with running(f"{folder}/large.db") as address:
            interactions(browser, address, f"{rows:,} rows")
        browser.close()


def openings(browser: Browser, folder: str) -> None:
    """From the command to a healthy server, and from the address to the first bar."""
    healthy: list[float] = []
    cold: list[float] = []  # reads the sample corpus into a new database
    other: list[float] = []  # a browser without a cache
    warm: list[float] = []  # the same browser once more
    for number in range(REPEATS):
        began = time.perf_counter()
        with running(f"{folder}/{number}.db") as address:
            healthy.append(time.perf_counter() - began)
            for seconds, page in ((cold, opened(browser)), (other, opened(browser))):
                seconds.append(first_chart(page, address))
            settle(page)
            warm.append(first_chart(page, address))
            for context in browser.contexts:
                context.close()
    for name, seconds in (
        ("healthy", healthy),
        ("first chart, new database", cold),
        ("first chart, new browser", other),
        ("first chart, again", warm),
    ):
        print(f"{name:40s} {statistics.median(seconds):.2f} s ({min(seconds):.2f} to {max(seconds):.2f})", flush=True)


def first_chart(page: Page, address: str) -> float:
    """Seconds from opening the address until the first bar is drawn."""
    page.goto("about:blank")
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.locator(CHART).first.wait_for()
    return time.perf_counter() - began


def interactions(browser: Browser, address: str, corpus: str) -> None:
    """A stance filter on two pages, and a click on a bar until its sentences are there."""
    page = opened(browser)
    for path, name in (("", "Overview"), ("evidence", "Evidence")):
        page.goto(f"{address}/{path}")
        if not path:
            page.locator(CHART).first.wait_for()
        settle(page)
        pills = [page.get_by_role("button", name=re.compile(one)) for one in ("accepts", "declines", "skeptical")]
        pills = [one.first for one in pills]
        seconds = [until_settled(page, pills[number // 2 % 3].click) for number in range(CHANGES)]
        report(f"{corpus}: filter on {name}", seconds)
    page.goto(address)
    page.locator(CHART).first.wait_for()
    settle(page)
    said = page.get_by_text("the surest first")
    seconds = []
    for _ in range(CHANGES):
        began = time.perf_counter()
        page.locator(CHART).first.click()
        said.wait_for(state="visible")
        seconds.append(time.perf_counter() - began)
        settle(page)
        until_settled(page, page.locator(CHART).first.click)  # takes the pick out again
    report(f"{corpus}: click on a bar to its sentences", seconds)
    page.context.close()


def while_scoring(browser: Browser, address: str) -> None:
    """Another reader's filter while articles are scored in the same process."""
    page, other = opened(browser), opened(browser)
    with tempfile.TemporaryDirectory() as folder:
        for number, (article, _) in enumerate(reports(200, 20, STATES, seed=2)):
            Path(folder, f"{number}.txt").write_text(article.text, encoding="utf-8")
        page.goto(f"{address}/add")
        settle(page)
        page.locator('input[type="file"]').first.set_input_files(sorted(map(str, Path(folder).glob("*.txt"))))
        page.get_by_role("button", name=re.compile("^Score")).click()
    page.get_by_role("button", name="Cancel").wait_for()
    other.goto(f"{address}/evidence")
    settle(other)
    pill = other.get_by_role("button", name=re.compile("declines")).first
    seconds = [until_settled(other, pill.click) for _ in range(CHANGES)]
    report("another session's filter while scoring", seconds)
    page.get_by_role("button", name="Cancel").click()
    page.context.close()
    other.context.close()


def sessions(browser: Browser, address: str) -> None:
    """The server's memory as sessions are opened and closed."""
    said = []
    for number in range(SESSIONS + 1):
        page = opened(browser)
        page.goto(address)
        page.locator(CHART).first.wait_for()
        settle(page)
        page.context.close()
        if number % 10 == 0:
            said.append(f"{number + 1}: {memory_of(address) / 2**20:.0f} MiB")
    print(f"{'memory after sessions':40s} {', '.join(said)}", flush=True)


def opened(browser: Browser) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 1000}).new_page()
    page.set_default_timeout(PATIENCE)
    return page


def settle(page: Page) -> None:
    page.wait_for_selector('[data-testid=stApp][data-test-script-state="notRunning"]')
    page.wait_for_timeout(500)  # charts are drawn after the script's end
    page.evaluate(COUNT_RUNS)


def until_settled(page: Page, act: Callable[[], None]) -> float:
    """Seconds from the act until the page's script has ended."""
    runs = page.evaluate("window.runs")
    began = time.perf_counter()
    act()
    page.wait_for_function("runs => window.runs > runs", arg=runs)
    seconds = time.perf_counter() - began
    page.wait_for_timeout(200)
    return seconds


def report(name: str, seconds: Sequence[float]) -> None:
    ranked = sorted(seconds)
    high = ranked[math.ceil(0.95 * len(ranked)) - 1]
    print(f"{name:40s} {1000 * statistics.median(ranked):.0f} ms, p95 {1000 * high:.0f} ms", flush=True)


if __name__ == "__main__":
    main()
