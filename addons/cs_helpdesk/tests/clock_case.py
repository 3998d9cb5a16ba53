from datetime import datetime, timedelta

from odoo.addons.cs_base.tests.common import CsCase
from odoo.tests import freeze_time

HOUR = timedelta(hours=1)


def local(text):
    """Shanghai time as naive UTC."""
    return datetime.fromisoformat(text) - timedelta(hours=8)


class ClockCase(CsCase):
    """The company works from 8:00 to 12:00 and 13:00 to 17:00, Monday to Friday, and
    has a service policy; a team of its own answers within two hours.

    Thursday, 5 June 2025, is an ordinary day.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls._policy(date_from="2024-01-01")
        cls.team = cls.env["helpdesk.ticket.team"].create(
            {
                "name": "Hotline",
                "company_id": cls.company.id,
                "user_id": cls.users["leader"].id,
                "cs_department_id": cls.group_one.id,
                "user_ids": [
                    (6, 0, [cls.users[r].id for r in ("agent", "agent2", "leader")])
                ],
            }
        )
        xmlid = "helpdesk_mgmt.helpdesk_ticket_stage_"
        cls.new, cls.work, cls.wait, cls.done = (
            cls.env.ref(xmlid + name)
            for name in ("new", "in_progress", "awaiting", "done")
        )
        # What the product is installed with; another test may have changed it.
        cls.wait.write({"cs_pauses": True, "cs_pause_reason": "Waiting"})
        cls.env.ref("cs_helpdesk.cs_ticket_clock_cron").active = True
        # What closing needs has its own tests; here it is about when.
        cls.classPatch(
            type(cls.env["helpdesk.ticket"]), "_cs_missing", lambda _ticket: []
        )

    @classmethod
    def _policy(cls, **vals):
        policy = cls.env["cs.helpdesk.policy"].create(
            {"name": "Rules", "company_id": cls.company.id, **vals}
        )
        policy._decision_write({"state": "approved"})
        return policy

    def at(self, text):
        """The tests act at that time in Shanghai."""
        return freeze_time(local(text))

    def ticket(self, text="2025-06-05 09:00", **vals):
        with self.at(text):
            ticket = self.env["helpdesk.ticket"].create(
                {
                    "name": "Kettle leaks",
                    "description": "It does.",
                    "team_id": self.team.id,
                    "user_id": self.users["agent"].id,
                    "cs_kind": "complaint",
                    **vals,
                }
            )
            ticket.flush_recordset()
        return ticket

    def move(self, ticket, text, **vals):
        with self.at(text):
            ticket.write(vals)
            ticket.flush_recordset()

    def segments(self, ticket, metric="resolve"):
        found = ticket.cs_segment_ids.filtered(lambda one: one.metric == metric)
        return found.sorted("start")

    def limits(self, ticket, metric="resolve"):
        """The last one first."""
        found = ticket.cs_limit_ids.filtered(lambda one: one.metric == metric)
        return found.sorted("id", reverse=True)

    def run_clock(self, text):
        with self.at(text), self.enter_registry_test_mode():
            cron = self.env.ref("cs_helpdesk.cs_ticket_clock_cron")
            with self.assertNoLogs("odoo.addons.cs_helpdesk", "ERROR"):
                self.assertIs(cron.method_direct_trigger(), True)
        self.env.invalidate_all()

    def alerts(self, ticket):
        alerts = self.env["cs.ticket.alert"].search([("ticket_id", "=", ticket.id)])
        return sorted((one.level, one.user_id.name, one.metric) for one in alerts)
