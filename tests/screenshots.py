"""Take the README's screenshots from a running dashboard: `make screenshots`."""

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.serving import running
from tests.test_browser import ARGUMENTS, CHROMIUM

SHOTS = {  # file: address, and what is drawn last
    "overview": ("", '[data-testid="stVegaLiteChart"] svg'),
    "positions": ("positions?who=Afghan+government", ".sb-menu"),
    "article": ("article", ".sb-text mark"),
}
OUT = Path(__file__).parents[1] / "docs"


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        running(f"{folder}/shots.db") as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 980})
        for name, (path, drawn) in SHOTS.items():
            page.goto(f"{address}/{path}")
            page.locator(drawn).first.wait_for()
            page.wait_for_timeout(2500)
            page.screenshot(path=OUT / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
