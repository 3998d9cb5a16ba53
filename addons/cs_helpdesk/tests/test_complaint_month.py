from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .month_case import JULY, JUNE, MonthCase, SharedCase


@tagged("cs_helpdesk", "cs_complaint_month")
class TestComplaintFigures(MonthCase):
    """HD-06: the figures of a month by responsible unit."""

    def test_the_month_of_the_company(self):
        for text in (
            "2025-05-31 23:59:59",
            "2025-06-01 00:00:00",
            "2025-06-30 23:59:59",
            "2025-07-01 00:00:00",
        ):
            self.whole(text)
        self.assertEqual(self.month().number, 2)
        self.assertEqual(self.line(self.month(), self.group_one).volume, 2)
        self.assertEqual(self.month(JULY).number, 1)

    def test_shares(self):
        self.received(
            "2025-06-05 09:00",
            (self.group_one, self.people["agent"], 50),
            (self.workshop, None, 50),
            (self.department, None, 0),
        )
        month = self.month()
        self.assertEqual(month.number, 1)
        for unit in (self.group_one, self.workshop):
            self.assertEqual(self.line(month, unit).number, 0.5)
        self.assertFalse(self.line(month, self.department), "a share of 0 % is none")
        self.assertEqual(
            sorted(self.cases(month).mapped("employee_id.name")), ["agent"]
        )

    def test_what_nobody_is_named_for(self):
        ticket = self.received("2025-06-05 09:00", (self.group_one, None, 70))
        month = self.month()
        rest = month.line_ids.filtered(lambda one: not one.department_id)
        self.assertEqual((rest.number, rest.rank), (0.3, 0))
        self.assertEqual(month.line_ids[-1], rest)
        self.assertEqual(month.incomplete_count, 1)
        self.assertEqual(month.action_open_incomplete()["domain"][0][2], ticket.ids)

    def test_ranks(self):
        """Two of four tickets each share the first rank; the third unit is third; a
        unit that took in nothing has no rank."""
        second, third = self.department, self.workshop
        for unit in (self.group_one, second):
            for number in range(4):
                kind = "complaint" if number < 2 else "inquiry"
                one = self.whole("2025-06-05 09:00", unit, cs_kind=kind)
                one.cs_department_id = unit
        other = self.whole("2025-06-05 09:00", third, cs_kind="inquiry")
        other.cs_department_id = third
        apart = self.env["hr.department"].create(
            {"name": "Stores", "company_id": self.company.id}
        )
        self.whole("2025-06-05 09:00", apart).cs_department_id = third
        month = self.month()
        self.assertEqual(
            [self.line(month, one).rank for one in (self.group_one, second, third)],
            [1, 1, 3],
        )
        self.assertEqual(self.line(month, second).ratio, 0.5)
        self.assertEqual(self.line(month, third).volume, 2)
        line = self.line(month, apart)
        self.assertEqual((line.volume, line.rank, line.number), (0, 0, 1))
        self.assertEqual(line.ratio_text, "Not applicable")
        why = line.with_user(self.users["supervisor"]).get_explanation()
        self.assertIn("took in no tickets", why["reasons"][1]["sentence"])

    def test_classes_and_types(self):
        self.whole("2025-06-05 09:00", cs_risk="safety")
        self.whole("2025-06-06 09:00")._cs_set({"cs_class": "repeat"})
        self.whole("2025-06-07 09:00")
        line = self.line(self.month(), self.group_one)
        self.assertEqual(
            (line.general_number, line.repeat_number, line.severe_number), (1, 1, 1)
        )
        self.assertEqual(line.type_text, "Leaks 3")

    def test_exactly_at_the_limit(self):
        for late in (0, 1):
            ticket = self.whole("2025-06-05 09:00")
            moment = ticket.cs_due_at + timedelta(seconds=late)
            with freeze_time(moment):
                ticket.stage_id = self.done
                ticket.flush_recordset()
        line = self.line(self.month(), self.group_one)
        self.assertEqual((line.judged_number, line.in_time_number), (2, 1))
        self.assertEqual(line.in_time_text, "50.00 %")

    def test_open_ones_are_judged_past_the_limit(self):
        ticket = self.whole("2025-06-05 09:00")
        for seconds, timing in ((0, "running"), (1, "late")):
            with freeze_time(ticket.cs_due_at + timedelta(seconds=seconds)):
                self.assertEqual(self.cases(self.month()).timing, timing)

    def test_days_until_closed(self):
        self.whole("2025-06-05 09:00", closed="2025-06-06 21:00")
        self.received(
            "2025-06-05 09:00",
            (self.group_one, None, 50),
            (self.workshop, None, 50),
            closed="2025-06-08 09:00",
        )
        self.whole("2025-06-09 09:00")
        line = self.line(self.month(), self.group_one)
        self.assertEqual((line.average_days, line.worst_days), (2, 3))
        self.assertEqual((line.closed_number, self.month().open_number), (1.5, 1))

    def test_a_duplicate_counts_nowhere(self):
        customer = self.env["res.partner"].create({"name": "Ms Wang"})
        first, again = (
            self.whole("2025-06-05 09:00", partner_id=customer.id) for _one in "12"
        )
        again.duplicate_id = first
        self.assertEqual(self.month().number, 2, "it is not closed yet")
        self.move(again, "2025-06-06 09:00", stage_id=self.done.id)
        self.assertEqual(self.month().number, 1)
        self.assertEqual(self.line(self.month(), self.group_one).volume, 1)
        again.duplicate_id = self.whole("2025-06-05 09:00")
        self.assertEqual(self.month().number, 3, "somebody else's complaint")

    def test_twice_gives_the_same_rows(self):
        self.received(
            "2025-06-05 09:00", (self.group_one, None, 60), (self.workshop, None, 40)
        )
        with self.later:
            before, after = (
                [self.rows(kind, self.month()) for kind in ("case", "line")]
                for _turn in "12"
            )
        self.assertEqual(before, after)

    def test_rows_go_with_what_they_rest_on(self):
        ticket = self.whole("2025-06-05 09:00")
        self.assertEqual(self.month().number, 1)
        ticket.cs_party_ids.department_id = self.workshop
        month = self.month()
        self.assertEqual(self.cases(month).department_id, self.workshop)
        self.assertFalse(self.line(month, self.group_one).number)

    def test_as_many_queries_for_many(self):
        month, counts = self.month(), []
        for turn, number in enumerate((1, 1, 5)):
            for _ticket in range(number):
                self.whole("2025-06-05 09:00", closed="2025-06-06 09:00")
            self.env.flush_all()
            self.env.invalidate_all()
            # Each at its own time: the time of a refresh is written where it is new.
            with freeze_time(f"2025-07-01 09:00:0{turn}"):
                before = self.env.cr.sql_log_count
                self.maker._refresh(month)
                self.env.flush_all()
                counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[2], counts[1], counts)
        self.assertLessEqual(max(counts), 10)

    def test_the_worker_makes_this_month_and_the_last(self):
        self.whole("2025-06-05 09:00")
        Month = self.env["cs.complaint.month"]
        own = [("company_id", "=", self.company.id)]
        with self.later:
            self.maker._refresh_company(self.company)
        self.assertEqual(Month.search(own).mapped("month"), [JUNE])
        self.whole("2025-07-02 09:00")
        with self.later:
            self.maker._refresh_company(self.company)
        self.assertEqual(Month.search(own).mapped("month"), [JULY, JUNE])

    def test_now_by_unit(self):
        self.received(
            "2025-06-30 23:59:59",
            (self.group_one, None, 60),
            (self.workshop, None, 40),
        )
        self.env.flush_all()
        Live = self.env["cs.complaint.live"].with_user(self.users["supervisor"])
        groups = Live._read_group([], ["month:month", "department_id"], ["number:sum"])
        self.assertEqual(
            sorted((month, unit.name, number) for month, unit, number in groups),
            [(JUNE, "Group one", 0.6), (JUNE, "Workshop", 0.4)],
        )


