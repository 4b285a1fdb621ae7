"""What a person does at the desk, by the names of what they see: labels and roles, never the inside of a page."""

import re

from playwright.sync_api import Locator, Page, expect


class Person:
    """Somebody in front of a page."""

    def __init__(self, page: Page):
        self.page = page

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    def sees(self, *texts: str):
        for text in texts:
            expect(self.main).to_contain_text(text)

    def does_not_see(self, *texts: str):
        for text in texts:
            expect(self.main).not_to_contain_text(text)

    def is_on(self, title: str | re.Pattern):
        expect(self.page.get_by_role("heading", level=1)).to_have_text(title)

    def menu(self, label: str):
        """A page of the dossier, by the menu."""
        menu = self.page.get_by_role("navigation", name="Pages du dossier")
        menu.get_by_role("link", name=label, exact=True).click()
        expect(menu.get_by_role("link", name=label, exact=True)).to_have_attribute("aria-current", "page")

    def follows(self, label: str | re.Pattern):
        self.main.get_by_role("link", name=label).first.click()

    def unfolds(self, text: str):
        """Opens what is folded under a line of words."""
        self.main.locator("summary").filter(has_text=text).first.click()

    def presses(self, label: str, answered: bool = True):
        """A form is sent once the program is known to run: the page that answers is waited for, where one can come."""
        button = self.page.get_by_role("button", name=label, exact=True).first
        if not answered:
            return button.click()
        with self.page.expect_navigation():
            button.click()

    def chooses(self, label: str, group: str | re.Pattern | None = None):
        place = self.page.get_by_role("group", name=group) if group else self.main
        place.get_by_role("radio", name=label).first.check()

    def types(self, label: str, text: str, group: str | re.Pattern | None = None):
        place = self.page.get_by_role("group", name=group) if group else self.main
        place.get_by_role("textbox", name=label).first.fill(text)

    def level(self) -> str:
        """The level that is chosen now, by its first words."""
        chosen = self.page.get_by_role("group", name="Où en êtes-vous ?").get_by_role("radio", checked=True)
        return chosen.get_attribute("value")

    def is_told(self, text: str):
        """What was just done, said in words, and read first."""
        told = self.page.locator("#dit")
        expect(told).to_contain_text(text)
        return told

    def criterion(self, identifier: str):
        """One criterion, from the list of questions."""
        self.menu("Questions")
        self.follows("Par chapitre")
        self.follows(re.compile(rf"^{identifier} — "))
        self.is_on(re.compile(rf"^{identifier} — "))

    def status(self) -> str:
        """The judgement of the criterion on the page."""
        return self.page.get_by_role("region").get_by_role("heading", level=2).first.inner_text().strip()
