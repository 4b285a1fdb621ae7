"""The pages of a desk, found by following its links."""

import re
from collections.abc import Iterator
from urllib.parse import urldefrag, urlsplit

from playwright.sync_api import Page

# so many pages of one kind (« /questions/C05 », « /questions/D01 ») are looked at
OF_A_KIND = 2
# what is taken, not walked through: files, and reports, which have their own tests
TAKEN = re.compile(r"/fichier$|/image$|^/rapport/|^/statique/")


def path(address: str) -> str:
    """Where a page is, whichever way it is arranged."""
    return urlsplit(address).path


def kind(address: str) -> str:
    """Pages made by one template: identifiers and queries do not make another."""
    place = re.sub(r"^(/questions|/papiers/piece|/papiers/depot|/audit/\w+|/audit)/[^/]+", r"\1/…", path(address))
    keys = sorted(pair.split("=")[0] for pair in urlsplit(address).query.split("&") if pair and not pair.startswith("dit="))
    return "?".join([place, *keys])


def walk(page: Page, dead: list[str]) -> Iterator[str]:
    """Opens every page that links and buttons of reading lead to, and gives its address; links that lead nowhere are put aside."""
    start = page.url
    waiting, seen, counted = [start], set(), {}
    while waiting:
        address = waiting.pop(0)
        if address in seen or counted.get(kind(address), 0) >= OF_A_KIND or TAKEN.search(path(address)):
            continue
        seen.add(address)
        answer = page.goto(address)
        if not answer.ok:
            dead.append(f"{address} : {answer.status}")
            continue
        counted[kind(address)] = counted.get(kind(address), 0) + 1
        links = page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
        links += page.eval_on_selector_all("form[method=get]", "all => all.map(one => one.action)")
        waiting.extend(urldefrag(link).url for link in links if link.startswith(start.rstrip("/")))
        yield address
