"""The first hour of the guide, followed word for word: each thing that it names between « » is there, and does what it says."""

import re

from bureau import ROOT
from personne import Person
from playwright.sync_api import expect

GUIDE = ROOT / "examples" / "GUIDE.md"
NAME = r"« ([^»]+?) »"
# what a sentence tells to do; the first that fits is what is done
TOLD = [
    (rf"[ÉéEe]crivez {NAME} dans {NAME}", "types"),
    (rf"[Dd]éposez `([^`]+)` dans {NAME}", "drops"),
    (rf"[Cc]liquez sur {NAME}", "clicks"),
    (rf"[Cc]hoisissez {NAME}", "chooses"),
    (rf"[Oo]uvrez {NAME}", "unfolds"),
    (rf"la page {NAME} s’ouvre", "arrives"),
    (rf"[Vv]ous lisez {NAME}", "reads"),
    (NAME, "finds"),
]


def steps() -> list[str]:
    """The numbered steps of the first hour."""
    text = GUIDE.read_text(encoding="utf-8")
    hour = text.split("## 1. La première heure, dans le navigateur")[1].split("\n## ")[0]
    return re.findall(r"^\d+\. (.+)$", hour, flags=re.M)


def orders(step: str) -> list[tuple[str, tuple[str, ...]]]:
    """What a step tells, in its order."""
    found, at = [], 0
    while True:
        fits = [(match.start(), rank, match, what) for rank, (words, what) in enumerate(TOLD) if (match := re.compile(words).search(step, at))]
        if not fits:
            return found
        # what begins first; « cliquez sur « X » » begins before « X » itself
        _, _, match, what = min(fits, key=lambda fit: fit[:2])
        found.append((what, match.groups()))
        at = match.end()


class Reader(Person):
    """Who has the guide beside the screen."""

    def types(self, text, label):
        self.page.get_by_label(label, exact=True).locator("visible=true").first.fill(text)

    def drops(self, path, label):
        self.page.get_by_label(label, exact=True).set_input_files(ROOT / path)

    def clicks(self, name):
        either = self.page.get_by_role("link", name=name, exact=True).or_(self.page.get_by_role("button", name=name, exact=True))
        if name == "Prendre le PDF":
            with self.page.expect_download(timeout=60_000) as taken:
                either.first.click()
            assert taken.value.path().read_bytes().startswith(b"%PDF-")
        else:
            either.first.click()

    def chooses(self, label):
        self.page.get_by_role("radio", name=re.compile("^" + re.escape(label))).first.check()

    def arrives(self, title):
        expect(self.page.get_by_role("heading", level=1)).to_have_text(title)

    def reads(self, text):
        expect(self.main).to_contain_text(text)

    def finds(self, text):
        expect(self.page.locator("body")).to_contain_text(text)


def test_the_first_hour_is_as_the_guide_says(tmp_path, open_desk, visit):
    home = tmp_path / "chez-moi"
    home.mkdir()
    env = {"HOME": str(home), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    desk = open_desk(None, env=env)
    reader = Reader(visit(desk))
    all_steps = steps()
    assert len(all_steps) >= 8, all_steps
    done = 0
    for number, step in enumerate(all_steps, 1):
        for what, words in orders(step):
            if words[-1] == "Ouverts récemment":
                continue
            try:
                getattr(reader, what)(*words)
            except Exception as error:
                raise AssertionError(f"étape {number}, {what} {words} : {step}") from error
            done += 1
    assert done >= 25, done
    assert "Tout ce qui a été enregistré est dans le dossier" in desk.ended()
    # and who comes back finds it
    again = Reader(visit(open_desk(None, env=env)))
    again.page.get_by_role("region", name="Ouverts récemment").get_by_role("button").first.click()
    again.arrives("Où nous en sommes")
