"""Values as the reader writes them."""

from datetime import date, datetime
from decimal import Decimal

from odoo.tests import TransactionCase, tagged

D = Decimal


@tagged("cs_base", "cs_base_explanation")
class TestValueFormat(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        german = cls.env["res.lang"]._activate_lang("de_DE")
        german.write({"decimal_point": ",", "thousands_sep": "."})

    def _format(self, value, unit="", lang="en_US", tz="Asia/Shanghai", **kwargs):
        Format = self.env["cs.value.format"].with_context(lang=lang, tz=tz)
        text = Format._format_value(value, unit, **kwargs)
        return text.replace("\N{NO-BREAK SPACE}", " ")

    def _check(self, table, **kwargs):
        for value, unit, text in table:
            with self.subTest(value=value, unit=unit):
                self.assertEqual(self._format(value, unit, **kwargs), text)

    def test_numbers(self):
        self._check(
            [
                (0, "", "0"),
                (-7, "", "−7"),
                (1234567, "", "1,234,567"),
                (D("1.50"), "", "1.5"),
                (D("100"), "", "100"),
                (D("1E+3"), "", "1,000"),
                (D("-0.0000004"), "", "≈0"),
                (D("0.3333333333"), "", "≈0.333333"),
                (10**39, "", "1" + ",000" * 13),
            ]
        )

    def test_percentages_never_hide_on_which_side_of_a_limit_they_are(self):
        self._check(
            [
                (D("0.712"), "ratio", "71.2%"),
                (1, "ratio", "100%"),
                (D("0.69996"), "ratio", "69.996%"),
                (D(1) / 3, "ratio", "≈33.3333%"),
            ]
        )

    def test_times(self):
        self._check(
            [
                (0, "second", "0:00"),
                (59, "second", "0:00:59"),
                (27000, "second", "7:30"),
                (-90000, "second", "−25:00"),
                (12, "minute", "12 min"),
                (D("7.5"), "hour", "7.5 h"),
                (1, "day", "1 day"),
                (D("1.00"), "day", "1 day"),
                (D("0.5"), "day", "0.5 days"),
            ]
        )

    def test_money(self):
        self._check(
            [
                (D("5486.8"), "money:CNY", "¥ 5,486.80"),
                (D("-19.2"), "money:CNY", "−¥ 19.20"),
                (D("0.005"), "money:CNY", "¥ 0.01"),
                (D("-0.001"), "money:CNY", "¥ 0.00"),
                (D("99999999999999999.99"), "money:CNY", "¥ 99,999,999,999,999,999.99"),
                (D("1.5"), "money:JPY", "¥ 2"),
                (3, "money:ZZZ", "3.00 ZZZ"),
            ]
        )

    def test_separators_of_the_language(self):
        self._check(
            [
                (D("1234.5"), "", "1.234,5"),
                (D("-1234.5"), "money:CNY", "−¥ 1.234,50"),
            ],
            lang="de_DE",
        )

    def test_dates(self):
        self._check(
            [
                (date(2026, 10, 22), "", "2026/10/22"),
                (datetime(2026, 10, 22, 0, 24, 16), "", "2026/10/22 08:24:16"),
                (datetime(2026, 10, 21, 16, 0), "", "2026/10/22 00:00"),
                (datetime(2999, 12, 31, 23, 59), "", "3000/01/01 07:59"),
                (datetime(1900, 1, 1), "", "1900/01/01 08:06"),
            ],
            lang="zh_CN",
        )
        moment = datetime(2026, 3, 29, 1, 30)
        self.assertEqual(
            self._format(moment, lang="de_DE", tz="Europe/Berlin"), "29.03.2026 03:30"
        )
        self.assertEqual(self._format(moment), "03/29/2026 09:30 AM")

    def test_words(self):
        self._check(
            [
                (None, "minute", "none"),
                (True, "", "Yes"),
                (False, "", "No"),
                ("007", "", "007"),
                ("", "", ""),
                ("a\u202eb\x07c\u2066d", "", "abcd"),
                ("<b>\n", "", "<b>\n"),
                ("swap.kind.full_day", "term", "full day"),
            ]
        )
        self.assertEqual(self._format("a.b", "term", terms={"a.b": "words"}), "words")
