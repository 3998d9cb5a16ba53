from odoo.addons.cs_attendance.tests.day_case import DAY
from odoo.addons.cs_attendance.tests.test_handover import CLEAR, HandoverCase
from odoo.fields import Command

__all__ = ["CLEAR", "DAY", "TicketCase"]


class TicketCase(HandoverCase):
    """A helpdesk team of both agents; the first may read only personal tickets."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team = cls.env["helpdesk.ticket.team"].create(
            {
                "name": "Hotline",
                "company_id": cls.company.id,
                "user_ids": [
                    Command.set((cls.users["agent"] | cls.users["agent2"]).ids)
                ],
            }
        )
        cls.open, cls.closed = cls.env["helpdesk.ticket.stage"].create(
            [
                {"name": "Working", "company_id": cls.company.id, "sequence": 0},
                {
                    "name": "Finished",
                    "company_id": cls.company.id,
                    "closed": True,
                    "sequence": 99,
                },
            ]
        )
        cls._grant("agent", "group_helpdesk_user_own")
        cls._grant("agent2", "group_helpdesk_user_team")
        cls.customer = cls.env["res.partner"].create({"name": "Ms Wang"})

    @classmethod
    def _grant(cls, role, group):
        group = cls.env.ref(f"helpdesk_mgmt.{group}")
        cls.users[role].group_ids = [Command.link(group.id)]

    @classmethod
    def _ticket(cls, name, role="agent", **vals):
        return cls.env["helpdesk.ticket"].create(
            {
                "name": name,
                "description": name,
                "company_id": cls.company.id,
                "team_id": cls.team.id,
                "user_id": cls.users[role].id if role else False,
                "partner_id": cls.customer.id,
                "stage_id": cls.open.id,
                **vals,
            }
        )
