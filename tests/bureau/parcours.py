"""The pages of a desk, found by following its links."""

import re
from urllib.parse import urldefrag, urlsplit

# so many pages of one kind (« /questions/C05 », « /questions/D01 ») are looked at
OF_A_KIND = 2


def kind(address: str) -> str:
    """Pages made by one template: identifiers and queries do not make another."""
    parts = urlsplit(address)
    path = re.sub(r"/[A-Z]\d\w*|/f-[0-9a-f]+|/\d[\w.-]*", "/…", parts.path)
    keys = sorted(pair.split("=")[0] for pair in parts.query.split("&") if pair and not pair.startswith("dit="))
    return "?".join([path, *keys])


def pages(page) -> tuple[dict[str, str], list[str]]:
    """Every page that links and buttons of reading lead to, by its address, and its title; then the links that lead nowhere."""
    start = page.url
    waiting, seen, counted, dead = [start], {}, {}, []
    while waiting:
        address = waiting.pop(0)
        if address in seen or counted.get(kind(address), 0) >= OF_A_KIND:
            continue
        head = page.request.get(address)
        if "attachment" in head.headers.get("content-disposition", "") or "html" not in head.headers["content-type"]:
            continue
        counted[kind(address)] = counted.get(kind(address), 0) + 1
        if not head.ok:
            dead.append(f"{address} : {head.status}")
            continue
        page.goto(address)
        seen[address] = page.title()
        links = page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
        links += page.eval_on_selector_all("form[method=get]", "all => all.map(one => one.action)")
        own = (urldefrag(link).url for link in links if link.startswith(start.rstrip("/")))
        waiting.extend(link for link in own if link not in seen)
    return seen, dead
