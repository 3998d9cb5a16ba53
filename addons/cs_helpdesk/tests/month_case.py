from datetime import date

from odoo.fields import Command
from odoo.tests import freeze_time
from odoo.tools import SQL

from .clock_case import ClockCase, local

JUNE, JULY = date(2025, 6, 1), date(2025, 7, 1)


class MonthCase(ClockCase):
    """Complaints about the hotline, which is group one, and about a workshop.

    June 2025 is over from ``self.later`` on, a day in July.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.later = freeze_time(local("2025-07-03 09:00"))
        cls.workshop = cls.env["hr.department"].create(
            {"name": "Workshop", "company_id": cls.company.id}
        )
        cls._create_role("fitter", "cs_base.group_agent", cls.workshop)
        cls._create_role("foreman", "cs_base.group_team_leader", cls.workshop)
        cls.workshop.manager_id = cls.people["foreman"]
        cls.category = cls.env["helpdesk.ticket.category"].create(
            {"name": "Leaks", "company_id": cls.company.id}
        )
        cls.maker = cls.env["cs.complaint.month.maker"]

    def received(self, text, *shares, closed=None, **vals):
        """A complaint received then in Shanghai.

        :param shares: (unit, person or None, percent)
        :param closed: when, or None
        """
        parties = [
            Command.create(
                {
                    "department_id": unit.id,
                    "employee_id": person and person.id,
                    "share": share,
                }
            )
            for unit, person, share in shares
        ]
        ticket = self.ticket(
            text, cs_party_ids=parties, category_id=self.category.id, **vals
        )
        self.env.cr.execute(
            "UPDATE helpdesk_ticket SET create_date = %s WHERE id = %s",
            [local(text), ticket.id],
        )
        ticket.invalidate_recordset(["create_date"])
        if closed:
            self.move(ticket, closed, stage_id=self.done.id)
        return ticket

    def whole(self, text, unit=None, **vals):
        """A complaint that one unit answers for."""
        return self.received(text, (unit or self.group_one, None, 100), **vals)

    def month(self, day=JUNE):
        """The list as it is now."""
        month = self.maker._month(self.company, day)
        self.maker._refresh(month)
        return month

    def line(self, month, unit):
        return month.line_ids.filtered(lambda one: one.department_id == unit)

    def rows(self, kind, month):
        """The rows of a list as the database has them."""
        self.env.flush_all()
        table = f"cs_complaint_month_{kind}"
        return self.env.execute_query_dict(
            SQL(
                "SELECT * FROM %s WHERE month_id = %s ORDER BY id",
                SQL.identifier(table),
                month.id,
            )
        )

    def cases(self, month):
        return self.env["cs.complaint.month.case"].search([("month_id", "=", month.id)])

    def approve(self, month):
        with self.later:
            month.with_user(self.users["supervisor"]).action_submit()
            month.with_user(self.users["gm"]).action_approve()

    def publish(self, month):
        self.approve(month)
        with self.later:
            month.with_user(self.users["supervisor"]).action_publish()

    def changes(self, month):
        """Reason, unit and number of the differences booked in a month."""
        found = self.env["cs.complaint.month.change"].search(
            [("month_id", "=", month.id)], order="id"
        )
        return [
            (one.reason, one.department_id.name, one.number, one.closed_number)
            for one in found
        ]


class SharedCase(MonthCase):
    """A complaint in June of an agent's unit and the workshop, half each."""

    def setUp(self):
        super().setUp()
        self.one = self.received(
            "2025-06-05 09:00",
            (self.group_one, self.people["agent"], 50),
            (self.workshop, None, 50),
        )
        self.list = self.month()
