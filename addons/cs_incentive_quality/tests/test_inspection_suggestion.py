from datetime import date

from odoo.addons.cs_quality.tests.inspection_case import FAULT, InspectionCase
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

SUGGESTION = "cs.discipline.suggestion"
AFTER = "2025-06-07 03:00"
INSULT = FAULT | {"remark": "Uniform at home"}


@tagged("cs_incentive_quality", "cs_discipline", "cs_inspection")
class TestInspectionSuggestion(InspectionCase):
    """HD-30 → INC-21, INC-24: a fault suggests the entry that its item names, once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls._approved("cs.incentive.policy", "2025-01-01")
        cls.book = cls._book("2025-01-01", points_class="c1")
        cls.rules = {rule.code: rule for rule in cls.book.rule_ids}
        rule = cls.rules["DRESS"].id
        cls.plan.item_ids[:2]._decision_line_write({"suggested_rule_id": rule})

    @classmethod
    def _approved(cls, model, since, **vals):
        scope = {"name": "Rules", "company_id": cls.company.id, "date_from": since}
        policy = cls.env[model].create(scope | vals)
        policy._decision_write({"state": "approved"})
        return policy

    @classmethod
    def _book(cls, since, kind="points", **vals):
        rules = [
            {"code": "DRESS", "name": "No badge or uniform", **vals},
            {"code": "LATE", "name": "Late", "suggested_by": "late"},
            {"code": "PHOTO", "name": "Photo", "needs_file": True},
        ]
        rules = [Command.create(one) for one in rules]
        return cls._approved("cs.discipline.book", since, kind=kind, rule_ids=rules)

    def find(self):
        self.env["cs.discipline.finder"]._find(
            self.company, date(2025, 5, 1), date(2025, 6, 20)
        )
        self.env.invalidate_all()
        return self.env[SUGGESTION].search([("company_id", "=", self.company.id)])

    def suggested(self, **marks):
        """(result, what is suggested of it)"""
        result = self.finish(self.of_person("agent"), **marks)
        return result, self.find()

    def test_only_a_final_result_with_a_fault(self):
        result = self.of_person("agent")
        with self.at("2025-06-06 18:00"):
            first, second = self.inspectors(result)
            self.mark(first, badge=FAULT, points=0)
            first.action_sign()
            self.assertFalse(self.find(), "one of two has confirmed")
            second.action_sign()
        one = self.find()
        self.assertEqual(
            (one.employee_id, one.suggested_by, one.rule_id, one.count, one.date),
            (
                self.people["agent"],
                "inspection",
                self.rules["DRESS"],
                1,
                result.date,
            ),
        )
        self.assertEqual(one.found, "Badge: Badge forgotten")
        self.assertEqual(self.find(), one, "once")
        opened = one.with_user(self.users["supervisor"]).action_open_fact()
        self.assertEqual(
            (opened["res_model"], opened["res_id"]), (result._name, result.id)
        )

    def test_clean_results_and_items_without_a_rule_suggest_nothing(self):
        _result, found = self.suggested(points=0)
        self.assertFalse(found)

    def test_two_faults_of_one_rule_are_one_entry(self):
        """The entry names the inspection and says what was found; the person reads
        both, and it explains itself."""
        result, one = self.suggested(badge=FAULT, insult=INSULT)
        self.assertEqual(one.count, 2)
        with self.at(AFTER):
            one.with_user(self.users["supervisor"]).action_confirm()
            entry = one.entry_id
            self.assertEqual((entry.state, entry.count), ("submitted", 1))
            self.assertEqual(entry.inspection_id, result)
            self.assertFalse(entry.day_id)
            for part in ("Badge forgotten", "Uniform at home"):
                self.assertIn(part, entry.description)
            entry.with_user(self.users["gm"]).action_approve()
        mine = entry.with_user(self.users["agent"])
        self.assertEqual(mine.inspection_id.read(["score"])[0]["score"], 40)
        told = str(mine.get_explanation())
        self.assertIn(result.display_name, told)

    def test_an_upheld_appeal_ends_it(self):
        result, one = self.suggested(badge=FAULT)
        with self.at(AFTER):
            opened = result.with_user(self.users["agent"]).action_appeal()
            appeal = self.env["cs.appeal"].with_user(self.users["agent"])
            appeal = appeal.with_context(opened["context"]).create({"claim": "Had it"})
            appeal.action_submit()
            self.find()
            self.assertEqual(one.state, "void", "not settled")
            appeal.sudo()._decision_write({"state": "refused"})
            self.find()
            self.assertEqual(one.state, "open")
            result._appeal_accepted(appeal)
            one.with_user(self.users["supervisor"]).action_confirm()
        self.assertEqual(one.state, "void", "also for who confirms before the job")

    def test_what_was_dismissed_stays_so(self):
        _result, one = self.suggested(badge=FAULT)
        for role in ("agent", "agent2", "leader", "payroll"):
            with self.subTest(role), self.assertRaises(AccessError):
                one.with_user(self.users[role]).action_dismiss("No")
        one.with_user(self.users["supervisor"]).action_dismiss("Lent it to a newcomer")
        self.assertEqual(self.find(), one)
        self.assertEqual(one.state, "dismissed")

    def test_the_rule_as_it_is_in_force_on_that_day(self):
        """Later versions of the book have the same code; without it, nothing."""
        self.book._decision_write({"date_to": "2025-05-31"})
        self.book.flush_recordset()
        later = self._book("2025-06-01", points_class="b1")
        _result, one = self.suggested(badge=FAULT)
        self.assertEqual(one.rule_id.policy_id, later)
        elsewhere = {"department_ids": [Command.set(self.quality.ids)]}
        rule = later.rule_ids.filtered(lambda rule: rule.code == "DRESS")
        rule._decision_line_write(elsewhere)
        self.find()
        self.assertEqual(one.state, "void", "it is not for this department")

    def test_not_what_somebody_has_entered(self):
        result = self.finish(self.of_person("agent"), badge=FAULT)
        entry = {
            "employee_id": self.people["agent"].id,
            "rule_id": self.rules["DRESS"].id,
            "date": result.date,
            "description": "Seen at the desk",
        }
        self.env["cs.discipline.entry"].with_user(self.users["leader"]).create(entry)
        self.assertFalse(self.find())

    def test_which_rules_may_be_named(self):
        """Nothing to choose or show, and nothing else suggests it; a book in force of
        the same company."""
        draft = self.plan.copy({"name": "Next"})
        item = draft.with_user(self.users["hr"]).item_ids[0]
        self.assertEqual(item.suggested_rule_id.code, "DRESS", "kept by the copy")
        other = self.env["res.company"].create({"name": "Other"})
        waiting = self._book("2026-01-01", kind="service")
        waiting._decision_write({"state": "draft"})
        foreign = self.env["cs.discipline.book"].create(
            {
                "name": "Other",
                "company_id": other.id,
                "date_from": "2025-01-01",
                "rule_ids": [Command.create({"code": "DRESS", "name": "Dress"})],
            }
        )
        foreign._decision_write({"state": "approved"})
        for rule in (
            self.rules["LATE"],
            self.rules["PHOTO"],
            waiting.rule_ids[0],
            foreign.rule_ids,
        ):
            with self.subTest(rule.code), self.assertRaises(ValidationError):
                item.sudo().suggested_rule_id = rule
        with self.assertRaises(UserError):
            line = self.of_person("agent").line_ids[0]
            line.with_user(self.users["inspector"]).write({"suggested_rule_id": False})

    def test_the_ready_plan_names_the_rule_in_force(self):
        """CS-02 of the points book, or SV-04 (INC-24)."""
        Plan = self.env["cs.inspection.plan"].with_user(self.users["hr"])
        Plan = Plan.with_company(self.company)

        def named():
            plan = Plan.browse(Plan.action_ready()["res_id"])
            return plan.item_ids.suggested_rule_id.mapped("code"), len(
                plan.item_ids.filtered("suggested_rule_id")
            )

        self.assertEqual(named(), ([], 0))
        rule = [Command.create({"code": "SV-04", "name": "No badge or uniform"})]
        self._approved(
            "cs.discipline.book", "2025-01-01", kind="service", rule_ids=rule
        )
        self.assertEqual(named(), (["SV-04"], 2))
        self.rules["DRESS"]._decision_line_write({"code": "CS-02"})
        self.assertEqual(named(), (["CS-02"], 2), "the points book first")

    def test_the_daily_job_serves_companies_with_a_plan_only(self):
        self.suggested(badge=FAULT)
        self.rules["LATE"]._decision_line_write({"suggested_by": False})
        self.assertIn(self.company, self.env["cs.discipline.finder"]._companies())
