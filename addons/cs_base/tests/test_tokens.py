"""The colours of design: every text is legible on its fill, by day and by night."""

import re
from pathlib import Path

from odoo.tests import BaseCase, tagged

SCSS = Path(__file__).parents[1] / "static" / "src" / "scss"
TOKEN = re.compile(r"--(cs-[a-z0-9-]+):\s*(#[0-9a-f]{6});")
#: plain texts, on every ground that they stand on
TEXTS = ("cs-ink", "cs-mute", "cs-link", "cs-todo", "cs-good", "cs-bad")
GROUNDS = ("cs-surface", "cs-ground")
#: may await approval, then drawn in stripes of fill and surface
STRIPED = ("fix", "late", "miss", "leave", "out")


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@tagged("cs_base", "cs_base_explanation")
class TestTokens(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.schemes = {
            scheme: dict(TOKEN.findall((SCSS / name).read_text()))
            for scheme, name in {
                "light": "cs_tokens.scss",
                "dark": "cs_tokens.dark.scss",
            }.items()
        }

    def _pairs(self, tokens):
        for name, text in tokens.items():
            if name.endswith("-fg"):
                yield name, text, tokens[f"{name[:-3]}-bg"]
        for text in TEXTS:
            for ground in GROUNDS:
                yield f"{text} on {ground}", tokens[text], tokens[ground]
        for code in STRIPED:
            yield f"{code} striped", tokens[f"cs-day-{code}-fg"], tokens["cs-surface"]

    def test_contrast_itself(self):
        self.assertEqual(contrast("#000000", "#ffffff"), 21)
        self.assertAlmostEqual(contrast("#767676", "#ffffff"), 4.54, places=2)

    def test_every_text_is_legible(self):
        for scheme, tokens in self.schemes.items():
            pairs = list(self._pairs(tokens))
            self.assertGreater(len(pairs), 30)
            for name, text, fill in pairs:
                with self.subTest(scheme=scheme, name=name):
                    self.assertGreaterEqual(contrast(text, fill), 4.5)

    def test_night_has_every_name_of_the_day(self):
        names = [
            set(re.findall(r"--(cs-[a-z0-9-]+):", (SCSS / name).read_text()))
            for name in ("cs_tokens.scss", "cs_tokens.dark.scss")
        ]
        self.assertEqual(*names)

    def test_no_other_file_names_a_colour(self):
        src = SCSS.parent
        for path in src.rglob("*.scss"):
            if not path.name.startswith("cs_tokens"):
                with self.subTest(path=path.name):
                    text = re.sub(r"//.*|/\*.*?\*/|#\{", "", path.read_text())
                    self.assertFalse(re.findall(r"#[0-9a-f]{3,8}\b|rgba?\(", text))
