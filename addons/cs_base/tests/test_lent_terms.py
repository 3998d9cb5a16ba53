from odoo.addons.cs_base.models.holiday_terms import lend_term, lending_terms
from odoo.exceptions import UserError, ValidationError
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestLentTerms(TransactionCase):
    """Messages of the addons below, whose own files have no Chinese."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_and_install_lang("zh_CN")
        cls.zh = cls.env(context={"lang": "zh_CN"})
        cls.year = cls.zh["calendar.public.holiday"].create({"year": 2031})
        cls.line = {"public_holiday_id": cls.year.id, "date": "2031-10-01"}
        cls.zh["calendar.public.holiday.line"].create(cls.line | {"name": "国庆节"})

    def test_a_term_that_nobody_knows_stays(self):
        self.assertEqual(lend_term(self.zh, "Unheard of"), "Unheard of")
        self.assertEqual(
            lend_term(self.env(context={}), "New public holidays"),
            "New public holidays",
        )
        for text in ("Unheard of", "You can't create duplicates"):
            with self.assertRaises(UserError) as caught, lending_terms(self.zh):
                raise UserError(text)
            self.assertEqual(str(caught.exception), text)

    def test_a_refusal_keeps_the_values_in_it(self):
        with self.assertRaisesRegex(
            ValidationError, "^日期 2031-10-01 已有法定节假日，不能重复。$"
        ):
            self.zh["calendar.public.holiday.line"].create(self.line | {"name": "中秋"})

    def test_values_of_many_lines_and_signs(self):
        refusal = UserError("You can't create duplicate public holiday per date a\n%s.")
        with self.assertRaises(UserError) as caught, lending_terms(self.zh):
            raise refusal
        self.assertIs(caught.exception, refusal)
        self.assertEqual(str(refusal), "日期 a\n%s 已有法定节假日，不能重复。")

    def test_a_day_of_another_year(self):
        with self.assertRaisesRegex(ValidationError, "^节假日的日期必须在所属年份之内"):
            self.zh["calendar.public.holiday.line"].create(
                self.line | {"name": "元旦", "date": "2032-01-01"}
            )

    def test_the_same_year_twice(self):
        with self.assertRaisesRegex(ValidationError, "^同一年份、同一国家"):
            self.zh["calendar.public.holiday"].create({"year": 2031})

    def test_the_coming_year(self):
        wizard = self.zh["calendar.public.holiday.next.year"].create(
            {"public_holiday_ids": self.year.ids, "year": 2032}
        )
        self.assertEqual(wizard.create_public_holidays()["name"], "新的法定节假日")
        self.zh["calendar.public.holiday"].search([]).unlink()
        with self.assertRaisesRegex(UserError, "^没有可用作模板的法定节假日"):
            self.zh["calendar.public.holiday.next.year"].create(
                {}
            ).create_public_holidays()
