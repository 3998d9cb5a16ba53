"""Drafts on past months across attendance, appraisal and income (ALL-03)."""

import base64
from io import BytesIO

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .pay_case import JULY, JUNE
from .what_if_case import WhatIfCase, june


@tagged("cs_incentive", "cs_what_if")
class TestWhatIf(WhatIfCase):
    def setUp(self):
        super().setUp()
        self.settled()

    def grace(self, minutes):
        return self.draft(self.attendance, grace_minutes=minutes)

    def all_drafts(self):
        return {
            "attendance_policy_ids": self.draft(self.attendance),
            "template_ids": self.draft(self.card) | self.draft(self.template),
            "appraisal_policy_ids": self.draft(self.policy),
            "scheme_ids": self.draft(self.pay),
        }

    # What it comes to

    def test_the_month_as_it_is(self):
        self.assertEqual(self.attendance.grace_minutes, 0)
        lates = self.env["cs.attendance.day"].search([("late_count", ">", 0)])
        self.assertEqual(
            sorted(lates.mapped("date")), [june(d) for d in (3, 4, 10, 17)]
        )
        scores = [self.result(self.cycle_of_june, r).score for r in ("agent", "agent2")]
        self.assertEqual(scores, [80, 88])
        self.assertEqual(self.statement().total, 2050)

    def test_a_late_threshold_and_what_follows(self):
        """Three lates of a minute fall: full attendance, 12 points, merit pay."""
        what_if = self.tried(attendance_policy_ids=self.grace(1))
        one = self.person(what_if)
        self.assertEqual((one.late_count_before, one.late_count_after), (3, 0))
        self.assertEqual((one.changed_days, one.full_before, one.full_after), (3, 0, 1))
        self.assertEqual((one.score_before, one.score_after), (80, 92))
        self.assertEqual(one.grades, "B → A")
        self.assertEqual(
            self.changes(what_if), {"FULL": (0, 200), "PERF_MERIT": (200, 240)}
        )
        self.assertEqual((one.total_before, one.total_after), (2050, 2290))
        self.assertEqual(one.difference, 240)
        self.assertEqual(one.action_open()["res_id"], one.id)
        self.assertEqual((what_if.before, what_if.after), (4100, 4340))
        score2 = what_if.line_ids.filtered(lambda line: line.employee_id == self.agent2)
        self.assertEqual(score2.mapped("area"), ["score"], "only another rank")
        self.assertIn("1 / 2", score2.text_before)
        self.assertIn("2 / 2", score2.text_after)

    def test_the_edge_of_the_threshold(self):
        self.assertEqual(self.tried(attendance_policy_ids=self.grace(14)).day_count, 3)
        self.assertEqual(self.tried(attendance_policy_ids=self.grace(15)).day_count, 4)

    def test_days_say_why(self):
        what_if = self.tried(attendance_policy_ids=self.grace(1))
        day = what_if.line_ids.filtered(lambda line: line.date == june(3))
        self.assertIn("Late", day.text_before)
        self.assertEqual(day.text_after, "Present")
        self.assertTrue(day.get_explanation()["reasons"])
        self.assertEqual(day.action_open_record()["res_model"], "cs.attendance.day")
        [full] = what_if.line_ids.filtered(lambda line: line.name == "Full attendance")
        self.assertEqual((full.text_before, full.text_after), ("No", "Yes"))
        money = what_if.line_ids.filtered(lambda line: line.code == "PERF_MERIT")
        self.assertTrue(money.get_explanation()["reasons"])
        score = what_if.line_ids.filtered(
            lambda line: line.area == "score" and line.employee_id == self.agent
        )
        self.assertIn("3 → 0", score.detail)
        self.assertIn("Lates adds 8 → 20", score.detail)
        self.assertIn("Coefficient 1 → 1.2", score.detail)

    def test_a_band(self):
        scheme = self.draft(self.pay)
        scheme.line_ids.filtered(lambda line: line.code == "SALES").bands = "0: 1.5%"
        what_if = self.tried(scheme_ids=scheme)
        for role in ("agent", "agent2"):
            self.assertEqual(self.changes(what_if, role), {"SALES": (50, 75)})
        self.assertEqual((what_if.difference, what_if.day_count), (50, 0))
        rows = {row["label"]: row for row in what_if.totals[-1]["rows"]}
        self.assertEqual(
            (rows["Sales"]["before"], rows["Sales"]["after"]), ("100.00", "150.00")
        )

    def test_several_drafts_together(self):
        scheme = self.draft(self.pay)
        scheme.line_ids.filtered(lambda line: line.code == "FULL").amount = 300
        what_if = self.tried(attendance_policy_ids=self.grace(1), scheme_ids=scheme)
        self.assertEqual(self.changes(what_if)["FULL"], (0, 300))

    def test_a_template(self):
        card = self.draft(self.card)
        card.deduction_ids.points_each = 1
        what_if = self.tried(template_ids=card)
        self.assertEqual(self.person(what_if).score_after, 86)
        self.assertFalse(self.changes(what_if), "B is B")

    def test_the_bands_of_grades(self):
        policy = self.draft(self.policy)
        policy.grade_ids.filtered(lambda one: one.name == "A").score_from = 88
        what_if = self.tried(appraisal_policy_ids=policy)
        self.assertEqual(self.changes(what_if, "agent2"), {"PERF_MERIT": (200, 240)})
        self.assertFalse(self.person(what_if))

    def test_ranks_pay_prizes(self):
        """INC-10: the first of the group changes places with the other."""
        scheme = self.draft(self.pay)
        scheme.line_ids = [
            self.line("BEST", "rank", {"bands": "1: 50; 2: 100"}, section="award")
        ]
        before = self.tried(scheme_ids=scheme)
        self.assertEqual(self.changes(before, "agent2"), {"BEST": (0, 50)})
        after = self.tried(scheme_ids=scheme, attendance_policy_ids=self.grace(1))
        self.assertEqual(self.changes(after)["BEST"], (0, 50))
        self.assertFalse(self.changes(after, "agent2"))

    # Nothing differs, and nothing is written

    def test_drafts_that_change_nothing(self):
        what_if = self.tried(**self.all_drafts())
        self.assertEqual(what_if.people_count, 2)
        self.assertFalse(what_if.line_ids)
        self.assertFalse(what_if.person_ids)
        booked = self.env["cs.incentive.statement"].search(
            [("company_id", "=", self.company.id), ("month", "=", JUNE)]
        )
        self.assertEqual(what_if.before, sum(booked.mapped("total")))
        self.assertEqual(what_if.difference, 0)
        for part in what_if.totals:
            for row in part["rows"]:
                self.assertEqual(row["before"], row["after"])

    def test_what_became_known_later_is_no_difference(self):
        self.approve("agent")
        self.env.cr.execute(
            "UPDATE cs_attendance_day SET is_locked = TRUE, late_count = 0,"
            " verdict = 'ok' WHERE date = '2025-06-03'"
        )
        self.env.invalidate_all()
        self.assertFalse(self.tried(**self.all_drafts()).line_ids)

    def test_nothing_is_written(self):
        drafts = self.all_drafts() | {"attendance_policy_ids": self.grace(1)}
        self.env.flush_all()
        before, writes = self.content(), self.writes()
        self.tried(**drafts).action_export()
        self.env.flush_all()
        self.assertEqual(self.content(), before)
        touched = {
            table
            for table, count in self.writes().items()
            if count != writes.get(table) and "cs_what_if" not in table
        }
        self.assertEqual(touched, {"cs_sheet_download"})

    def content(self):
        """Every table of ours but those of the trial."""
        tables = [
            model._table
            for model in self.env.values()
            if model._name.startswith("cs.")
            and not model._abstract
            and model._auto
            and not model._name.startswith(("cs.what.if", "cs.sheet.download"))
        ]
        return {
            table: self.env.execute_query(
                SQL(
                    "SELECT count(*), md5(string_agg(t::text, '' ORDER BY t.id))"
                    " FROM %s t",
                    SQL.identifier(table),
                )
            )
            for table in tables
        }

    def writes(self):
        """Rows inserted, changed and deleted in this transaction, table by table."""
        return dict(
            self.env.execute_query(
                SQL(
                    "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del"
                    " FROM pg_stat_xact_user_tables"
                    " WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"
                )
            )
        )

    def test_a_closed_month(self):
        self.approve("agent")
        total = self.statement().total
        self.env["cs.period"]._kept_create(
            {
                "company_id": self.company.id,
                "month": JUNE,
                "state": "closed",
                "closed_at": "2025-07-08 01:00:00",
                "closed_by_id": self.users["gm"].id,
                "protocol": {"steps": []},
            }
        )
        what_if = self.tried(attendance_policy_ids=self.grace(1))
        self.assertEqual(self.person(what_if).difference, 240)
        self.assertEqual(self.statement().total, total)

    # What is asked

    def test_bad_input(self):
        draft = self.grace(1)
        with self.assertRaisesRegex(UserError, "at least one draft"):
            self.tried()
        with self.assertRaisesRegex(UserError, "one to 6 months"):
            self.tried(month=JULY, until=JUNE, attendance_policy_ids=draft)
        with self.assertRaisesRegex(UserError, "nothing in these months"):
            self.tried(month="2024-06-01", attendance_policy_ids=draft)
        with self.assertRaisesRegex(UserError, "same people"):
            self.tried(attendance_policy_ids=draft | self.grace(2))

    def test_it_begins_with_the_draft_of_the_form(self):
        draft = self.grace(1)
        What = self.env["cs.what.if"].with_context(
            active_model=draft._name, active_id=draft.id
        )
        # as the client asks when the form opens
        spec = {"attendance_policy_ids": {"fields": {"display_name": {}}}}
        [[command, number, _values]] = What.onchange({}, [], spec)["value"][
            "attendance_policy_ids"
        ]
        self.assertEqual((command, number), (Command.LINK, draft.id))
        self.assertFalse(
            self.env["cs.what.if"]
            .with_context(active_model="res.users", active_id=1)
            .default_get(["scheme_ids"])
            .get("scheme_ids")
        )

    def test_workbook(self):
        what_if = self.tried(attendance_policy_ids=self.grace(1))
        number = int(what_if.action_export()["url"].split("/")[4])
        download = self.env["cs.sheet.download"].with_user(self.users["hr"])
        content = base64.b64decode(download.browse(number).content)
        book = load_workbook(BytesIO(content))
        self.assertEqual(
            book.sheetnames,
            ["Totals", "By person", "Changed days", "Changed scores", "Changed income"],
        )
        people = list(book["By person"].iter_rows(values_only=True))
        rows = {row[1]: row[-3:] for row in people}
        self.assertEqual(rows["agent"], (2050, 2290, 240))
        self.assertEqual(rows["agent2"], (2050, 2050, 0))
        self.assertIn(
            "Cost in all", str(list(book["Totals"].iter_rows(values_only=True)))
        )
        self.assertIn("Cost in all", what_if.summary)

    # Who may what

    def test_who_may(self):
        draft = self.grace(1)
        self.assertEqual(self.tried("gm", attendance_policy_ids=draft).changed_count, 2)
        found = self.tried("supervisor", attendance_policy_ids=draft)
        self.assertEqual(found.difference, 240)
        for role in ("agent", "leader", "payroll", "admin"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.tried(role, attendance_policy_ids=draft)

    def test_only_people_that_one_reads(self):
        draft = self.grace(1)
        self.env.cr.execute(
            "UPDATE cs_incentive_statement SET department_id = NULL"
            " WHERE employee_id = %s",
            [self.agent.id],
        )
        self.env.invalidate_all()
        found = self.tried("supervisor", attendance_policy_ids=draft)
        self.assertFalse(self.changes(found), "the items are of no own department")
        self.assertEqual(self.person(found).total_before, 0)
        self.assertEqual(found.before, 2050)
        self.assertTrue(self.person(found).changed_days, "the days are")

    def test_a_department(self):
        other = self.env["hr.department"].create(
            {"name": "Other", "company_id": self.company.id}
        )
        draft = self.grace(1)
        with self.assertRaisesRegex(UserError, "nothing in these months"):
            self.tried(attendance_policy_ids=draft, department_id=other)
        found = self.tried(attendance_policy_ids=draft, department_id=self.department)
        self.assertEqual(found.difference, 240)

    def test_nobody_else_reads_it(self):
        what_if = self.tried(attendance_policy_ids=self.grace(1))
        for records in (what_if, what_if.person_ids, what_if.line_ids):
            with self.subTest(model=records._name):
                others = records.with_user(self.users["gm"])
                self.assertFalse(others.search([("id", "in", records.ids)]))
                with self.assertRaises(AccessError):
                    others[0].read(["display_name"])

    def test_results_are_not_written_from_outside(self):
        what_if = self.tried(attendance_policy_ids=self.grace(1))
        what_if.write({"after": 1, "totals": [], "is_done": False})
        self.assertEqual((what_if.after, what_if.is_done), (4340, True))
        forged = what_if.create(
            {"is_done": True, "totals": [{"key": "days", "rows": []}], "before": 7}
        )
        self.assertEqual(
            (forged.is_done, forged.totals, forged.before), (False, False, 0)
        )
        with self.assertRaises(AccessError):
            what_if.person_ids[0].write({"grades": "A"})
        with self.assertRaises(AccessError):
            what_if.line_ids[0].write({"name": "x"})
        with self.assertRaises(AccessError):
            self.env["cs.what.if.line"].with_user(self.users["hr"]).create(
                {"what_if_id": what_if.id}
            )

    def test_a_draft_that_one_may_not_read(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        policy = self.env["cs.attendance.policy"].create(
            {"name": "Theirs", "company_id": other.id, "date_from": "2030-01-01"}
        )
        with self.assertRaises(UserError):
            self.tried(attendance_policy_ids=policy)

    # Many people

    def test_queries_do_not_grow_with_people(self):
        draft = self.grace(1)
        few = self.tried(attendance_policy_ids=draft)
        counts = [self.queries(few)]
        self.more_people(6)
        counts.append(self.queries(few))
        self.assertLessEqual(counts[1], counts[0] + 3)

    def queries(self, what_if):
        self.env.invalidate_all()
        self.env.flush_all()
        what_if.action_try()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        what_if.action_try()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def more_people(self, count):
        people = [self.hire(f"Agent {number}") for number in range(count)]
        for person in people:
            self._work(person, *[june(day) for day in (2, 4, 5)])
            self._work(person, june(3), start="08:31")
        every = self.env["hr.employee"].union(*people)
        self.env["cs.attendance.day"]._judge(every, JUNE, JUNE)
        self.env["cs.attendance.sheet.builder"]._build(every, JUNE)
        self.book()
