"""The demo shop in a real browser: two windows, one stock.

SCREENSHOTS names a folder that keeps what the windows looked like.
"""

import os
import pathlib
import re
import shutil

import pytest
from playwright.sync_api import expect, sync_playwright

from support.client import Client
from support.server import Server

CHROMIUM = shutil.which("chromium")
# Only our own page is shown, and a container's root may not make sandboxes.
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
WIDE, PHONE = {"width": 1200, "height": 900}, {"width": 360, "height": 740}
PATIENCE_SECONDS = 15
HOLD_SECONDS = 120
SCARCE = re.compile(r"^Only ([23]) left$")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server with the demo shop and the rate limits that everybody gets."""
    running = Server(tmp_path_factory.mktemp("demo"), "--demo", rate_limits=None)
    try:
        yield running.start(within=60)
        assert running.stop() == 0
        running.assert_verified()
    finally:
        running.stop()


@pytest.fixture(scope="module")
def browser():
    """Debian's browser without a window."""
    if CHROMIUM is None:
        pytest.skip("scenarios/test_demo_page: needs chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def window(server, browser):
    """Opens windows of visitors; none of them may have met an error or asked another machine."""
    contexts, troubles = [], []

    def open_one(size=WIDE, wait=True, has_clock=False, **options):
        context = browser.new_context(viewport=size, **options)
        context.set_default_timeout(PATIENCE_SECONDS * 1000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda message: troubles.append(message.text)
                if message.type in ("error", "warning") and " 409 " not in message.text else None)
        page.on("request", lambda request: troubles.append(request.url)
                if not request.url.startswith((server.url, "data:")) else None)
        if has_clock:
            page.clock.install()
        page.goto(f"{server.url}/demo")
        if wait:
            expect(page.locator("#live-text")).to_have_text("Live")
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert troubles == []


def keep(page, name):
    """Keeps what the page looks like, where somebody wants to see it."""
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=pathlib.Path(folder) / f"{name}.png", full_page=True)


def scarce(page):
    """The sku of a product of which 2 or 3 are left, and how many."""
    for card in page.locator(".card").all():
        if found := SCARCE.match(card.locator(".badge").inner_text()):
            return card.get_attribute("data-sku"), int(found[1])
    raise AssertionError("nothing is scarce in the demo shop")


def card(page, sku):
    """The card of a product."""
    return page.locator(f'.card[data-sku="{sku}"]')


def badge(page, sku):
    """What a product's card says of its stock."""
    return card(page, sku).locator(".badge")


def reserve(page, sku):
    """Presses the button of a product's card."""
    card(page, sku).get_by_role("button").click()


def sell_out(page, sku, units):
    """Reserves all units, one after the other."""
    for unit in range(1, units + 1):
        reserve(page, sku)
        expect(page.locator("#lines .what")).to_contain_text(f"{unit} × ")


def test_one_window_sells_out_and_the_other_shows_it(window):
    """Live, without a reload; whoever comes too late is told, and gets it when it is given back."""
    first, second = window(), window()
    sku, units = scarce(first)
    sell_out(first, sku, units)
    for page in (first, second):
        expect(badge(page, sku)).to_have_text("Sold out")
        expect(card(page, sku).get_by_role("button")).to_be_disabled()
    expect(first.locator("#time")).to_have_text(re.compile(r"^(2:00|1:5\d)$"))
    expect(second.locator("#basket-empty")).to_be_visible()
    keep(first, "sold-out-by-me")
    keep(second, "sold-out-by-another")

    card(second, sku).locator("button").evaluate("button => { button.disabled = false }")
    reserve(second, sku)
    expect(second.locator("#note")).to_contain_text("sold out")
    expect(second.locator("#basket-empty")).to_be_visible()

    first.get_by_role("button", name="Give everything back").click()
    expect(first.locator("#basket-empty")).to_be_visible()
    for page in (first, second):
        expect(badge(page, sku)).to_have_text(f"Only {units} left")
        expect(card(page, sku).get_by_role("button")).to_be_enabled()
    reserve(second, sku)
    expect(badge(first, sku)).to_have_text(f"Only {units - 1} left")
    second.get_by_role("button", name="less").click()
    expect(badge(first, sku)).to_have_text(f"Only {units} left")


def test_the_units_are_free_again_when_the_time_is_up(window, server):
    """For the visitor by the clock on the page, for everybody else by the server's."""
    first, second = window(has_clock=True), window()
    sku, units = scarce(first)
    sell_out(first, sku, units)
    expect(badge(second, sku)).to_have_text("Sold out")
    server.clock.advance(HOLD_SECONDS)
    expect(badge(second, sku)).to_have_text(f"Only {units} left")
    first.clock.fast_forward(HOLD_SECONDS * 1000)
    expect(first.locator("#note")).to_contain_text("time is up")
    expect(first.locator("#basket-empty")).to_be_visible()


def test_a_reload_keeps_what_is_held(window):
    """The window is the same customer; another window is another."""
    page = window()
    sku, units = scarce(page)
    reserve(page, sku)
    expect(page.locator("#lines .what")).to_contain_text("1 × ")
    page.reload()
    expect(page.locator("#lines .what")).to_contain_text("1 × ")
    expect(badge(page, sku)).to_have_text(f"Only {units - 1} left")
    other = window()
    expect(other.locator("#basket-empty")).to_be_visible()
    page.get_by_role("button", name="Give everything back").click()
    expect(badge(other, sku)).to_have_text(f"Only {units} left")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_a_phone(window, scheme):
    """Nothing is wider than the window."""
    page = window(PHONE, color_scheme=scheme)
    keep(page, f"phone-{scheme}")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_page_is_readable_without_a_script(window, server):
    """The numbers as the page was made, and a word on what is missing."""
    page = window(wait=False, java_script_enabled=False)
    badges = page.locator(".card .badge").all_inner_texts()
    assert len(badges) == page.locator(".card").count() > 3
    assert all(re.match(r"In stock|Only \d+ left|Sold out", text) for text in badges)
    expect(page.locator("noscript")).to_be_visible()


def test_there_is_no_demo_without_the_demo_shop(serve):
    """A server of a real shop has no such page."""
    Client(serve()).get("/demo").problem(404)
