from datetime import date

from psycopg2.errors import CheckViolation, ExclusionViolation, UniqueViolation

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .metric_case import MetricCase, of


@tagged("cs_appraisal", "cs_metric")
class TestMetricFigure(MetricCase):
    """Figures from outside are kept, once a person, period and metric (APP-03)."""

    def test_the_server_says_who_and_when(self):
        figure = self.figure(
            author_id=self.users["gm"].id, state="corrected", entered_at="2020-01-01"
        )
        self.assertEqual(figure.author_id, self.users["hr"])
        self.assertEqual(figure.company_id, self.company)
        self.assertEqual(figure.state, "current")
        self.assertGreater(figure.entered_at.date(), date(2025, 1, 1))

    def test_it_is_kept(self):
        figure = self.figure()
        for attempt in (
            lambda: figure.write({"numerator": 1}),
            figure.unlink,
            figure.copy,
            lambda: figure.write({"state": "corrected"}),
        ):
            with self.assertRaises(UserError):
                attempt()

    def test_a_refusal_names_nobody_whom_the_reader_cannot_know(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        vals = {"name": "Secret", "company_id": elsewhere.id}
        secret = self.env["hr.employee"].create(vals)
        unknown = max(self.env["hr.employee"].search([]).ids) + 1000
        colleagues = {"agent": "agent2", "supervisor": "supervisor", "hr": "hr"}
        for role, colleague in colleagues.items():
            Figure = self.env["cs.metric.figure"].with_user(self.users[role])
            told = {self.people[colleague].id: colleague}
            told |= {secret.id: "nobody", unknown: "nobody"}
            for employee, name in told.items():
                refused = self.assertRaisesRegex(UserError, f"figures of {name}\\.")
                with self.subTest(role, name=name), refused:
                    Figure.create(self.figure_vals(employee_id=employee))

    def test_a_quarter_adds_up_its_months(self):
        self.figure(number=10)
        self.figure(number=5, date_from="2025-05-01", date_to="2025-05-31")
        self.figure(number=99, date_from="2025-07-01", date_to="2025-07-31")
        quarter = date(2025, 4, 1), date(2025, 6, 30)
        self.assertEqual(self.measured("deals", None, *quarter), of(15))
        part = date(2025, 6, 2), date(2025, 6, 30)
        self.assertIsNone(self.measured("deals", None, *part))

    def test_shares_add_up_both_numbers(self):
        self.figure(metric=self.conversion, number=7, denominator=10)
        self.figure(
            metric=self.conversion,
            number=1,
            denominator=30,
            date_from="2025-05-01",
            date_to="2025-05-31",
        )
        found = self.measured("conversion", None, date(2025, 5, 1), date(2025, 6, 30))
        self.assertEqual(found, of(8, 40))

    def test_of_no_inquiries_it_does_not_apply(self):
        figure = self.figure(metric=self.conversion, number=0, denominator=0)
        self.assertEqual(self.measured("conversion"), of(0, 0))
        self.assertIn("not applicable", figure.value_text)

    def test_exact_to_four_decimals(self):
        sales = self.env.ref("cs_appraisal.metric_sales_amount")
        self.figure(metric=sales, number=0.1)
        self.figure(
            metric=sales, number=0.2, date_from="2025-05-01", date_to="2025-05-31"
        )
        span = date(2025, 5, 1), date(2025, 6, 30)
        self.assertEqual(self.measured("sales_amount", None, *span), of("0.3"))

    def test_what_is_no_figure(self):
        handled = self.env.ref("cs_appraisal.metric_tickets_handled")
        share = {"metric": self.conversion}
        for vals in (
            {"number": -1},
            {"number": float("nan")},
            {"number": float("inf")},
            {"number": "many"},
            {"number": 1e11},
            {"denominator": 3},
            {"metric": handled},
            {"origin": " "},
            {"origin": "x" * 201},
            {"date_from": "soon"},
            {"date_from": "2025-06-30", "date_to": "2025-06-29"},
            {"date_from": "2999-06-01", "date_to": "2999-06-30"},
            {**share},
            {**share, "denominator": False},
            {**share, "denominator": -1},
            {**share, "number": 1, "denominator": 0},
        ):
            with self.subTest(vals), self.assertRaises(UserError):
                self.figure(**vals)
        self.assertTrue(self.figure(**share, number=0, denominator=0, origin="x" * 200))

    def test_once_a_person_period_and_metric(self):
        self.figure()
        for vals in ({"number": 13}, {"date_from": "2025-06-30"}):
            with self.subTest(vals), self.assertRaises(UserError):
                self.figure(**vals)
        self.figure("agent2")
        with self.assertRaises(UserError):
            twice = self.figure_vals("leader")
            Figure = self.env["cs.metric.figure"].with_user(self.users["hr"])
            Figure.create([twice, dict(twice)])

    def test_simultaneous_figures_meet_in_the_database(self):
        """Whatever Python sees, one figure is in force."""
        figure = self.figure()
        names = "company_id, employee_id, metric_id, date_to, numerator, origin,"
        names += " author_id, entered_at, state"
        for first, error in (
            ("date_from", UniqueViolation),
            ("date_from + 1", ExclusionViolation),
        ):
            again = (
                f"INSERT INTO cs_metric_figure (date_from, {names})"
                f" SELECT {first}, {names} FROM cs_metric_figure WHERE id = %s"
            )
            self.refused_by_database(error, again, [figure.id])

    def test_a_correction_is_a_new_figure(self):
        figure = self.figure()
        correction = self.figure(
            number=13, corrects_id=figure.id, reason="The platform counted one twice"
        )
        self.assertEqual(figure.state, "corrected")
        self.assertEqual(figure.correction_ids, correction)
        self.assertEqual(self.measured("deals"), of(13))
        self.assertEqual(figure.numerator, 12)

    def test_a_correction_stays_with_its_figure(self):
        """Person, metric and days come from what is corrected, whatever is sent."""
        figure = self.figure()
        correction = self.figure(
            "agent2", corrects_id=figure.id, reason="Typing error", date_to="2025-06-29"
        )
        self.assertEqual(correction.employee_id, self.agent)
        self.assertEqual(str(correction.date_to), "2025-06-30")

    def test_a_correction_says_why_and_comes_once(self):
        figure = self.figure()
        with self.assertRaises(UserError):
            self.figure(corrects_id=figure.id)
        self.figure(corrects_id=figure.id, reason="Typing error")
        with self.assertRaises(UserError):
            self.figure(corrects_id=figure.id, reason="Again")
        without_figure = "UPDATE cs_metric_figure SET reason = 'None' WHERE id = %s"
        self.refused_by_database(CheckViolation, without_figure, [figure.id])

    def refused_by_database(self, error, statement, values):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(error),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(statement, values)

    def test_the_button_fills_in_the_figure(self):
        figure = self.figure()
        hr = figure.with_user(self.users["hr"])
        self.assertTrue(hr.can_correct)
        self.assertFalse(figure.with_user(self.users["agent"]).can_correct)
        context = hr.action_correct()["context"]
        Figure = self.env["cs.metric.figure"].with_user(self.users["hr"])
        vals = Figure.with_context(**context).default_get(list(Figure._fields))
        Figure.create({**vals, "numerator": 14, "reason": "Typing error"})
        self.assertEqual(self.measured("deals"), of(14))

    def test_a_sealed_month_takes_no_figure(self):
        """ALL-05: the next open month is named."""
        self.env["cs.period"]._kept_create(
            {
                "company_id": self.company.id,
                "month": "2025-06-01",
                "state": "closed",
                "closed_at": "2025-07-05 10:00:00",
                "closed_by_id": self.users["gm"].id,
                "protocol": {"steps": []},
            }
        )
        with self.assertRaisesRegex(UserError, "July 2025"):
            self.figure()
        self.figure(date_from="2025-07-01", date_to="2025-07-31")

    def test_nobody_enters_the_own_figures(self):
        """Nor those of another record of the same person."""
        second = self.env["hr.employee"].create(
            {
                "name": "The same",
                "company_id": self.company.id,
                "work_contact_id": self.people["hr"].work_contact_id.id,
            }
        )
        for person in (self.people["hr"], second):
            with self.subTest(person.name), self.assertRaises(UserError):
                self.figure(employee_id=person.id)
        with self.assertRaises(UserError):
            self.figure("supervisor", role="supervisor")
        with self.assertRaises(UserError):
            self.figure("fitter", role="supervisor")
        self.figure(role="supervisor")
