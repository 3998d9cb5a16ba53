"""A policy in force, and requests as their people make them."""

from datetime import datetime

from odoo import fields
from odoo.addons.cs_base.tests.common import CsCase
from odoo.addons.cs_base.tests.rpc import RpcMixin

from .day_common import day_vals, insert_days


class RequestCase(CsCase):
    """The regulations' own policy in force since 2024; Shanghai is UTC+8."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={"allowed_company_ids": cls.company.ids})
        cls.policy = cls._policy()
        cls.terminal = cls.env["cs.terminal"].create(
            {"name": "Door", "company_id": cls.company.id}
        )

    @classmethod
    def _policy(cls, **vals):
        policy = cls.env["cs.attendance.policy"].create(
            {
                "name": "Rules",
                "company_id": cls.company.id,
                "date_from": "2024-01-01",
                **vals,
            }
        )
        policy._decision_write({"state": "approved"})
        return policy

    def _as(self, role, record):
        return record.with_user(self.users[role])

    def _correction(self, role="agent", date="2026-03-10", side="in", hour=0, **vals):
        """A draft (sudo); the hour is UTC, 0 is 08:00 in Shanghai."""
        day = fields.Date.to_date(date)
        return (
            self._as(role, self.env["cs.punch.correction"])
            .create(
                {
                    "employee_id": self.people[role].id,
                    "date": date,
                    "side": side,
                    "moment": datetime(day.year, day.month, day.day, hour),
                    "reason": "The terminal was broken",
                    **vals,
                }
            )
            .sudo()
        )

    def _outing(
        self, role="agent", start="2026-03-11 03:00", stop="2026-03-11 08:00", **vals
    ):
        return (
            self._as(role, self.env["cs.outing"])
            .create(
                {
                    "employee_id": self.people[role].id,
                    "start": start,
                    "stop": stop,
                    "place": "Customer",
                    "reason": "Visit",
                    **vals,
                }
            )
            .sudo()
        )

    @classmethod
    def _leave_type(cls, name="Personal leave", **vals):
        return cls.env["hr.leave.type"].create(
            {
                "name": name,
                "company_id": cls.company.id,
                "requires_allocation": False,
                "leave_validation_type": "hr",
                "request_unit": "day",
                **vals,
            }
        )

    def _leave(self, role="agent", first="2026-03-16", last=None, by=None, **vals):
        """A leave of a role, filed by itself or by another (sudo)."""
        return (
            self._as(by or role, self.env["hr.leave"])
            .create(
                {
                    "employee_id": self.people[role].id,
                    "holiday_status_id": self.leave_type.id,
                    "request_date_from": first,
                    "request_date_to": last or first,
                    "name": "Family matter",
                    **vals,
                }
            )
            .sudo()
        )

    def _deputy(self, principal, deputy, date_from, date_to):
        return self._as(principal, self.env["cs.deputy"]).create(
            {
                "principal_id": self.people[principal].id,
                "deputy_id": self.people[deputy].id,
                "date_from": date_from,
                "date_to": date_to,
            }
        )

    def _punch(self, role, moment, terminal=None, received=None):
        """A row of the ledger; local time is Shanghai's."""
        self.env.cr.execute(
            "INSERT INTO cs_punch (company_id, employee_id, pin, terminal_id, moment,"
            " local_moment, source, received_at) VALUES"
            " (%s, %s, %s, %s, %s, %s::timestamp + interval '8 hours', 'file', %s)"
            " RETURNING id",
            [
                self.company.id,
                role and self.people[role].id,
                role or "unknown",
                (terminal or self.terminal).id,
                moment,
                moment,
                received or fields.Datetime.now(),
            ],
        )
        return self.env["cs.punch"].browse(self.env.cr.fetchone()[0])

    def _day(self, role, date, verdict="missed", **vals):
        """A judged day, written past the judge."""
        day = fields.Date.to_date(date)
        vals = day_vals(self.people[role], day, verdict, **vals)
        return insert_days(self.env, [vals])


class RequestRpcCase(RpcMixin, RequestCase):
    """Acts from outside, over /web/dataset/call_kw, as a role."""
