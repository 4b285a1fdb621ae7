"""axe-core on web pages: no violation, light and dark, on a phone and on a screen.

    python tests/bureau/axe.py rapport.html http://127.0.0.1:8765/entree?cle=…
"""

import pathlib
import sys

import axe_playwright_python
from playwright.sync_api import Page, sync_playwright

from bureau import chromium

SOURCE = (pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
# how a page is looked at
LOOKS = [(scheme, width) for scheme in ("light", "dark") for width in (320, 768, 1280)]
RUN = "() => axe.run(document, { resultTypes: ['violations', 'incomplete'] })"


def violations(page: Page) -> list[str]:
    """What axe holds against a page, one line each."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(SOURCE)
    found = page.evaluate(RUN)["violations"]
    return [
        f"{fault['id']} ({fault['impact']}): {fault['help']} — {node['target'][0]} : {node['html'][:120]}"
        for fault in found
        for node in fault["nodes"]
    ]


def overflows(page: Page) -> list[str]:
    """What makes a page wider than its window, so that it must be pushed sideways to be read."""
    if not page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        return []
    return page.evaluate(
        """() => [...document.querySelectorAll('body *')]
        .filter(one => one.getBoundingClientRect().right > window.innerWidth + 1 && !one.closest('[role=region][tabindex]'))
        .slice(0, 5).map(one => 'plus large que l’écran : ' + one.outerHTML.slice(0, 120))"""
    ) or ["plus large que l’écran"]


def looked_at(page: Page, scheme: str, width: int) -> list[str]:
    """An open page under one look."""
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    return violations(page) + overflows(page)


def main(targets: list[str]) -> int:
    faults = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium())
        for target in targets:
            path = pathlib.Path(target)
            page = browser.new_page()
            page.goto(path.resolve().as_uri() if path.exists() else target)
            for scheme, width in LOOKS:
                faults += [f"{target} [{scheme}, {width}] {fault}" for fault in looked_at(page, scheme, width)]
            page.close()
        browser.close()
    print("\n".join(faults) or f"{len(targets)} pages, {len(LOOKS)} regards : axe ne trouve rien à redire")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
