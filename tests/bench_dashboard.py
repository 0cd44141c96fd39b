"""Time the dashboard on the sample corpus as a reader meets it: `make bench`."""

import statistics
import tempfile
import time

from playwright.sync_api import Browser, sync_playwright

from tests.serving import running
from tests.test_browser import ARGUMENTS, CHROMIUM

REPEATS = 5
CHART = '[data-testid="stVegaLiteChart"] path[aria-roledescription="bar"]'


def main() -> None:
    if not CHROMIUM:
        print("dashboard: Chromium is not installed here, nothing was timed")
        return
    healthy, cold, warm = [], [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for _ in range(REPEATS):
            with tempfile.TemporaryDirectory() as folder:
                began = time.perf_counter()
                with running(f"{folder}/bench.db") as address:
                    healthy.append(time.perf_counter() - began)
                    cold.append(first_chart(browser, address))  # reads the sample corpus into a new database
                    warm.append(first_chart(browser, address))
        browser.close()
    for name, seconds in (("healthy", healthy), ("first chart, new", cold), ("first chart, again", warm)):
        print(f"{name:18s} {statistics.median(seconds):.2f} s ({min(seconds):.2f} to {max(seconds):.2f})")


def first_chart(browser: Browser, address: str) -> float:
    """Seconds from opening the address, in a browser without a cache, until the first bar is drawn."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    page = context.new_page()
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.locator(CHART).first.wait_for()
    seconds = time.perf_counter() - began
    context.close()
    return seconds


if __name__ == "__main__":
    main()