@tagged("cs_helpdesk", "cs_complaint_month")
class TestComplaintMonthFrozen(SharedCase):
    """HD-06: approved by the manager, published, kept."""

    def test_only_a_month_that_is_over(self):
        submit = self.list.with_user(self.users["supervisor"]).action_submit
        with self.at("2025-06-30 23:59:59"), self.assertRaisesRegex(UserError, "over"):
            submit()
        with self.at("2025-07-01 00:00:00"):
            submit()
        self.assertEqual(self.list.state, "submitted")

    def test_only_when_units_are_named(self):
        self.received("2025-06-06 09:00", (self.group_one, None, 99.99))
        with self.assertRaisesRegex(UserError, "1 complaints"):
            self.approve(self.list)

    def test_months_in_order(self):
        self.whole("2025-07-02 09:00")
        july = self.month(JULY)
        with (
            self.at("2025-08-01 09:00"),
            self.assertRaisesRegex(UserError, "June 2025"),
        ):
            july.with_user(self.users["supervisor"]).action_submit()

    def test_who_submits_does_not_approve(self):
        with self.later:
            for role in ("agent", "leader", "hr", "gm"):
                with self.subTest(role), self.assertRaises(AccessError):
                    self.list.with_user(self.users[role]).action_submit()
            self.list.with_user(self.users["supervisor"]).action_submit()
            for role in ("supervisor", "hr", "agent"):
                with self.subTest(role), self.assertRaises(UserError):
                    self.list.with_user(self.users[role]).action_approve()
            with self.assertRaises(UserError):
                self.list.with_user(self.users["supervisor"]).action_publish()
            self.list.with_user(self.users["gm"]).action_approve()
        self.assertEqual(self.list.state, "approved")

    def test_the_approval_is_taken_back_until_it_is_published(self):
        self.approve(self.list)
        with self.later:
            self.list.with_user(self.users["gm"]).action_undo_decision()
        self.assertRecordValues(
            self.list,
            [{"state": "submitted", "approved_at": False, "approved_by_id": False}],
        )
        with self.later:
            self.list.with_user(self.users["gm"]).action_approve()
            self.list.with_user(self.users["supervisor"]).action_publish()
            with self.assertRaisesRegex(UserError, "gone on since"):
                self.list.with_user(self.users["gm"]).action_undo_decision()
        self.assertEqual(self.list.state, "published")

    def test_returned_is_open_again(self):
        with self.later:
            self.list.with_user(self.users["supervisor"]).action_submit()
            self.list.with_user(self.users["gm"]).action_refuse("Count again")
        self.assertEqual(self.list.state, "draft")
        self.approve(self.list)

    def test_figures_are_those_of_the_submission(self):
        with self.later:
            self.list.with_user(self.users["supervisor"]).action_submit()
            self.whole("2025-06-09 09:00")
            with self.assertRaises(UserError):
                self.list.with_user(self.users["supervisor"]).action_refresh()
            self.list.with_user(self.users["gm"]).action_approve()
        self.assertEqual(self.list.number, 1)

    def test_nothing_changes_any_more(self):
        self.publish(self.list)
        line, case = self.list.line_ids[:1], self.cases(self.list)[:1]
        for record in (self.list, line, case):
            for attempt in (
                record.unlink,
                record.copy,
                lambda record=record: record.create({"company_id": self.company.id}),
                lambda record=record: record.write({"number": 0}),
                lambda record=record: record.sudo().write({"month": "2025-01-01"}),
            ):
                with self.subTest(record._name), self.assertRaises(UserError):
                    attempt()
        for vals in (
            {"state": "draft"},
            {"line_ids": [(1, line.id, {"number": 0})]},
            {"change_ids": [(5,)]},
            {"published_at": False},
        ):
            with self.subTest(vals), self.assertRaises(UserError):
                self.list.with_context(install_mode=True).write(vals)
        with self.later, self.assertRaises(UserError):
            self.maker._refresh(self.list)

    def test_people_are_told_once(self):
        self.publish(self.list)
        self.env.flush_all()
        notes = self.env["mail.notification"].search(
            [("mail_message_id.model", "=", "cs.complaint.month")]
        )
        told = notes.mail_message_id.filtered(
            lambda one: "Complaint statistics of" in (one.subject or "")
        )
        partners = [one.res_partner_id for one in notes if one.mail_message_id in told]
        expected = [
            self.users[role].partner_id
            for role in ("agent", "agent2", "leader", "fitter", "foreman")
        ]
        self.assertCountEqual(partners, expected)
        [to_named] = told.filtered(lambda one: "You are named" in one.body)
        self.assertEqual(to_named.notified_partner_ids, self.users["agent"].partner_id)
        with self.later, self.assertRaises(UserError):
            self.list.with_user(self.users["gm"]).action_publish()


