from odoo.tests import freeze_time

from .ticket_case import TicketCase

#: a Wednesday off season, in the last season of the year
NOW = "2026-12-09 02:00:00"
TODAY = "2026-12-09"


class DispatchCase(TicketCase):
    """Agents and fitter take small orders of the hotline, the foreman medium ones.

    Subclasses freeze ``NOW``.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_role("agent3", "cs_base.group_agent", cls.group_one)
        with freeze_time(NOW):
            cls.policy = cls._policy()
        levels = {
            "agent": "junior",
            "agent2": "junior",
            "agent3": "junior",
            "foreman": "director",
        }
        cls.members = {
            role: cls.env["cs.dispatch.member"].create(
                {
                    "company_id": cls.company.id,
                    "team_id": cls.team.id,
                    "employee_id": cls.people[role].id,
                    "level": level,
                    "date_from": "2026-01-01",
                }
            )
            for role, level in levels.items()
        }

    @classmethod
    def _policy(cls, **vals):
        policy = (
            cls.env["cs.dispatch.policy"]
            .with_user(cls.users["hr"])
            .create(
                {
                    "name": "Dispatch",
                    "company_id": cls.company.id,
                    "date_from": "2026-01-01",
                    **vals,
                }
            )
        )
        policy.action_submit()
        policy.with_user(cls.users["gm"]).action_approve()
        return policy.with_env(cls.env)

    @classmethod
    def _order(cls, amount=10000, role="agent", **vals):
        return cls._ticket(role, cs_kind="order", cs_order_amount=amount, **vals)

    def _dispatch(self, order, role="leader"):
        self._as(role, order).action_cs_dispatch()
        return order.cs_dispatch_ids[:1]

    def _given(self, amount=10000, role="leader"):
        """The role that a new order is dispatched to; None: nobody."""
        decision = self._dispatch(self._order(amount), role)
        return self._role_of(decision.employee_id)

    def _role_of(self, employee):
        return next(
            (role for role, person in self.people.items() if person == employee), None
        )

    def _outcomes(self, decision):
        return {
            self._role_of(line.employee_id): line.outcome for line in decision.line_ids
        }
