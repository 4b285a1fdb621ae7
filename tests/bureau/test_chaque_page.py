"""What holds on every page, whichever they are: they are found by following the links of the desk."""

import re

import pytest
from axe import LOOKS, looked_at
from bureau import EXAMPLES, begun, contents, copied
from parcours import path, walk
from personne import Person


def dossiers(tmp_path):
    yield begun(tmp_path)
    for example in sorted(path.parent.name for path in EXAMPLES.glob("*/dossier.toml")):
        yield copied(example, tmp_path)


@pytest.mark.parametrize("which", range(4), ids=["nouveau", "passerelles", "regie", "clairval"])
def test_every_page_is_read_by_everyone(which, tmp_path, open_desk, visit):
    folder = list(dossiers(tmp_path))[which]
    # where an auditor has written, it is an auditor's session
    auditors = sorted(path.stem for path in folder.glob("constats/*.toml"))
    page = visit(open_desk(folder, *(["--auditeur", auditors[0]] if auditors else [])))
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
    # a face that a browser refuses is replaced in silence
    faces = page.evaluate("document.fonts.ready.then(all => [...all].map(face => face.status))")
    if "error" in faces or "loaded" not in faces:
        faults.append(f"les polices du rapport ne sont pas lues : {faces}")
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


def test_a_page_that_refuses_is_read_by_everyone(tmp_path, open_desk, visit):
    folder = copied("passerelles-du-mail", tmp_path)
    person = Person(visit(open_desk(folder, "--auditeur", "auditrice")))
    page, faults = person.page, []

    def looked(what: str):
        for scheme, width in LOOKS:
            faults.extend(f"{what} [{scheme}, {width}] {fault}" for fault in looked_at(page, scheme, width))
        page.set_viewport_size({"width": 1280, "height": 900})

    person.menu("Audit")
    looked("audit, sans fichier")
    person.presses("Préparer mes constats")
    person.is_told("est prêt")
    looked("audit, commencé")
    page.goto(page.url.split("/audit")[0] + "/audit/C05")
    page.get_by_role("combobox", name="Nature du constat").select_option("NC-MAJ")
    person.presses("Enregistrer ce constat")
    person.is_told("Rien n’a été enregistré")
    looked("constat refusé")
    person.criterion("C05")
    person.types(re.compile("^Réponse"), "douze", group="Médiateurs en poste")
    person.presses("Enregistrer")
    person.is_told("Rien n’a été enregistré")
    looked("réponse refusée")
    page.goto(page.url.split("/questions")[0] + "/questions/Z99")
    looked("critère inconnu")
    file = folder / "dossier.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text + "\n[inconnu]\nx = 1\n", encoding="utf-8")
    page.goto(page.url.split("/questions")[0] + "/")
    looked("dossier illisible")
    file.write_text(text, encoding="utf-8")
    page.reload()
    person.presses("Quitter médiaudit")
    person.is_on("médiaudit est fermé")
    looked("adieu")
    assert not faults, "\n" + "\n".join(faults)
