import re
from pathlib import Path
from unittest import SkipTest

from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.addons.cs_base.tests.policy_case import PolicyModelChecks
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..wizard.ready_books import READY
from .discipline_case import NOW, DisciplineCase

POINTS = Path(__file__).parents[4] / "shared" / "spec" / "POINTS.md"


@tagged("cs_incentive", "cs_discipline")
class TestDisciplineBook(PolicyModelChecks, DisciplineCase):
    """Books as policies, and what they check (INC-20, INC-21, INC-29, ALL-07)."""

    policy_model = "cs.discipline.book"
    key = {"kind": "slips"}
    regulations = {"rule_ids": [], "step_ids": []}

    def _draft(self, role="hr", **vals):
        """Only what is proposed needs a rule."""
        if role != "hr":
            row = Command.create({"code": "X", "name": "X"})
            vals = {"kind": "slips", "rule_ids": [row]} | vals
        return super()._draft(role, **vals)

    def with_rule(self, *steps, **vals):
        vals = {"code": "X", "name": "X"} | vals
        vals["step_ids"] = [Command.create(row) for row in steps]
        return self._draft(rule_ids=[Command.create(vals)])

    @mute_logger("odoo.sql_db")
    def test_bounds_of_rules(self):
        fixed = {"amount_mode": "fixed", "amount_from": 1}
        for vals in (
            {"kind": "fine"},
            {"kind": "compensation"},
            fixed | {"amount_from": 0},
            fixed | {"amount_from": -1},
            fixed | {"amount_from": 1e9},
            {"amount_mode": "range", "amount_from": 10, "amount_to": 9.99},
            {"amount_mode": "range", "amount_from": 0, "amount_to": 9},
            {"period_months": 0},
            {"period_months": 121},
        ):
            with (
                self.subTest(vals),
                self.assertRaises(CheckViolation),
                self.env.cr.savepoint(),
            ):
                self.with_rule(**vals).flush_recordset()

    @mute_logger("odoo.sql_db")
    def test_bounds_of_steps(self):
        for vals in (
            {"number": 0},
            {"number": 1000},
            {"number": 1, "case_code": "Bad code"},
            {"number": 1, "kind": "fine"},
        ):
            with (
                self.subTest(vals),
                self.assertRaises(CheckViolation),
                self.env.cr.savepoint(),
            ):
                self.with_rule(vals).step_ids.flush_recordset()
        for rows in ([{"number": 2}] * 2, [{"number": 1, "case_code": "a"}] * 2):
            with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
                self.with_rule(*rows).step_ids.flush_recordset()

    def test_a_rule_gives_or_takes(self):
        for kinds in (("award", "points"), ("points", "award")):
            with self.subTest(kinds), self.assertRaises(ValidationError):
                self.with_rule({"number": 2, "kind": kinds[1]}, kind=kinds[0])

    def test_frozen_with_the_book(self):
        """Neither rule nor step changes, by itself, by its parents or by moving."""
        rule = self.rules["AGAIN"]
        row, hr = rule.step_ids, self.users["hr"]
        draft = self.with_rule({"number": 7})
        attempts = (
            lambda: rule.with_user(hr).write({"points_class": "a2"}),
            lambda: row.with_user(hr).write({"points_class": "a2"}),
            lambda: row.with_user(hr).unlink(),
            lambda: rule.with_user(hr).unlink(),
            lambda: rule.with_user(hr).update_field_translations(
                "name", {"en_US": "Other"}
            ),
            lambda: self.book.with_user(hr).write(
                {"rule_ids": [Command.update(rule.id, {"points_class": "a2"})]}
            ),
            lambda: self.book.with_user(hr).write(
                {"step_ids": [Command.update(row.id, {"points_class": "a2"})]}
            ),
            lambda: row.copy({"number": 9}),
            lambda: row.create({"rule_id": rule.id, "number": 9}),
            lambda: draft.step_ids.write({"rule_id": rule.id}),
            lambda: draft.rule_ids.write({"policy_id": self.book.id}),
            lambda: self.book.write({"state": "draft"}),
        )
        for number, attempt in enumerate(attempts):
            with (
                self.subTest(number),
                self.assertRaises(UserError),
                self.env.cr.savepoint(),
            ):
                attempt()

    @freeze_time(NOW)
    def test_what_changes(self):
        """ALL-07: a new version shows rules and steps before and after."""
        draft = self.book.copy({"date_from": "2025-08-01"})
        self.env.invalidate_all()
        self.assertEqual(len(draft.step_ids), len(self.book.step_ids))
        rules = {rule.code: rule for rule in draft.rule_ids}
        rules["AGAIN"].step_ids.points_class = "a1"
        rules["LIGHT"].points_class = "b1"
        draft.action_submit()
        labels = [(c["field"], c["before"], c["after"]) for c in draft.changes]
        expected = [("rule_ids", "c1", "b1"), ("step_ids", "b1", "a1")]
        self.assertEqual(labels, expected)

    def test_a_book_without_rules(self):
        with self.assertRaisesRegex(UserError, "says nothing"):
            self._draft().action_submit()


