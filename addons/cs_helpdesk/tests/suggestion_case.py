from odoo.addons.cs_base.tests.common import CsCase

from ..models.cs_suggestion_score import CRITERIA

#: what the department found out, enough for every decision
STUDIED = {
    "study": "Can be done by the shop team",
    "plan": "A second counter",
    "plan_date": "2025-09-30",
    "ownership": "ours",
    "reason": "The lease is being talked about",
}


class SuggestionCase(CsCase):
    """A team of agent and agent2; the leader's department studies."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team = cls.env["helpdesk.ticket.team"].create(
            {
                "name": "Hotline",
                "company_id": cls.company.id,
                "user_ids": [(6, 0, [cls.users["agent"].id, cls.users["agent2"].id])],
            }
        )
        cls.closed = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        cls.opened = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_in_progress")
        cls.customer = cls.env["res.partner"].create(
            {"name": "Ms Liu", "email": "liu@example.com", "lang": "en_US"}
        )

    def _ticket(self, role="agent", **vals):
        return (
            self.env["helpdesk.ticket"]
            .with_user(self.users[role])
            .create(
                {
                    "name": "Second counter",
                    "description": "<p>Open a second counter at noon</p>",
                    "cs_kind": "suggestion",
                    "team_id": self.team.id,
                    "company_id": self.company.id,
                    "partner_id": self.customer.id,
                }
                | vals
            )
        )

    def _received(self, **vals):
        return self._ticket(**vals).sudo().cs_suggestion_id

    def _last(self, one):
        """Its last step."""
        return one.step_ids.sorted("id")[-1]

    def _as(self, one, role):
        return one.with_user(self.users[role])

    def _studied(self, **vals):
        one = self._received(**vals)
        self._as(one, "agent").write({"department_id": self.group_one.id})
        self._as(one, "agent").action_study()
        values = STUDIED | {"responsible_id": self.users["agent2"].id}
        self._as(one, "leader").write(values)
        return one

    def _answer(self, one, outcome, role="leader", **vals):
        """Through the dialog, as people do it."""
        action = getattr(
            self._as(one, role),
            {
                "adopted": "action_adopt",
                "not_adopted": "action_not_adopt",
                "held": "action_hold",
                "done": "action_done",
            }[outcome],
        )()
        wizard = (
            self.env[action["res_model"]]
            .with_user(self.users[role])
            .with_context(**action["context"])
            .create(vals)
        )
        wizard.action_confirm()
        return wizard

    def _committee(self, *roles):
        self.env["cs.suggestion.member"].create(
            [
                {"employee_id": self.people[role].id, "company_id": self.company.id}
                for role in roles
            ]
        )

    def _score(self, one, role, *marks):
        enter = self.env["cs.suggestion.score.enter"].with_user(self.users[role])
        enter.create(
            {"suggestion_id": one.id} | dict(zip(CRITERIA, marks, strict=True))
        ).action_confirm()
