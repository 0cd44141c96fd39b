"""Take the README's screenshots from a running dashboard: `make screenshots`."""

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.serving import running
from tests.test_browser import ARGUMENTS, CHROMIUM

OUT = Path(__file__).parents[1] / "docs"


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        running(f"{folder}/shots.db") as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 980})
        page.goto(address)
        page.wait_for_selector('[data-testid="stVegaLiteChart"] svg')
        page.wait_for_timeout(2500)
        page.screenshot(path=OUT / "overview.png")
        browser.close()


if __name__ == "__main__":
    main()
