"""Time the dashboard on the sample corpus as a reader meets it: `make bench`."""

import statistics
import subprocess
import sys
import tempfile
import time
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

from tests.test_browser import ARGUMENTS, CHROMIUM

PORT = 8698
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
                command = [sys.executable, "-m", "stanceboard.cli", "dashboard", "--no-browser", "--port", str(PORT)]
                began = time.perf_counter()
                with subprocess.Popen(
                    [*command, "--database", f"{folder}/bench.db"], stdout=subprocess.DEVNULL
                ) as process:
                    wait_until_healthy()
                    healthy.append(time.perf_counter() - began)
                    cold.append(first_chart(browser))  # reads the sample corpus into a new database
                    warm.append(first_chart(browser))
                    process.terminate()
        browser.close()
    for name, seconds in (("healthy", healthy), ("first chart, new", cold), ("first chart, again", warm)):
        print(f"{name:18s} {statistics.median(seconds):.2f} s ({min(seconds):.2f} to {max(seconds):.2f})")


def wait_until_healthy() -> None:
    for _ in range(1000):
        try:
            urlopen(f"http://127.0.0.1:{PORT}/_stcore/health", timeout=1).close()
            return
        except OSError:
            time.sleep(0.01)
    raise RuntimeError("Expected a healthy server within 10 s, found none.")


def first_chart(browser: Browser) -> float:
    """Seconds from opening the address, in a browser without a cache, until the first bar is drawn."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    page = context.new_page()
    began = time.perf_counter()
    page.goto(f"http://127.0.0.1:{PORT}/", wait_until="commit")
    page.locator(CHART).first.wait_for()
    seconds = time.perf_counter() - began
    context.close()
    return seconds


if __name__ == "__main__":
    main()
