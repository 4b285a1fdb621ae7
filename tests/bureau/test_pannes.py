"""What goes wrong beside the desk: another tab, another editor, a folder that goes, a program that stops."""

import re

from bureau import begun, contents, copied
from personne import Person
from playwright.sync_api import expect


def at_c05(visit, desk, **how):
    person = Person(visit(desk, **how))
    person.criterion("C05")
    return person


def test_two_tabs_never_overwrite_each_other(tmp_path, open_desk, visit):
    folder = copied("passerelles-du-mail", tmp_path)
    desk = open_desk(folder)
    one = at_c05(visit, desk)
    other = Person(one.page.context.new_page())
    other.page.goto(one.page.url)
    assert other.level() == one.level()

    one.chooses(re.compile("^Partielle"))
    one.presses("Enregistrer")
    one.is_told("Enregistré")
    written = contents(folder)

    other.chooses(re.compile("^Absente"))
    other.presses("Enregistrer")
    other.is_told("le fichier a été changé entre-temps")
    other.sees("partielle")
    assert other.level() == "absente", "ce que la personne a choisi est encore là"
    assert contents(folder) == written, "rien n’est remplacé"

    # once seen, the person may decide
    other.presses("Enregistrer")
    other.is_told("Enregistré")
    one.page.reload()
    assert one.level() == "absente"


def test_two_tabs_that_change_two_things_both_win(tmp_path, open_desk, visit):
    folder = copied("passerelles-du-mail", tmp_path)
    desk = open_desk(folder)
    one = at_c05(visit, desk)
    other = Person(one.page.context.new_page())
    other.page.goto(one.page.url)
    one.chooses(re.compile("^Partielle"))
    one.presses("Enregistrer")
    one.is_told("Enregistré")
    other.types("Note", "La règle est relue en équipe.")
    other.presses("Enregistrer")
    other.is_told("Enregistré")
    assert other.level() == "partielle"
    assert "La règle est relue en équipe." in (folder / "dossier.toml").read_text(encoding="utf-8")


def test_a_file_edited_by_hand_meanwhile_is_told(tmp_path, open_desk, visit):
    folder = copied("passerelles-du-mail", tmp_path)
    person = at_c05(visit, open_desk(folder))
    file = folder / "dossier.toml"
    text = file.read_text(encoding="utf-8")
    changed = re.sub(r'(\[pratiques\.C05\]\nniveau = )"[a-z-]+"', r'\1"prevue"', text)
    assert changed != text, "l’exemple n’a plus C05 sous cette forme"
    file.write_text(changed, encoding="utf-8")
    person.chooses(re.compile("^Absente"))
    person.presses("Enregistrer")
    person.is_told("le fichier a été changé entre-temps")
    assert file.read_text(encoding="utf-8") == changed


def test_a_fault_typed_by_hand_is_shown_and_mended(tmp_path, open_desk, visit):
    folder = copied("passerelles-du-mail", tmp_path)
    page = visit(open_desk(folder))
    person = Person(page)
    file = folder / "dossier.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text + '\n[inconnu]\nx = 1\n', encoding="utf-8")
    page.reload()
    person.is_on("Le dossier ne se lit pas")
    person.sees("dossier.toml", "inconnu")
    file.write_text(text, encoding="utf-8")
    person.follows("Recharger")
    person.is_on("Où nous en sommes")


def test_what_was_done_is_taken_back(tmp_path, open_desk, visit):
    folder = copied("passerelles-du-mail", tmp_path)
    before = contents(folder)
    person = at_c05(visit, open_desk(folder))
    person.chooses(re.compile("^Absente"))
    person.presses("Enregistrer")
    person.is_told("Enregistré")
    assert contents(folder) != before
    person.presses("Annuler cette modification")
    person.is_told("annulée")
    assert contents(folder) == before


def test_a_folder_that_goes_and_comes_back_loses_nothing(tmp_path, open_desk, visit):
    folder = copied("passerelles-du-mail", tmp_path)
    person = at_c05(visit, open_desk(folder))
    away = folder.rename(tmp_path / "ailleurs")
    person.chooses(re.compile("^Absente"))
    person.presses("Enregistrer")
    expect(person.page.get_by_role("heading", level=1)).not_to_be_empty()
    person.does_not_see("Enregistré.")
    assert not folder.exists(), "rien n’est recréé là où le dossier était"
    before = contents(away)
    person.page.goto(person.page.url.split("/questions")[0] + "/")
    expect(person.page.get_by_role("heading", level=1)).not_to_have_text("Où nous en sommes")
    away.rename(folder)
    person.page.goto(person.page.url)
    person.is_on("Où nous en sommes")
    assert contents(folder) == before


def test_a_program_that_stops_is_said_before_something_is_typed_in_vain(tmp_path, open_desk, visit):
    desk = open_desk(copied("passerelles-du-mail", tmp_path))
    page = visit(desk)
    page.clock.install()
    person = Person(page)
    person.criterion("C05")
    expect(page.get_by_role("alert")).to_have_count(0)
    desk.kill()
    page.clock.run_for(25_000)
    expect(page.get_by_role("alert").filter(has_text="médiaudit est arrêté")).to_be_visible()


def test_what_was_typed_stays_on_the_page_when_the_program_has_stopped(tmp_path, open_desk, visit):
    desk = open_desk(copied("passerelles-du-mail", tmp_path))
    person = at_c05(visit, desk)
    person.types("Note", "Écrit trop tard.")
    desk.kill()
    person.presses("Enregistrer", answered=False)
    expect(person.page.get_by_role("alert").filter(has_text="médiaudit est arrêté")).to_be_visible()
    expect(person.page.get_by_role("textbox", name="Note")).to_have_value("Écrit trop tard.")


def test_the_address_opens_once_and_the_dossier_in_one_place(tmp_path, open_desk, visit):
    folder = copied("passerelles-du-mail", tmp_path)
    desk = open_desk(folder)
    visit(desk)
    stranger = visit(desk)
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Cette page ne s’ouvre pas ainsi")
    try:
        open_desk(folder)
    except AssertionError as told:
        assert "déjà ouvert" in str(told) and desk.address in str(told)
    else:
        raise AssertionError("deux bureaux du même dossier")


def test_leaving_says_that_everything_is_kept(tmp_path, open_desk, visit):
    folder = begun(tmp_path)
    desk = open_desk(folder)
    person = Person(visit(desk))
    person.presses("Quitter médiaudit")
    person.is_on("médiaudit est fermé")
    # nobody answers any more: nothing to follow, nothing to press
    expect(person.page.get_by_role("link")).to_have_text(["Aller au contenu"])
    expect(person.page.get_by_role("button")).to_have_count(0)
    assert "Tout ce qui a été enregistré est dans le dossier" in desk.ended()
    assert desk.process.returncode == 0
