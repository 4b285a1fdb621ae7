"""The director of the guide: from an empty dossier to the report, with a mouse, without JavaScript, and by the keyboard alone."""

import re

import pytest
from bureau import EXAMPLES, begun, contents
from personne import Person
from playwright.sync_api import expect

PICTURE = "regie-des-tilleuls/preuves/tenue-et-signe/2026-02-02-veste.png"
HEAP = [
    "passerelles-du-mail/preuves/projet-de-service/2022-06-14-projet-associatif.pdf",
    "passerelles-du-mail/preuves/presentation-publique/2025-09-01-page-du-site.html",
    "regie-des-tilleuls/preuves/planning-tournees/planning.ods",
    PICTURE,
    "regie-des-tilleuls/preuves/projet-de-service/2019-11-05-projet.docx",
]
scripted = pytest.mark.parametrize("script", [True, False], ids=["avec JavaScript", "sans JavaScript"])


@pytest.fixture
def director(tmp_path, open_desk, visit, request):
    """At her desk, in front of a dossier that « nouveau » has just made."""
    script = getattr(request.node, "callspec", None) is None or request.node.callspec.params.get("script", True)
    folder = begun(tmp_path)
    person = Person(visit(open_desk(folder), java_script_enabled=script))
    person.folder = folder
    # a file copied into the folder by hand, as one may at any time
    person.put = lambda place, file: (folder / "preuves" / place).write_bytes(file.read_bytes())
    return person


@scripted
def test_an_empty_dossier_says_what_to_do_first(director, script):
    director.is_on("Où nous en sommes")
    director.sees("0 réponse donnée sur", "Les trois prochaines choses à faire")
    director.follows("Répondre aux questions")
    director.is_on("Questions")
    director.main.get_by_role("link", name=re.compile(r"^A01 — ")).click()
    director.is_on(re.compile("^A01 — "))


@scripted
def test_an_answer_is_judged_at_once_and_kept(director, script):
    director.criterion("A01")
    assert director.status() == "non évalué"
    director.chooses(re.compile("^En place"))
    director.types("Qui répond", "directrice")
    director.types("Note", "Dit en réunion d’équipe : « oui », et c’est écrit.")
    director.presses("Enregistrer")
    told = director.is_told("Enregistré")
    expect(told).to_contain_text("non démontré")
    assert director.status() == "non démontré"
    assert director.level() == "en-place"
    file = (director.folder / "dossier.toml").read_text(encoding="utf-8")
    assert "« oui », et c’est écrit." in file and 'par = "directrice"' in file
    director.menu("Où nous en sommes")
    director.sees("1 réponse donnée sur")


@scripted
def test_a_mistake_is_told_at_its_field_and_nothing_is_lost(director, script):
    director.criterion("C05")
    before = contents(director.folder)
    director.chooses(re.compile("^En place"))
    director.types(re.compile("^Réponse"), "douze", group="Médiateurs en poste")
    director.presses("Enregistrer")
    director.is_told("Rien n’a été enregistré")
    field = director.page.get_by_role("group", name="Médiateurs en poste").get_by_role("textbox", name="Réponse")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile("douze.*nombre|nombre.*douze", re.S))
    expect(field).to_have_value("douze")
    assert director.level() == "en-place"
    assert contents(director.folder) == before
    field.fill("12")
    director.presses("Enregistrer")
    director.is_told("Enregistré")


@scripted
def test_a_heap_of_papers_finds_its_places_and_changes_the_judgement(director, script):
    director.criterion("A01")
    director.chooses(re.compile("^En place"))
    director.presses("Enregistrer")
    director.is_told("Enregistré")
    director.menu("Papiers")
    director.page.get_by_label("Choisissez des fichiers").set_input_files([EXAMPLES / path for path in HEAP])
    nothing_yet = contents(director.folder)
    director.presses("Recevoir ces papiers")
    director.is_on("Ranger les papiers reçus")
    director.sees("5 papiers reçus")
    assert contents(director.folder) == nothing_yet, "rien n’est rangé avant l’accord"
    project = director.page.get_by_role("group", name="2022-06-14-projet-associatif.pdf")
    expect(project.get_by_role("checkbox")).to_be_checked()
    expect(project.get_by_role("combobox", name="Sa place")).to_have_value("projet")
    expect(project.get_by_role("textbox", name="Sa date")).to_have_value(re.compile("2022"))
    picture = director.page.get_by_role("group", name="2026-02-02-veste.png")
    expect(picture).to_contain_text("Aucun texte n’y est lu")
    expect(picture.get_by_role("combobox", name="Sa place")).to_have_value("tenue")
    picture.get_by_role("checkbox", name="Ranger ce papier").uncheck()
    planning = director.page.get_by_role("group", name="planning.ods")
    # it is a planning by its name and a table of presences by its columns: she says which
    planning.get_by_role("combobox", name="Sa place").select_option(label="Planning des tournées et des permanences")
    planning.get_by_role("textbox", name="Sa date").fill("l’an dernier")
    # what is proposed may be another than what she wants
    old = director.page.get_by_role("group", name="2019-11-05-projet.docx")
    old.get_by_role("combobox", name="Sa place").select_option(label="Projet associatif ou projet de service")
    director.presses("Ranger les papiers cochés")
    # a date that is none is told, and nothing of what she chose is lost
    director.is_told("Rien n’a été rangé")
    expect(planning.get_by_role("textbox", name="Sa date")).to_have_value("l’an dernier")
    expect(picture.get_by_role("checkbox")).not_to_be_checked()
    expect(old.get_by_role("combobox", name="Sa place")).to_have_value("projet")
    planning.get_by_role("textbox", name="Sa date").fill("01/10/2026")
    director.presses("Ranger les papiers cochés")
    director.is_told("4 papiers rangés")
    kept = contents(director.folder)
    assert sorted(set(kept) - set(nothing_yet)) == [
        "preuves/planning/2026-10-01-planning.ods",
        "preuves/plaquette/2025-09-01-page-du-site.html",
        "preuves/projet/2019-11-05-projet.docx",
        "preuves/projet/2022-06-14-projet-associatif.pdf",
    ]
    director.menu("Papiers")
    director.sees("utilisable")
    director.criterion("A01")
    assert director.status() == "conforme"


