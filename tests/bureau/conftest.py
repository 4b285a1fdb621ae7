"""One browser for all tests; a desk, a dossier and pages for each."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from bureau import Desk, chromium

expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium())
        yield browser
        browser.close()


@pytest.fixture
def open_desk():
    """Opens desks, and closes what is still open when the test is over."""
    desks = []

    def opened(folder=None, *how, **more) -> Desk:
        desks.append(Desk(folder, *how, **more))
        return desks[-1]

    yield opened
    for desk in desks:
        desk.stop()


@pytest.fixture
def visit(browser: Browser):
    """A person's browser at a desk; it notes what a page should never do."""
    contexts: list[BrowserContext] = []

    def visited(desk: Desk, **how) -> Page:
        context = browser.new_context(
            **{"viewport": {"width": 1280, "height": 900}, "locale": "fr-FR", "accept_downloads": True, **how}
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        context.elsewhere, context.errors = [], []
        # the last two are the browser's own reader of PDFs
        own = (desk.address, "blob:", "data:", "chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/", "chrome://resources/")
        context.on("request", lambda sent: sent.url.startswith(own) or context.elsewhere.append(sent.url))
        context.on("weberror", lambda error: context.errors.append(str(error.error)))
        context.on("console", lambda said: said.type == "error" and "Content Security Policy" in said.text and context.errors.append(said.text))
        page = context.new_page()
        page.goto(desk.entrance if "storage_state" not in how else desk.address)
        return page

    yield visited
    try:
        for context in contexts:
            assert not context.elsewhere, f"une page demande ailleurs : {context.elsewhere}"
            assert not context.errors, f"une page se plaint : {context.errors}"
    finally:
        for context in contexts:
            context.close()
