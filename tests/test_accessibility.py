"""Every page passes axe: nothing serious or critical, light and dark, on a screen of 375 pixels and of 1280."""

import pytest

from tests.test_browser import ARGUMENTS, CHROMIUM, server, settled  # noqa: F401 - the fixture

pytestmark = pytest.mark.browser
PATHS = (
    "",
    "?shares=Intervals&time=Share+accepting",
    "positions",
    "positions?who=Taliban",
    "evidence",
    "evidence?context=true&search=Moscow",
    "evidence?view=Table",
    "article",
    "review",
    "review?part=Blind+coding",
    "add",
    "topics",
    "download",
    "methods",
)
GRAVE = ("serious", "critical")


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_axe_finds_nothing_grave_on_any_page(server, browser, scheme, width):  # noqa: F811
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.set_default_timeout(30_000)
    found = []
    for path in PATHS:
        page.goto(f"{server[0]}/{path}")
        page.locator("nav.sb-menu").wait_for()
        settled(page)
        for one in Axe().run(page).response["violations"]:
            if one["impact"] in GRAVE:
                places = [node["target"] for node in one["nodes"]][:3]
                found.append(f"{path or 'overview'}: {one['id']} ({one['impact']}) at {places}")
    context.close()
    assert found == []
