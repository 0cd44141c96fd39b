"""Take the README's screenshots from a running dashboard: `make screenshots`."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import sync_playwright

from tests.test_browser import ARGUMENTS, CHROMIUM

PORT = 8699
OUT = Path(__file__).parents[1] / "docs"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "stanceboard.cli", "dashboard", "--no-browser", "--port", str(PORT)]
        with subprocess.Popen([*command, "--database", f"{folder}/shots.db"]) as process:
            for _ in range(100):
                try:
                    urlopen(f"http://127.0.0.1:{PORT}/_stcore/health", timeout=1).close()
                    break
                except OSError:
                    time.sleep(0.1)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
                page = browser.new_page(viewport={"width": 1280, "height": 980})
                page.goto(f"http://127.0.0.1:{PORT}/")
                page.wait_for_selector('[data-testid="stVegaLiteChart"] svg')
                page.wait_for_timeout(2500)
                page.screenshot(path=OUT / "overview.png")
                browser.close()
            process.terminate()


if __name__ == "__main__":
    main()
