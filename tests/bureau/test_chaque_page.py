"""What holds on every page, whichever they are: they are found by following the links of the desk."""

import re

import pytest
from axe import LOOKS, looked_at
from bureau import EXAMPLES, begun, contents, copied
from parcours import path, walk

def dossiers(tmp_path):
    yield begun(tmp_path)
    for example in sorted(path.parent.name for path in EXAMPLES.glob("*/dossier.toml")):
        yield copied(example, tmp_path)


@pytest.mark.parametrize("which", range(4), ids=["nouveau", "passerelles", "regie", "clairval"])
def test_every_page_is_read_by_everyone(which, tmp_path, open_desk, visit):
    folder = list(dossiers(tmp_path))[which]
    page = visit(open_desk(folder))
    before = contents(folder)
    faults, titles = [], {}
    for address in walk(page, dead := []):
        found = anatomy(page)
        if titles.setdefault(page.title(), path(address)) != path(address):
            found.append(f"le même titre que {titles[page.title()]}")
        for scheme, width in LOOKS:
            found += [f"[{scheme}, {width}] {fault}" for fault in looked_at(page, scheme, width)]
        faults += [f"{address} : {fault}" for fault in found]
    assert len(titles) > 2, titles
    assert not dead + faults, "\n" + "\n".join(dead + faults)
    assert contents(folder) == before, "lire une page change le dossier"


def anatomy(page) -> list[str]:
    """What a page must have, that axe does not want."""
    faults = []
    if page.locator("html").get_attribute("lang") != "fr":
        faults.append("la langue n’est pas dite")
    if page.get_by_role("heading", level=1).count() != 1:
        faults.append("un titre de premier niveau, et un seul")
    if page.get_by_role("main").count() != 1:
        faults.append("pas de contenu principal")
    title = page.title().split(" — ")
    if title[-1] != "médiaudit" or title[0] == "médiaudit":
        faults.append(f"le titre de la fenêtre ne dit pas la page : {page.title()}")
    for form in page.locator("form[method=post]").all():
        if form.locator("input[name=jeton]").count() != 1:
            faults.append(f"un formulaire sans jeton : {form.get_attribute('action')}")
        if form.locator("button").count() == 0:
            faults.append(f"un formulaire sans bouton : {form.get_attribute('action')}")
    for script in page.locator("script:not([src]), [style], style").all():
        faults.append(f"style ou script dans la page : {script.evaluate('one => one.outerHTML')[:80]}")
    # an instruction of the terminal is no help to who never opens one
    text = page.get_by_role("main").text_content()
    for command in re.findall(r"mediaudit [a-z]+ [^\n]{0,40}", text):
        faults.append(f"une commande de terminal sur une page : {command}")
    return faults
