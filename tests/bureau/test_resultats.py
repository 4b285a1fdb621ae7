"""What is kept and what is shown: two results side by side, a paper in its own shape, the months of the plan, a draw by lot."""

import re

from axe import LOOKS, looked_at
from bureau import copied
from personne import Person
from playwright.sync_api import expect


def opens(tmp_path, open_desk, visit, example, *how) -> Person:
    folder = copied(example, tmp_path)
    person = Person(visit(open_desk(folder, *how)))
    person.folder = folder
    return person


def test_a_result_is_kept_and_set_beside_what_came_after(tmp_path, open_desk, visit):
    director = opens(tmp_path, open_desk, visit, "regie-des-tilleuls")
    director.menu("Rapport")
    director.sees("Aucun résultat n’est encore gardé")
    director.presses("Garder le résultat d’aujourd’hui")
    director.is_told("Ce résultat est gardé")
    director.criterion("A01")
    director.chooses(re.compile("^Absente"))
    director.presses("Enregistrer")
    director.is_told("Enregistré")
    director.menu("Rapport")
    director.presses("Comparer les deux")
    director.is_on("Deux résultats côte à côte")
    faults = [fault for scheme, width in LOOKS for fault in looked_at(director.page, scheme, width)]
    director.sees("le premier", "Critères « non conforme »", "Constats « Écart majeur »")
    director.follows("Tous les résultats gardés")
    director.is_on("Rapport")
    faults += [fault for scheme, width in LOOKS for fault in looked_at(director.page, scheme, width)]
    assert not faults, "\n".join(faults)
    with director.page.expect_download() as taken:
        director.main.get_by_role("link", name=re.compile("^PDF court")).click()
    assert taken.value.path().read_bytes().startswith(b"%PDF-")


def test_a_pdf_is_shown_by_the_browser_itself_on_request(tmp_path, open_desk, visit):
    director = opens(tmp_path, open_desk, visit, "ville-de-clairval")
    asked = []
    director.page.on("request", lambda sent: sent.url.split("#")[0].endswith("/vue") and asked.append(sent.url))
    director.page.goto(director.page.url.rstrip("/") + "/papiers/piece/diagnostic-territorial")
    assert not asked, "rien n’est ouvert sans qu’on le demande"
    with director.page.expect_response(re.compile("/vue$")) as answered:
        director.unfolds("Voir le document")
    answer = answered.value
    assert answer.status == 200 and answer.headers["content-type"] == "application/pdf"
    assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]
    expect(director.main.locator("iframe")).to_be_visible()


def test_the_months_lead_to_their_actions(tmp_path, open_desk, visit):
    director = opens(tmp_path, open_desk, visit, "ville-de-clairval")
    director.menu("Plan")
    months = director.main.get_by_role("navigation", name="Mois par mois")
    expect(months.get_by_role("heading", level=3)).to_have_text(["Décembre 2026", "Janvier 2027", "Mars 2027"])
    months.get_by_role("link").first.click()
    expect(director.page).to_have_url(re.compile("#action-"))


def test_an_auditor_draws_by_lot(tmp_path, open_desk, visit):
    auditor = opens(tmp_path, open_desk, visit, "passerelles-du-mail", "--auditeur", "auditrice")
    auditor.menu("Audit")
    auditor.types("Votre fonction", "auditrice externe")
    auditor.presses("Préparer mes constats")
    auditor.is_told("est prêt")
    auditor.types("Graine", "4127")
    auditor.types("Fonctions à rencontrer", "deux")
    auditor.presses("Tirer au sort")
    auditor.sees("Écrivez deux nombres")
    auditor.types("Fonctions à rencontrer", "2")
    auditor.presses("Tirer au sort")
    auditor.is_told("Le tirage est fait")
    auditor.sees("Graine : 4127", "Fonctions à rencontrer :")
    assert '[[tirage]]' in (auditor.folder / "constats" / "auditrice.toml").read_text(encoding="utf-8")
