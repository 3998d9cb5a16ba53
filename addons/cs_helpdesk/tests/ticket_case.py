from odoo.addons.cs_base.tests.common import CsCase
from odoo.fields import Command


class TicketCase(CsCase):
    """A hotline of both agents led by the leader, and a workshop that repairs.

    ``self.users["fitter"]`` works in the workshop, whose head is ``"foreman"``.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.workshop = cls.env["hr.department"].create(
            {"name": "Workshop", "company_id": cls.company.id}
        )
        for role in ("fitter", "foreman"):
            cls._create_role(role, "cs_base.group_agent", cls.workshop)
        cls.workshop.manager_id = cls.people["foreman"]
        cls.team = cls.env["helpdesk.ticket.team"].create(
            {
                "name": "Hotline",
                "company_id": cls.company.id,
                "cs_department_id": cls.group_one.id,
                "user_id": cls.users["leader"].id,
                "user_ids": [
                    Command.set((cls.users["agent"] | cls.users["agent2"]).ids)
                ],
            }
        )
        cls.new, cls.working, cls.done = cls.env["helpdesk.ticket.stage"].create(
            [
                {"name": name, "company_id": cls.company.id, "sequence": place, **flags}
                for name, place, flags in (
                    ("Fresh", -3, {"unattended": True}),
                    ("At Work", -2, {}),
                    ("Finished", -1, {"closed": True}),
                )
            ]
        )
        cls.customer = cls.env["res.partner"].create(
            {"name": "Ms Wang", "email": "wang@example.com"}
        )
        cls.category = cls.env["helpdesk.ticket.category"].create(
            {"name": "Leaking filter", "company_id": cls.company.id}
        )
        cls.solved = cls.env.ref("cs_helpdesk.outcome_complaint_solved")

    @classmethod
    def _ticket(cls, role="agent", **vals):
        Ticket = cls.env["helpdesk.ticket"]
        if role:
            Ticket = Ticket.with_user(cls.users[role])
        return Ticket.create(
            {
                "name": "The filter leaks",
                "description": "Since yesterday",
                "company_id": cls.company.id,
                "team_id": cls.team.id,
                "partner_id": cls.customer.id,
                **vals,
            }
        ).with_env(cls.env)

    @classmethod
    def _complaint(cls, role="agent", **vals):
        return cls._ticket(
            role, cs_kind="complaint", category_id=cls.category.id, **vals
        )

    def _as(self, role, record):
        return record.with_user(self.users[role])

    def _solve(self, ticket):
        """Everything of HD-05 but the callback and the outcome."""
        party = self.env["cs.complaint.party"].create(
            {"ticket_id": ticket.id, "department_id": self.workshop.id, "share": 100}
        )
        ticket.write(
            {
                "cs_cause": "A worn seal",
                "cs_handling": "The seal was replaced",
                "cs_result": "Nothing leaks any more",
            }
        )
        self._as("fitter", party)._report("Replaced on Monday")
        return party
