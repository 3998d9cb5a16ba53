import base64
import io

import openpyxl
from psycopg2.errors import UniqueViolation

from odoo.addons.cs_helpdesk.tests.clock_case import local
from odoo.addons.cs_helpdesk.tests.month_case import MonthCase
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .discipline_case import DisciplineCase

PENALTY = "cs.complaint.penalty"


@tagged("cs_incentive", "cs_complaint_penalty")
@freeze_time(local("2025-07-03 09:00"))
class TestComplaintPenalty(MonthCase, DisciplineCase):
    """HD-06: penalties of a published list go to finance."""

    def setUp(self):
        super().setUp()
        self.one = self.received(
            "2025-06-05 09:00", (self.group_one, self.people["agent"], 100)
        )
        self.list = self.month()

    def penalty(self, code="UNPAID", person="agent", ticket=None, **vals):
        """An approved entry about the complaint: 5 a time."""
        ticket = ticket or self.one
        return self.approved(code, person, ticket_id=ticket.id, **vals)

    def handed(self, month=None):
        found = self.env[PENALTY].search([("month_id", "=", (month or self.list).id)])
        return sorted((one.employee_id.name, one.amount, one.points) for one in found)

    def test_at_publishing(self):
        """The fine and the double one of who leads the person (INC-26)."""
        entry = self.penalty(count=2)
        self.penalty("LIGHT", "agent2")
        self.approve(self.list)
        self.assertFalse(self.handed())
        since = self.env["mail.message"].search([], order="id desc", limit=1).id
        self.list.with_user(self.users["supervisor"]).action_publish()
        self.assertEqual(
            self.handed(), [("agent", -10, 0), ("agent2", 0, -1), ("leader", -20, 0)]
        )
        [row] = self.env[PENALTY].search([("entry_id", "=", entry.id)])
        self.assertEqual(
            (row.ticket_number, row.rule), (self.one.number, "UNPAID Unpaid")
        )
        told = self.env["mail.message"].search(
            [("id", ">", since), ("subject", "like", "Penalties from complaints")]
        )
        self.assertIn(self.users["payroll"].partner_id, told.partner_ids)
        self.assertNotIn("agent", told.body)

    def test_nothing_without_penalties(self):
        self.penalty("PRAISE")
        self.approved("UNPAID")
        self.publish(self.list)
        self.assertFalse(self.handed())
        payroll = self.list.with_user(self.users["payroll"])
        self.assertFalse(payroll.penalty_count)
        with self.assertRaisesRegex(UserError, "no penalty"):
            payroll.action_export_penalties()
        titles = [sheet.name for sheet in payroll._book()]
        self.assertNotIn("Penalties", titles)

    def test_approved_since_it_follows_the_night_after(self):
        self.publish(self.list)
        self.assertFalse(self.handed())
        self.penalty()
        for _time in range(2):
            with self.enter_registry_test_mode():
                cron = self.env.ref("cs_incentive.cs_complaint_penalty_cron")
                cron.method_direct_trigger()
            self.assertEqual(self.handed(), [("agent", -5, 0), ("leader", -10, 0)])

    def test_cancelled_after_and_before(self):
        entry = self.penalty()
        self.publish(self.list)
        self.appeal(entry)
        Penalty = self.env[PENALTY]
        Penalty._hand_over(self.list)
        found = self.env[PENALTY].search([("month_id", "=", self.list.id)])
        self.assertEqual(sum(found.mapped("amount")), 0)
        self.assertEqual(sum(found.mapped("is_reversal")), 2)
        # one that is cancelled before finance has heard of it never was one
        before = len(found)
        self.appeal(self.penalty(date="2025-06-11"))
        Penalty._hand_over(self.list)
        self.assertEqual(Penalty.search_count([]), before)

    def test_other_months_and_complaints(self):
        other = self.received(
            "2025-07-01 09:00", (self.group_one, self.people["agent"], 100)
        )
        self.penalty(ticket=other)
        self.publish(self.list)
        self.assertFalse(self.handed())

    def test_the_sheet(self):
        self.penalty()
        self.publish(self.list)
        action = self.list.with_user(self.users["payroll"]).action_export_penalties()
        file = self.env["cs.sheet.download"].browse(int(action["url"].split("/")[4]))
        book = openpyxl.load_workbook(io.BytesIO(self._content(file)), data_only=True)
        cells = [
            cell for row in book.active.iter_rows(values_only=True) for cell in row
        ]
        self.assertIn("agent", cells)
        self.assertIn(self.one.number, cells)
        self.assertIn(-15, cells)  # the total

    def _content(self, file):
        return base64.b64decode(file.sudo().content)

    # Who may

    def test_who_reads(self):
        self.penalty()
        self.publish(self.list)
        found = self.env[PENALTY].search([("month_id", "=", self.list.id)])
        for role, people in (
            ("payroll", {"agent", "leader"}),
            ("hr", {"agent", "leader"}),
            ("gm", {"agent", "leader"}),
            ("supervisor", {"agent", "leader"}),
            ("foreman", None),
            ("agent", None),
            ("leader", None),
            ("admin", None),
        ):
            with self.subTest(role):
                mine = found.with_user(self.users[role])
                if people is None:
                    self.assertFalse(mine.has_access("read"))
                    with self.assertRaises(AccessError):
                        mine.search([])
                else:
                    names = set(mine.search([]).sudo().employee_id.mapped("name"))
                    self.assertEqual(names, people)
        for role in ("agent", "leader", "supervisor"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.list.with_user(self.users[role]).action_export_penalties()

    def test_nobody_the_own(self):
        """Who is named in a complaint does not learn of it from here."""
        self.users["leader"].group_ids += self.env.ref(
            "cs_base.group_payroll_accountant"
        )
        self.penalty()
        self.publish(self.list)
        mine = self.env[PENALTY].with_user(self.users["leader"]).search([])
        self.assertEqual(mine.sudo().employee_id, self.people["agent"])
        count = self.list.with_user(self.users["leader"]).penalty_count
        self.assertEqual(count, 1)

    def test_kept_and_once(self):
        entry = self.penalty()
        self.publish(self.list)
        [row] = self.env[PENALTY].search([("entry_id", "=", entry.id)])
        for role in ("payroll", "hr", "gm", "supervisor", "admin"):
            mine = row.with_user(self.users[role])
            for attempt in (
                lambda mine=mine: mine.write({"amount": -1}),
                lambda mine=mine: mine.unlink(),
                lambda mine=mine: mine.copy(),
                lambda mine=mine: mine.create({"entry_id": 1}),
            ):
                with self.subTest(role), self.assertRaises(UserError):
                    attempt()
        vals = row.copy_data()[0] | {"entry_id": entry.id}
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.env.cr.savepoint(),
        ):
            self.env[PENALTY]._kept_create([vals])