@tagged("cs_incentive", "cs_discipline")
@freeze_time(NOW)
class TestDisciplineReadyBook(DisciplineCase):
    """Books to start from (INC-20 to INC-27, ALL-04)."""

    def ready(self, book, role="hr"):
        Wizard = self.env["cs.discipline.ready.book"].with_user(self.users[role])
        action = Wizard.create({"book": book, "company_id": self.company.id})
        action = action.action_create()
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["cs.discipline.book"].browse(action["res_id"])

    def test_every_book_can_be_proposed_at_once(self):
        kinds = dict(self.env["cs.discipline.ready.book"]._fields["book"].selection)
        self.assertEqual(kinds.keys(), READY.keys())
        for kind in kinds:
            with self.subTest(kind):
                book = self.ready(kind, "supervisor")
                book.with_user(self.users["supervisor"]).action_submit()
                self.assertEqual((book.state, book.kind), ("proposed", kind))
                self.assertTrue(all(book.rule_ids.mapped("cited_id")))
                self.assertTrue(all(book.rule_ids.mapped("section")))

    def test_who_may_not(self):
        for role in ("agent", "leader", "gm", "payroll", "admin"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.ready("slips", role)

    def test_words_in_every_language_in_use(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        book = self.ready("slips")
        for rule, ready in zip(book.rule_ids, READY["slips"][1], strict=True):
            chinese = self.env(context={"lang": "zh_CN"})._(ready.name)
            self.assertEqual(rule.with_context(lang="zh_CN").name, chinese)

    def test_points_book_is_complete(self):
        """Every line of POINTS.md, with the classes that stand there."""
        if not POINTS.exists():
            raise SkipTest("no ../shared/spec")
        rules = {rule.code: rule for rule in self.ready("points").rule_ids}
        rows = re.findall(r"^\| ([A-Z]{2}-\d\d) \| (.*)$", POINTS.read_text(), re.M)
        self.assertEqual([code for code, _text in rows], list(rules))
        for code, text in rows:
            written = set(re.findall(r"[+−][ABC]\d", text))
            rule = rules[code]
            effects = [*rule, *rule.step_ids]
            found = {one.points_text for one in effects if one.points_text}
            if code == "CS-13":  # "+B1 or more"
                self.assertEqual(found, {"+B1", "+A1", "+A2"})
                continue
            with self.subTest(code):
                self.assertEqual(found, written)

    def test_consequences_of_the_points_book(self):
        if not POINTS.exists():
            raise SkipTest("no ../shared/spec")
        rules = {rule.code: rule for rule in self.ready("points").rule_ids}
        words = {
            "dismissal": "dismissal",
            "transfer": "transfer",
            "compensation": "compensation",
            "police": "police",
            "full-attendance": "full_attendance",
            "investigates": "investigation",
            "criticism": "criticism",
            "links the complaint": None,
        }
        for line in POINTS.read_text().splitlines():
            match = re.match(r"\| ([A-Z]{2}-\d\d) \|", line)
            if not match:
                continue
            rule = rules[match[1]]
            codes = set((rule | rule.step_ids.rule_id).consequence_ids.mapped("code"))
            codes |= set(rule.step_ids.consequence_ids.mapped("code"))
            with self.subTest(match[1]):
                for word, code in words.items():
                    if word not in line:
                        continue
                    if code:
                        self.assertIn(code, codes)
                    else:
                        self.assertTrue(rule.needs_ticket)

    def test_by_number_and_place(self):
        """CA-04, CA-10, CA-12, CA-19, SF-07 as the engine reads them."""
        rules = {rule.code: rule for rule in self.ready("points").rule_ids}
        steps = {
            code: [
                (s.case_code, s.number, s.points_class) for s in rules[code].step_ids
            ]
            for code in ("CA-04", "CA-10", "CA-12", "CA-19", "SF-07")
        }
        self.assertEqual(
            steps,
            {
                "CA-04": [(False, 3, "c1"), (False, 5, "b1"), (False, 11, "a1")],
                "CA-10": [("large", 3, "b1"), ("large", 5, "b1"), ("small", 3, "c1")],
                "CA-12": [(False, 1, "b1"), (False, 2, "c1")],
                "CA-19": [(False, 1, "b1"), (False, 2, "c1")],
                "SF-07": [(False, 4, "c1")],
            },
        )
        periods = {code: (rules[code].period, rules[code].counting) for code in steps}
        self.assertEqual(periods["CA-10"], ("week", "count"))
        self.assertEqual(periods["SF-07"], ("month", "each"))

    def test_amounts(self):
        """INC-25 and INC-27."""
        rules = {rule.code: rule for rule in self.ready("service").rule_ids}
        leak = rules["SV-10"]
        self.assertEqual(leak.amount_from, 1000)
        self.assertEqual(
            [(s.case_code, s.amount_from, s.amount_to) for s in leak.step_ids],
            [("forced", 50000, 150000), ("serious", 10000, 100000)],
        )
        self.assertEqual(
            (rules["SV-11"].amount_from, rules["SV-11"].counting), (5, "each")
        )
        cited = {code: rule.cited_id.code for code, rule in rules.items()}
        self.assertEqual(cited["SV-01"], "INC-22")
        self.assertEqual(cited["SV-03"], "INC-23")
        self.assertEqual(cited["SV-08"], "INC-24")
