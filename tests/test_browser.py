"""The whole line as a user walks it, in Chromium: open, upload, score, click, read, download."""

import json
import re
import shutil
from collections.abc import Iterator

import pytest

from stanceboard.export import read_rows
from stanceboard.store import Store, sample_articles
from tests.conftest import SHARED
from tests.serving import running

pytestmark = pytest.mark.browser
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
ARGUMENTS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
# Streamlit asks for these below the page's own path first, whatever the app does (streamlit/streamlit issue 7074).
KNOWN_404 = re.compile(r"/[a-z]+/_stcore/(?:health|host-config)$")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The dashboard as a user starts it, on a database of its own: its address and the database."""
    if not CHROMIUM:
        pytest.skip("Chromium is not installed here")
    database = str(tmp_path_factory.mktemp("browser") / "browser.db")
    with running(database) as address:
        yield address, database


@pytest.fixture
def page(server):
    """A fresh page; afterwards: no request off the machine, no error in the console."""
    from playwright.sync_api import sync_playwright

    away: list[str] = []
    errors: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        context = browser.new_context(viewport={"width": 1280, "height": 1000}, accept_downloads=True)
        opened = context.new_page()
        opened.on("request", lambda one: away.append(one.url) if is_away(one.url) else None)
        opened.on("pageerror", lambda one: errors.append(str(one)))
        opened.on(
            "console",
            lambda one: (
                errors.append(one.text) if one.type == "error" and not KNOWN_404.search(one.location["url"]) else None
            ),
        )
        opened.set_default_timeout(30_000)
        yield opened
        browser.close()
    assert away == []
    assert errors == []


def is_away(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:"))


def settled(page) -> None:
    page.wait_for_selector('[data-testid=stApp][data-test-script-state="notRunning"]')


def bars(page):
    return page.locator('[data-testid="stVegaLiteChart"] path[aria-roledescription="bar"]')


def test_the_sample_is_charted_on_opening_before_any_model_is_loaded(page, server):
    page.goto(server[0], wait_until="commit")
    bars(page).first.wait_for()
    settled(page)
    assert page.get_by_role("heading", name="Who accepts the Moscow talks?").is_visible()
    assert bars(page).count() >= 5


@pytest.mark.model
def test_upload_score_click_read_download(page, server, tmp_path):
    gold = SHARED / "gold" / "dev.jsonl"
    if gold.is_file():
        text = json.loads(gold.read_text(encoding="utf-8").split("\n", 1)[0])["text"]
    else:
        text = sample_articles()[6].text + "\n\nA line of its own, so that it is another article."
    file = tmp_path / "article.txt"
    file.write_text(text, encoding="utf-8")
    address, database = server

    page.goto(f"{address}/add")
    page.locator('input[type="file"]').first.set_input_files(str(file))
    page.get_by_role("button", name="Score 1 article").click()
    page.get_by_text("in 1 of 1 article.").wait_for(timeout=120_000)

    signs = page.locator('[data-testid="stVegaLiteChart"] path[aria-roledescription="point"]')  # few data: no bars
    signs.first.wait_for()
    settled(page)
    signs.first.click()
    page.get_by_text("the surest first").wait_for()
    settled(page)
    card = page.locator(".sb-quote").first
    quoted = card.inner_text().strip()
    page.get_by_role("link", name="Read in the article").first.click()
    mark = page.locator(".sb-text mark:focus")
    mark.wait_for()
    assert " ".join(mark.inner_text().split()) == " ".join(quoted.split())
    box = mark.bounding_box()
    assert box
    assert 0 <= box["y"] <= 1000

    page.go_back()
    page.get_by_role("button", name="Add to the corpus").click()
    page.get_by_text("1 article added to the corpus.").wait_for()
    settled(page)
    page.get_by_role("link", name="Evidence").click()
    page.get_by_role("button", name="CSV").wait_for()
    settled(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="CSV").click()
    downloaded = tmp_path / "rows.csv"
    waiting.value.save_as(downloaded)
    stored = Store(database)
    rows = stored.rows("moscow-talks")
    stored.engine.dispose()
    rows = rows[rows["label"] != "none"]
    back = read_rows(downloaded)
    assert sorted(back["row_id"]) == sorted(rows["row_id"])
    assert set(back["sentence"]) == set(rows["sentence"])


def test_filters_live_in_the_address(page, server):
    page.goto(f"{server[0]}/evidence?stance=declines&view=Table")
    settled(page)
    page.get_by_text("stance declines").wait_for()
    page.goto(f"{server[0]}/?actor=Russia")
    page.get_by_text("actor Russia").wait_for()
    page.reload()
    page.get_by_text("actor Russia").wait_for()


def counted(text: str) -> int:
    """The number in "See all 14 sentences" or "1 to 10 of 14, newest first"."""
    return int(re.findall(r"\d+", text)[-1])


def shown_on_evidence(page) -> int:
    return counted(page.get_by_text(re.compile(r"\d+ to \d+ of \d+, newest first")).inner_text())


def test_see_all_opens_as_many_sentences_as_it_says_and_back_leads_to_the_pick(page, server):
    page.goto(server[0])
    bars(page).first.wait_for()
    settled(page)
    bars(page).first.click()
    page.get_by_text("the surest first").wait_for()
    settled(page)  # what stood below the new caption is replaced only now
    before, entries = page.url, page.evaluate("history.length")
    link = page.get_by_role("link", name=re.compile("See all"))
    said = counted(link.inner_text())
    link.click()
    assert shown_on_evidence(page) == said
    assert page.evaluate("history.length") == entries + 1
    page.go_back()
    page.get_by_text("the surest first").wait_for()
    assert page.url == before


def test_a_mark_of_the_timeline_shows_the_sentences_of_its_month(page, server):
    page.goto(server[0])
    points = page.locator('[data-testid="stVegaLiteChart"]').nth(1).locator('path[aria-roledescription="point"]')
    points.first.wait_for()
    settled(page)
    points.first.click(force=True)  # marks of near days may lie over one another
    page.get_by_text("the surest first").wait_for()
    settled(page)
    month = re.search(r"in\+(\d{4}-\d{2})$", page.url)
    assert month
    days = page.locator("[class*=st-key-card-]").all_inner_texts()
    assert days
    assert all(month[1] in card for card in days)


def test_every_click_on_a_bar_is_heard(page, server):
    page.goto(server[0])
    bars(page).first.wait_for()
    settled(page)
    said = page.get_by_text("the surest first")
    faint = page.locator('path[aria-roledescription="bar"][opacity="0.35"]').first  # drawn anew with each pick
    for state in ("visible", "hidden", "visible"):
        bars(page).first.click()
        said.wait_for(state=state)
        faint.wait_for(state="attached" if state == "visible" else "detached")
        settled(page)


def test_a_click_on_a_cell_of_the_grid_shows_the_way_to_its_sentences(page, server):
    page.goto(server[0])
    grid = page.locator("[class*=st-key-chart-card-heat]")
    cell = grid.locator('path[aria-roledescription="rect mark"]').first
    cell.wait_for()
    settled(page)
    cell.click()
    link = page.get_by_role("link", name="See them in Evidence")
    link.wait_for()
    assert "cell=" in page.url
    link.click()
    assert shown_on_evidence(page) > 0


def test_filters_survive_the_menu_the_reader_and_back(page, server):
    page.goto(f"{server[0]}/?stance=declines")
    page.get_by_text("rows: stance declines").wait_for()
    settled(page)
    page.get_by_role("link", name="Evidence", exact=True).click()
    declined = shown_on_evidence(page)
    page.get_by_role("link", name="Read in the article").first.click()
    page.locator("mark:focus").wait_for()
    page.go_back()
    page.get_by_text("rows: stance declines").wait_for()
    assert (shown_on_evidence(page), page.url) == (declined, f"{server[0]}/evidence?stance=declines")
    page.go_forward()
    page.locator("mark:focus").wait_for()
    page.get_by_role("link", name="Evidence", exact=True).click()
    assert shown_on_evidence(page) == declined


def test_previous_and_next_stay_in_sight_beside_the_last_sentence(page, server):
    stored = Store(server[1])
    rows = stored.rows("moscow-talks")
    stored.engine.dispose()
    row = rows[rows["label"] != "none"].sort_values("sentence_start").iloc[-1]
    for width, height in ((1280, 500), (375, 700)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{server[0]}/article?article={row['article_id']}&sentence={row['sentence_index']}")
        page.locator("mark:focus").wait_for()
        box = page.get_by_role("button", name="Previous").bounding_box()
        assert box
        assert 0 <= box["y"] <= height


def test_a_linked_sentence_is_in_view_and_focused_on_a_fresh_load(page, server):
    stored = Store(server[1])
    rows = stored.rows("moscow-talks")
    stored.engine.dispose()
    row = rows[rows["label"] != "none"].iloc[-1]
    page.goto(f"{server[0]}/article?article={row['article_id']}&sentence={row['sentence_index']}")
    page.locator(f"mark#s{row['sentence_index']}:focus").wait_for()


def test_a_narrow_screen_needs_no_sideways_scroll(page, server):
    page.set_viewport_size({"width": 375, "height": 800})
    for path in (
        "",
        "positions",
        "positions?who=Taliban",
        "evidence",
        "review",
        "review?part=Blind+coding",
        "add",
        "download",
        "methods",
    ):
        page.goto(f"{server[0]}/{path}")
        settled(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_a_row_is_corrected_and_the_correction_undone_by_keyboard(page, server):
    page.goto(f"{server[0]}/evidence?stance=accepts")
    wrong = page.get_by_role("button", name="Wrong?").first
    wrong.wait_for()
    settled(page)
    wrong.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio").first.wait_for(state="attached")
    settled(page)
    dialog.locator('input[type="radio"]:checked').focus()
    page.keyboard.press("ArrowRight")  # accepts to skeptical
    settled(page)
    dialog.get_by_label("Your name").focus()
    page.keyboard.type("Ann")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    dialog.wait_for(state="detached")
    settled(page)
    page.get_by_role("link", name="Review").click()
    page.get_by_text("Ann said").wait_for()
    assert "coder=Ann" in page.url
    undo = page.get_by_role("button", name="Undo")
    undo.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Redo").wait_for()


def test_every_action_of_the_evidence_list_is_reached_by_keyboard(page, server):
    page.goto(f"{server[0]}/evidence")
    page.get_by_role("link", name="Read in the article").first.wait_for()
    settled(page)
    wanted, seen = {"Overview", "Add articles", "Read in the article", "List"}, set()
    for _ in range(120):  # on a busy machine the first of them may fall before the page is whole
        page.keyboard.press("Tab")
        seen.add(page.evaluate("(document.activeElement.innerText || document.activeElement.ariaLabel || '').trim()"))
        if wanted <= seen and any("accepts" in one for one in seen):
            break
    assert wanted <= seen
    assert any("accepts" in one for one in seen)
