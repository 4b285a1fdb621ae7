"""Pictures of the desk, made from the examples.

    python tests/bureau/captures.py                 the pictures of README.md, in examples/
    python tests/bureau/captures.py --tout DOSSIER  every page at three widths, to be looked at
"""

import pathlib
import re
import sys
import tempfile

from playwright.sync_api import Browser, Page, sync_playwright

from bureau import EXAMPLES, Desk, begun, chromium, copied
from parcours import kind, walk

WIDTHS = (320, 768, 1280)
# picture, example, address, what must be on it
README = [
    ("situation", "passerelles-du-mail", "/", "Où nous en sommes"),
    ("question", "passerelles-du-mail", "/questions/C05", "Votre réponse"),
    ("papiers", "passerelles-du-mail", "/papiers", "Papiers"),
]


def shoot(page: Page, path: pathlib.Path, whole: bool):
    page.evaluate("document.fonts.ready")
    page.screenshot(path=path, full_page=whole, animations="disabled", caret="hide")


def readme(browser: Browser, into: pathlib.Path):
    """The three pictures of README.md: the top of a page, as it opens."""
    for name, example, address, wanted in README:
        # the folder of a dossier is told on its pages: no picture may show where ours lies
        with tempfile.TemporaryDirectory() as scratch:
            desk = Desk(copied(example, pathlib.Path(scratch)))
            page = browser.new_page(viewport={"width": 1080, "height": 760}, color_scheme="light")
            page.goto(desk.entrance)
            page.goto(desk.address + address)
            assert wanted in page.get_by_role("main").inner_text(), (name, wanted)
            shoot(page, into / f"apercu-bureau-{name}.png", whole=False)
            page.close()
            desk.stop()


def everything(browser: Browser, into: pathlib.Path):
    """Every kind of page, in its whole length."""
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        place = pathlib.Path(scratch)
        clairval = copied("ville-de-clairval", place)
        auditor = sorted((clairval / "constats").glob("*.toml"))[0].stem
        session = ["--auditeur", auditor]
        for folder, how in ((begun(place), []), (copied("passerelles-du-mail", place), []), (clairval, session)):
            desk = Desk(folder, *how)
            page = browser.new_page()
            page.goto(desk.entrance)
            shown = set()
            for address in walk(page, []):
                if kind(address) in shown:
                    continue
                shown.add(kind(address))
                name = re.sub(r"\W+", "-", address.removeprefix(desk.address)).strip("-") or "situation"
                for width in WIDTHS:
                    page.set_viewport_size({"width": width, "height": 900})
                    shoot(page, into / f"{folder.name}-{name[:40]}-{width}.png", whole=True)
            page.close()
            desk.stop()


def main(words: list[str]) -> int:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium())
        if words[:1] == ["--tout"]:
            everything(browser, pathlib.Path(words[1]))
        else:
            readme(browser, EXAMPLES)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
