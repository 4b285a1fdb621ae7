"""The auditor on site: whom to meet, what to ask, a finding refused until it holds, the other auditor's differences."""

import re

from bureau import contents, copied
from personne import Person
from playwright.sync_api import expect

import pytest


@pytest.fixture
def auditor(tmp_path, open_desk, visit):
    folder = copied("passerelles-du-mail", tmp_path)
    person = Person(visit(open_desk(folder, "--auditeur", "auditrice")))
    person.folder = folder
    return person


def begins(auditor):
    auditor.menu("Audit")
    auditor.types("Votre fonction", "auditrice externe")
    auditor.types("Ce qui vous lie à la structure", "sans lien avec la structure")
    auditor.presses("Préparer mes constats")
    auditor.is_told("Votre fichier de constats est prêt")


def test_a_structure_sees_no_page_of_an_auditor(tmp_path, open_desk, visit):
    person = Person(visit(open_desk(copied("passerelles-du-mail", tmp_path))))
    expect(person.page.get_by_role("link", name="Audit", exact=True)).to_have_count(0)


def test_the_plan_says_whom_to_meet_and_what_for(auditor):
    begins(auditor)
    assert (auditor.folder / "constats" / "auditrice.toml").exists()
    auditor.sees("Auditrice externe, sans lien avec la structure", "Les entretiens", "à constater")
    auditor.unfolds("Encadrement")
    auditor.follows(re.compile("^C05 — "))
    auditor.is_on(re.compile("^C05 — "))
    auditor.sees("À demander", "Pièces à ouvrir", "Nouveau constat")


def test_a_finding_is_refused_until_it_holds_and_says_at_its_field_what_is_missing(auditor):
    begins(auditor)
    auditor.page.goto(auditor.page.url.split("/audit")[0] + "/audit/C05")
    before = contents(auditor.folder)
    main = auditor.main
    main.get_by_role("combobox", name="Nature du constat").select_option("NC-MIN")
    auditor.types("Raison", "La règle n’est pas affichée à l’accueil du local.")
    auditor.presses("Enregistrer ce constat")
    auditor.is_told("Rien n’a été enregistré")
    shown = auditor.page.get_by_role("group", name="Ce qui le montre")
    expect(shown).to_contain_text("Cette non-conformité ne nomme rien qui la montre")
    parts = auditor.page.get_by_role("group", name="ses quatre parties")
    expect(parts).to_contain_text("Il manque à cette non-conformité")
    expect(auditor.page.get_by_role("textbox", name="Raison")).to_have_value("La règle n’est pas affichée à l’accueil du local.")
    assert contents(auditor.folder) == before

    auditor.page.get_by_role("checkbox", name="Vu sur site").check()
    auditor.types("Entendu en entretien", "encadrante, médiateur du soir")
    auditor.types("Exigence", "Une règle écrite, connue de tous.")
    auditor.types("Constat", "La règle existe, elle n’est pas affichée.")
    auditor.types("Écart", "Le public ne peut pas la lire.")
    auditor.types("Enjeu", "Chacun doit savoir ce qui reste entre nous.")
    shown.get_by_role("checkbox").nth(1).check()
    auditor.presses("Enregistrer ce constat")
    auditor.is_told("est enregistré")
    auditor.sees("La règle n’est pas affichée à l’accueil du local.", "vu sur site", "encadrante et médiateur du soir")
    file = (auditor.folder / "constats" / "auditrice.toml").read_text(encoding="utf-8")
    assert 'nature = "NC-MIN"' in file and "vu-sur-site = true" in file
    assert 'entretien = ["encadrante", "médiateur du soir"]' in file


def test_a_finding_is_changed_and_taken_away(auditor):
    begins(auditor)
    auditor.page.goto(auditor.page.url.split("/audit")[0] + "/audit/C05")
    auditor.main.get_by_role("combobox", name="De quoi").select_option(index=1)
    auditor.main.get_by_role("combobox", name="Cet élément est").select_option("satisfait")
    auditor.types("Raison", "La règle est lue et comprise par trois médiateurs.")
    auditor.presses("Enregistrer ce constat")
    auditor.is_told("est enregistré")
    auditor.follows(re.compile("^Modifier "))
    expect(auditor.main.get_by_role("combobox", name="Cet élément est")).to_have_value("satisfait")
    auditor.types("Raison", "La règle est lue et comprise par quatre médiateurs.")
    auditor.presses("Enregistrer ce constat")
    auditor.is_told("est enregistré")
    there = auditor.page.get_by_role("region", name="Les constats")
    expect(there).to_contain_text("quatre médiateurs")
    expect(there).not_to_contain_text("trois médiateurs")
    auditor.page.get_by_role("button", name=re.compile("^Retirer ")).click()
    auditor.is_told("est retiré")
    expect(there).to_have_count(0)


def test_a_finding_changed_in_another_tab_is_told(auditor):
    begins(auditor)
    auditor.page.goto(auditor.page.url.split("/audit")[0] + "/audit/C05")
    auditor.main.get_by_role("combobox", name="De quoi").select_option(index=1)
    auditor.main.get_by_role("combobox", name="Cet élément est").select_option("satisfait")
    auditor.types("Raison", "La règle est lue et comprise par trois médiateurs.")
    auditor.presses("Enregistrer ce constat")
    auditor.is_told("est enregistré")
    auditor.follows(re.compile("^Modifier "))
    other = Person(auditor.page.context.new_page())
    other.page.goto(auditor.page.url)
    other.types("Raison", "La règle est lue et comprise par cinq médiateurs.")
    other.presses("Enregistrer ce constat")
    other.is_told("est enregistré")
    auditor.types("Raison", "La règle est lue et comprise par deux médiateurs.")
    auditor.presses("Enregistrer ce constat")
    auditor.is_told("ont été changés entre-temps")
    auditor.sees("cinq médiateurs")
    assert "cinq" in (auditor.folder / "constats" / "auditrice.toml").read_text(encoding="utf-8")


def test_the_other_auditor_is_compared(tmp_path, open_desk, visit):
    folder = copied("ville-de-clairval", tmp_path)
    name = sorted((folder / "constats").glob("*.toml"))[0].stem
    person = Person(visit(open_desk(folder, "--auditeur", name)))
    person.menu("Audit")
    person.sees("Déclaré, calculé, constaté, retenu")


def test_a_name_that_no_file_bears_is_refused(tmp_path, open_desk):
    with pytest.raises(AssertionError, match="ne peut nommer un auditeur"):
        open_desk(copied("passerelles-du-mail", tmp_path), "--auditeur", "Mme Dupont / 1")
