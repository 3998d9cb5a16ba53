from datetime import timedelta

from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .record_case import RecordCase


@tagged("cs_records")
class TestRecordLoan(RecordCase):
    """Asked for, lent, chased and given back (HD-20, ALL-06)."""

    def test_from_asking_to_return(self):
        record = self.record()
        loan = self.loan(record)
        self.assertEqual(
            (loan.state, loan.borrower_id), ("draft", self.users["outsider"])
        )
        with self.assertRaises(AccessError):
            self.as_role("outsider", record.file_ids).action_read()
        self.as_role("outsider", loan).action_submit()
        self.as_role("leader", loan).action_approve()
        self.as_role("leader", loan).action_hand_out()
        self.assertEqual((loan.state, record.state), ("out", "lent"))
        self.assertEqual(record.holder_id, self.users["outsider"])
        self.assertEqual(loan.lent_by_id, self.users["leader"])
        self.as_role("outsider", record.file_ids).action_read()
        self.as_role("hr", loan).action_receive()
        self.assertEqual((loan.state, record.state), ("returned", "filed"))
        self.assertEqual(loan.received_by_id, self.users["hr"])
        self.assertFalse(record.holder_id)
        with self.assertRaises(UserError):
            self.as_role("hr", loan).action_receive()
        with self.assertRaises(UserError):
            self.as_role("hr", loan).action_hand_out()

    def test_an_approval_is_taken_back_until_it_is_handed_out(self):
        loan = self.loan(self.record())
        self.as_role("outsider", loan).action_submit()
        mine = self.as_role("leader", loan)
        offer = mine.action_approve()["params"]
        mine.env[offer["model"]].browse(offer["ids"]).action_undo()
        self.assertEqual(loan.state, "submitted")
        mine.action_approve()
        mine.action_hand_out()
        with self.assertRaisesRegex(UserError, "gone on since"):
            mine.action_undo_decision()
        self.assertEqual(loan.state, "out")

    def test_who_decides(self):
        kept = {"keeper_ids": self.users["keeper"].ids}
        for record, decider in (
            (self.record(), "leader"),
            (self.record(department_id=self.department.id), "supervisor"),
            (self.record(department_id=False), "gm"),
            (self.record("secret", **kept), "keeper"),
            (self.record("top"), "gm"),
        ):
            loan = self.loan(record)
            self.as_role("outsider", loan).action_submit()
            waiting = loan.decision_request_id.pending_decider_ids
            with self.subTest(record.secrecy):
                self.assertEqual(waiting.user_id, self.users[decider])
                for role in {"leader", "supervisor", "keeper", "gm"} - {decider}:
                    with self.assertRaises(UserError):
                        self.as_role(role, loan).action_approve()
                self.as_role(decider, loan).action_approve()

    def test_nobody_decides_for_oneself(self):
        loan = self.loan(self.record(), "leader")
        self.as_role("leader", loan).action_submit()
        waiting = loan.decision_request_id.pending_decider_ids
        self.assertEqual(waiting.user_id, self.users["supervisor"])
        self.as_role("supervisor", loan).action_approve()
        with self.assertRaises(AccessError):
            self.as_role("leader", loan).action_hand_out()
        self.as_role("hr", loan).action_hand_out()
        with self.assertRaises(AccessError):
            self.as_role("leader", loan).action_receive()

    def test_a_top_secret_one_is_handed_out_by_its_keeper(self):
        record = self.record("top")
        loan = self.loan(record)
        self.as_role("outsider", loan).action_submit()
        self.as_role("gm", loan).action_approve()
        for role in ("hr", "leader", "supervisor", "outsider", "payroll"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.as_role(role, loan).action_hand_out()
        self.as_role("keeper", loan).action_hand_out()
        self.as_role("gm", loan).action_receive()

    def test_how_long(self):
        for secrecy, most in (("normal", 14), ("secret", 3), ("top", 1)):
            record = self.record(secrecy)
            with self.subTest(secrecy):
                loan = self.loan(record, days=most)
                with self.assertRaisesRegex(UserError, f"{most} days at most"):
                    self.as_role("outsider", loan).action_submit()
                self.as_role("outsider", loan).date_to = self.days(most - 1)
                self.as_role("outsider", loan).action_submit()

    def test_by_the_policy_in_force(self):
        policy = self.env["cs.record.policy"].create(
            {
                "name": "Records",
                "company_id": self.company.id,
                "date_from": self.days(-5),
                "normal_days": 2,
            }
        )
        policy._decision_write({"state": "approved"})
        record = self.record()
        with self.assertRaisesRegex(UserError, "2 days at most"):
            self.as_role("outsider", self.loan(record, days=2)).action_submit()
        self.as_role("outsider", self.loan(record, days=1)).action_submit()

    def test_what_cannot_be_borrowed(self):
        with self.assertRaisesRegex(UserError, "no record"):
            self.loan(self.env["cs.record"].new({"number": "DA1999-0001"}))
        open_one = self.loan(self.record(filed=False))
        with self.assertRaisesRegex(UserError, "archive"):
            self.as_role("outsider", open_one).action_submit()
        over = self.loan(self.record(), date_from=self.days(-2), date_to=self.days(-1))
        with self.assertRaisesRegex(UserError, "over"):
            self.as_role("outsider", over).action_submit()

    def test_the_number_leads_to_the_record(self):
        record, other = self.record(), self.record()
        loan = self.loan(record, record_id=other.id, record_number=f" {record.number} ")
        self.assertEqual(loan.record_id, record)
        mine = self.as_role("outsider", loan)
        mine.write({"record_id": other.id})
        self.assertEqual(loan.record_id, record)
        mine.write({"record_number": other.number.lower()})
        self.assertEqual(loan.record_id, other)

    def test_only_in_its_days(self):
        record = self.record()
        loan = self.loan(record, date_from=self.days(1), date_to=self.days(2))
        self.as_role("outsider", loan).action_submit()
        self.as_role("leader", loan).action_approve()
        for day, fits in ((0, False), (1, True), (2, True), (3, False)):
            moment = f"{self.days(day)} 04:00"
            with self.subTest(day), freeze_time(moment), self.cr.savepoint() as undone:
                if fits:
                    self.as_role("leader", loan).action_hand_out()
                else:
                    with self.assertRaisesRegex(UserError, "other days"):
                        self.as_role("leader", loan).action_hand_out()
                undone.rollback()
                self.env.invalidate_all()

    def test_one_original(self):
        record = self.record()
        self.lent(record)
        second = self.loan(record, "agent")
        self.as_role("agent", second).action_submit()
        self.as_role("leader", second).action_approve()
        with self.assertRaisesRegex(UserError, "On Loan"):
            self.as_role("leader", second).action_hand_out()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.cr.savepoint(),
        ):
            second._decision_write({"state": "out", "lent_by_id": self.env.uid})
            second.flush_recordset()

    def test_stamps_are_the_servers(self):
        loan = self.loan(self.record())
        for name in ("lent_by_id", "received_by_id", "borrower_id"):
            with self.subTest(name), self.assertRaises(UserError):
                self.as_role("outsider", loan).write({name: self.users["agent"].id})
        forged = {"borrower_id": self.users["agent"].id, "state": "out"}
        for vals in ({name: value} for name, value in forged.items()):
            with self.subTest(vals), self.assertRaises(UserError):
                self.loan(self.record(), **vals)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(CheckViolation),
            self.cr.savepoint(),
        ):
            loan._decision_write({"state": "returned"})
            loan.flush_recordset()

    def chase(self):
        with self.enter_registry_test_mode():
            self.env.ref("cs_records.cs_record_chase_cron").method_direct_trigger()

    def told(self, role):
        return self.env["mail.message"].search_count(
            [
                ("partner_ids", "in", self.users[role].partner_id.ids),
                ("subject", "like", "Records to be returned"),
            ]
        )

    def test_overdue_ones_are_chased_once_a_day(self):
        loan = self.lent(self.record(), days=1)
        self.lent(self.record(), days=1)
        for day, count in ((1, 0), (2, 1), (2, 1), (3, 2)):
            with self.subTest(day), freeze_time(self.at(day)):
                self.chase()
                for role in ("outsider", "leader"):
                    self.assertEqual(self.told(role), count)
        self.assertFalse(self.told("hr"))
        with freeze_time(self.at(4)):
            for one in self.env["cs.record.loan"].search([("state", "=", "out")]):
                self.as_role("leader", one).action_receive()
            self.chase()
        self.assertEqual(self.told("outsider"), 2)
        self.assertEqual(loan.state, "returned")

    def at(self, day):
        return f"{self.today + timedelta(days=day)} 04:00"

    def waiting(self, role):
        page = self.env["cs.waiting"].with_user(self.users[role])
        page = page.with_company(self.company).load()
        return {row["code"] for part in page["sections"] for row in part["rows"]}

    def test_waiting_for_me(self):
        record = self.record(keeper_ids=self.users["keeper"].ids)
        loan = self.loan(record, days=1)
        self.as_role("outsider", loan).action_submit()
        self.as_role("keeper", loan).action_approve()
        self.assertIn("record_fetch", self.waiting("outsider"))
        self.assertIn("record_hand_out", self.waiting("keeper"))
        self.as_role("keeper", loan).action_hand_out()
        self.assertNotIn("record_due", self.waiting("outsider"))
        with freeze_time(self.at(1)):
            self.assertIn("record_due", self.waiting("outsider"))
            self.assertNotIn("record_overdue", self.waiting("keeper"))
        with freeze_time(self.at(2)):
            self.assertTrue(loan.is_overdue)
            self.assertIn("record_overdue", self.waiting("keeper"))
            self.assertNotIn("record_overdue", self.waiting("agent"))
