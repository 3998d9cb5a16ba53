import csv
import re

from odoo.tests import TransactionCase, tagged

from ..schema import ADDONS
from .test_language_lent import load_terms

DOCS = ADDONS.parent / "docs" / "users"
MENU = re.compile(r"\*\*([^*]+ › [^*]+)\*\*")
TARGET = re.compile(r"\]\(([^)#]+)\)")
#: bytes; tools/pictures makes less of a page
MOST = 100_000
LANGUAGES = {"zh": "zh_CN", "en": "en_US"}


@tagged("post_install", "-at_install", "cs_suite", "cs_language")
class TestDocs(TransactionCase):
    """The users' guides name menus and show pictures that there are."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        load_terms(cls.env)

    def paths(self, lang):
        menus = self.env["ir.ui.menu"].with_context(lang=lang).search([])
        return {menu._get_full_name().replace("/", " › ") for menu in menus}

    def test_menus(self):
        for folder, lang in LANGUAGES.items():
            there = self.paths(lang)
            named = {
                (page.name, path)
                for page in (DOCS / folder).glob("*.md")
                for path in MENU.findall(page.read_text())
            }
            self.assertGreater(len(named), 20)
            self.assertEqual({one for one in named if one[1] not in there}, set())

    def test_pages_and_pictures(self):
        for page in DOCS.glob("*/*.md"):
            for target in TARGET.findall(page.read_text()):
                self.assertTrue((page.parent / target).exists(), (page.name, target))

    def test_each_page_in_both_languages(self):
        pages = {
            folder: {page.name for page in (DOCS / folder).glob("*.md")}
            for folder in LANGUAGES
        }
        self.assertEqual(pages["zh"], pages["en"])

    def test_pictures_of_the_list(self):
        """Those that tools/pictures takes, in both languages, all of them shown."""
        with (DOCS / "pictures.csv").open() as lines:
            names = {row["name"] for row in csv.DictReader(lines)}
        readme = DOCS.parents[1] / "README.md"
        pages = [page.read_text() for page in (*DOCS.glob("*/*.md"), readme)]
        for folder in LANGUAGES:
            pictures = list((DOCS / "pictures" / folder).iterdir())
            self.assertEqual({picture.stem for picture in pictures}, names)
            self.assertFalse([one for one in pictures if one.stat().st_size > MOST])
        shown = {name for name in names if f"/{name}.png" in "".join(pages)}
        self.assertEqual(shown, names)