@tagged("cs_helpdesk", "cs_complaint_month")
class TestComplaintMonthDifferences(SharedCase):
    """HD-06: what becomes known later is a difference in the next open month."""

    def setUp(self):
        super().setUp()
        self.publish(self.list)
        self.frozen = self.rows("case", self.list)

    def late(self):
        with self.later:
            for _turn in "12":  # the second time books nothing
                self.maker._refresh_company(self.company)
        july = self.env["cs.complaint.month"].search(
            [("company_id", "=", self.company.id), ("month", "=", JULY)]
        )
        self.assertEqual(self.rows("case", self.list), self.frozen)
        return self.changes(july)

    def test_nothing_new(self):
        self.assertEqual(self.late(), [])

    def test_closed_and_opened_again(self):
        self.move(self.one, "2025-07-01 09:00", stage_id=self.done.id)
        closed = [("closed", unit, 0, 0.5) for unit in ("Group one", "Workshop")]
        self.assertCountEqual(self.late(), closed)
        self.move(self.one, "2025-07-02 09:00", stage_id=self.work.id)
        opened = [("reopened", unit, 0, -0.5) for unit in ("Group one", "Workshop")]
        self.assertCountEqual(self.late(), closed + opened)

    def test_known_as_a_complaint_later(self):
        self.whole("2025-06-20 09:00", closed="2025-06-21 09:00")
        self.assertEqual(self.late(), [("confirmed", "Group one", 1, 1)])
        self.whole("2025-07-01 09:00")
        july = self.month(JULY)
        line = self.line(july, self.group_one)
        self.assertEqual((line.number, line.correction_number), (1, 1))

    def test_moved_to_another_unit(self):
        workshop = self.one.cs_party_ids.filtered(
            lambda one: one.department_id == self.workshop
        )
        workshop.department_id = self.department
        self.assertCountEqual(
            self.late(),
            [("moved", "Workshop", -0.5, 0), ("moved", "Customer service", 0.5, 0)],
        )

    def test_raised_class(self):
        self.one._cs_set({"cs_class": "severe"})
        self.assertEqual({one[0] for one in self.late()}, {"class"})
        changes = self.env["cs.complaint.month.change"].search([])
        self.assertEqual(sum(changes.mapped("severe_number")), 1)

    def test_an_upheld_appeal(self):
        [case] = self.cases(self.list).filtered("employee_id")
        mine = case.with_user(self.users["agent"])
        with self.later:
            why = mine.get_explanation()
            self.assertEqual(why["verdict"], "General complaint")
            self.assertEqual(
                [one["rule"]["code"] for one in why["reasons"]],
                ["HD-06", "HD-04", "HD-03"],
            )
            self.assertEqual(why["hidden_facts"], 1, "what the customer said")
            self.assertEqual(why["actions"][0]["method"], "action_appeal")
            appeal = mine.env["cs.appeal"].create(
                {
                    "res_model": case._name,
                    "res_id": case.id,
                    "claim": "I was on leave",
                }
            )
            self.assertTrue(appeal.sudo().explanation)
            appeal.action_submit()
            appeal.with_user(self.users["hr"]).action_approve("So it was")
        self.assertCountEqual(
            self.late(),
            [("appeal", "Group one", -0.5, 0), ("appeal", "Group one", 0.5, 0)],
        )
        change = self.env["cs.complaint.month.change"].search(
            [("employee_id", "!=", False)]
        )
        self.assertEqual(change.appeal_id, appeal)
        self.assertEqual(change.after, {})

    def test_nobody_else_appeals(self):
        [case] = self.cases(self.list).filtered("employee_id")
        for role in ("agent2", "leader", "supervisor", "hr", "gm"):
            with self.subTest(role), self.later, self.assertRaises(AccessError):
                case.with_user(self.users[role]).action_appeal()
