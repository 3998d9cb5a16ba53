from odoo.tests import TransactionCase, tagged


@tagged("cs_base")
class TestGroupLabel(TransactionCase):
    """ALL-05: groups of days and moments read as people write them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        # 00:30 of the first of December in Shanghai; none
        cls.moments = cls.env["mail.message"].create(
            [{"body": "x", "date": "2026-11-30 16:30:00"}, {"body": "x"}]
        )
        cls.moments[1].date = False
        currency = cls.env["res.currency"].create({"name": "XLB", "symbol": "X"})
        cls.days = cls.env["res.currency.rate"].create(
            {"currency_id": currency.id, "name": "2026-07-01", "rate": 2}
        )

    def _labels(self, records, name, period, lang="zh_CN"):
        model = records.with_context(lang=lang, tz="Asia/Shanghai")
        spec = f"{name}:{period}"
        rows = model.formatted_read_group([("id", "in", records.ids)], [spec])
        return [row[spec] and row[spec][1] for row in rows]

    def test_chinese(self):
        for period, day, moment in (
            ("day", "2026年7月1日", "2026年12月1日"),
            ("week", "2026年第27周", "2026年第49周"),
            ("month", "2026年7月", "2026年12月"),
            ("quarter", "2026年第3季度", "2026年第4季度"),
            ("year", "2026年", "2026年"),
        ):
            with self.subTest(period):
                self.assertEqual(self._labels(self.days, "name", period), [day])
                labels = self._labels(self.moments, "date", period)
                self.assertEqual(labels, [moment, False])

    def test_other_languages_stay(self):
        labels = self._labels(self.days, "name", "month", lang="en_US")
        self.assertEqual(labels, ["July 2026"])

    def test_each_group_opens(self):
        """What a group stands for is the same in all languages."""
        spec = "name:month"
        mine = [("id", "in", self.days.ids)]
        found = []
        for lang in ("en_US", "zh_CN"):
            model = self.days.with_context(lang=lang)
            [row] = model.formatted_read_group(mine, [spec])
            self.assertEqual(model.search(mine + row["__extra_domain"]), self.days)
            found.append((row[spec][0], row["__extra_domain"]))
        self.assertEqual(found[0], found[1])