@scripted
def test_papers_that_are_there_already_do_not_enter_twice(director, script):
    for told in ("rangé", None):
        director.menu("Papiers")
        director.page.get_by_label("Choisissez des fichiers").set_input_files(EXAMPLES / HEAP[0])
        director.presses("Recevoir ces papiers")
        director.is_on("Ranger les papiers reçus")
        if told:
            director.presses("Ranger les papiers cochés")
            director.is_told(told)
            kept = contents(director.folder)
    director.sees("Le dossier l’a déjà")
    director.presses("Oublier ces papiers")
    director.is_on("Papiers")
    assert contents(director.folder) == kept


@scripted
def test_what_no_machine_reads_is_copied_out(director, script):
    director.put("tenue/2026-02-02-veste.png", EXAMPLES / PICTURE)
    director.menu("Papiers")
    director.unfolds("Tenue, badge ou signe distinctif")
    director.follows(re.compile("veste"))
    expect(director.page.get_by_role("heading", level=1)).to_contain_text("veste")
    director.types("Ses mots", "Veste portée par les médiateurs. Médiation sociale, Ville de Clairval.")
    director.types("Qui recopie", "directrice")
    director.presses("Enregistrer")
    director.is_told("Enregistré")
    director.sees("Veste portée par les médiateurs.")


@scripted
def test_an_action_is_decided(director, script):
    director.criterion("A01")
    director.chooses(re.compile("^Absente"))
    director.presses("Enregistrer")
    director.is_told("Enregistré")
    director.menu("Plan")
    director.unfolds("Prendre cette action")
    director.types("Qui s’en charge", "directrice")
    director.types("Pour quand", "31/03/2027")
    director.presses("Inscrire au plan")
    director.sees("directrice", "31 mars 2027", "À faire")
    assert (director.folder / "actions.toml").exists()


@scripted
def test_the_report_is_taken_and_read(director, script):
    director.criterion("A01")
    director.chooses(re.compile("^En place"))
    director.presses("Enregistrer")
    director.is_told("Enregistré")
    director.menu("Rapport")
    board = director.page.get_by_role("region", name="Pour un conseil d’administration")
    with director.page.expect_download() as taken:
        board.get_by_role("link", name="Prendre le PDF").click()
    assert taken.value.suggested_filename.endswith(".pdf")
    assert taken.value.path().read_bytes().startswith(b"%PDF-")
    with director.page.context.expect_page() as opened:
        board.get_by_role("link", name=re.compile("^Le lire à l’écran")).click()
    expect(opened.value.get_by_role("heading", level=1).first).to_contain_text("Le Pas de la porte")


def test_the_keyboard_alone_goes_everywhere(director):
    keys = director.page.keyboard
    focused = director.page.locator(":focus")
    keys.press("Tab")
    expect(focused).to_have_text("Aller au contenu")
    keys.press("Enter")
    expect(director.main).to_be_focused()
    director.criterion("A01")
    # the link of the criterion before takes the whole place of the mouse: everything is reached in order
    reached = []
    for _ in range(60):
        keys.press("Tab")
        reached.append(focused.evaluate("one => (one.labels?.[0]?.innerText || one.innerText || '').split('\\n')[0]"))
        if reached[-1] == "Pas encore répondu":
            break
    assert "Questions" in reached and reached[-1] == "Pas encore répondu", reached
    keys.press("ArrowUp")
    expect(focused).to_have_accessible_name(re.compile("^Évaluée"))
    keys.press("ArrowUp")
    expect(focused).to_have_accessible_name(re.compile("^En place"))
    keys.press("Tab")
    keys.type("12/03/2024")
    for _ in range(3):
        keys.press("Tab")
    expect(focused).to_have_text("Enregistrer")
    keys.press("Enter")
    director.is_told("Enregistré")
    expect(focused).to_have_id("dit")
    keys.press("Alt+Shift+ArrowRight")
    director.is_on(re.compile("^A02 — "))
    keys.press("Alt+Shift+ArrowLeft")
    director.is_on(re.compile("^A01 — "))
    assert "2024-03-12" in (director.folder / "dossier.toml").read_text(encoding="utf-8")


def test_where_the_keyboard_is_can_always_be_seen(director):
    director.criterion("A01")
    for _ in range(40):
        director.page.keyboard.press("Tab")
        focused = director.page.locator(":focus")
        if focused.count() == 0:
            break
        seen = focused.evaluate(
            "one => { const s = getComputedStyle(one); const r = one.getBoundingClientRect();"
            " return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 && r.bottom > 0 && r.top < innerHeight }"
        )
        assert seen, focused.evaluate("one => one.outerHTML")
