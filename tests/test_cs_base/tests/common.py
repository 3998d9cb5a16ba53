from odoo.addons.cs_base.tests.common import CsCase
from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.tests import new_test_user


class DecisionCase(CsCase):
    """Documents on which the agent's leader decides, unless a test says otherwise."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={"allowed_company_ids": cls.company.ids})
        cls.kind = cls.env["cs.decision.kind"].create(
            {"name": "Test", "code": "test", "unit": "days"}
        )

    def _document(self, role="agent", **vals):
        """A draft (sudo) made by a role, about the own person."""
        defaults = {
            "name": "Leave",
            "employee_id": self.people[role].id,
            "measure": 1,
        }
        documents = self.env["test.cs.document"].with_user(self.users[role])
        return documents.create(defaults | vals).sudo()

    def _as(self, role, record):
        return record.with_user(self.users[role])

    def _submitted(self, role="agent", **vals):
        document = self._document(role, **vals)
        self._as(role, document).action_submit()
        return document

    def _asked(self, document):
        return document.decision_request_id.pending_decider_ids

    def _ladder(self, *rungs, department=None, date_from="2024-01-01", approve=True):
        """A ladder of (step, up_to or None, decider[, employee])."""
        ladder = self._as("hr", self.env["cs.decision.ladder"]).create(
            {
                "name": "Ladder",
                "kind_id": self.kind.id,
                "company_id": self.company.id,
                "department_id": department and department.id,
                "date_from": date_from,
                "rung_ids": [
                    (
                        0,
                        0,
                        {
                            "step": step,
                            "no_limit": up_to is None,
                            "up_to": up_to or 0,
                            "decider": decider,
                            "employee_id": person and person[0].id,
                        },
                    )
                    for step, up_to, decider, *person in rungs
                ],
            }
        )
        if approve:
            ladder.action_submit()
            self._as("gm", ladder).action_approve()
        return ladder.sudo()

    def _deputy(self, principal, deputy, date_from, date_to, **vals):
        """Named by the person represented."""
        return self._as(principal, self.env["cs.deputy"]).create(
            {
                "principal_id": self.people[principal].id,
                "deputy_id": self.people[deputy].id,
                "date_from": date_from,
                "date_to": date_to,
                **vals,
            }
        )

    @classmethod
    def _second_self(cls, role, login, groups="cs_base.group_team_leader"):
        """Another user and employee record of the same human being."""
        user = new_test_user(
            cls.env,
            login=login,
            groups=groups,
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        employee = cls.env["hr.employee"].create(
            {
                "name": login,
                "user_id": user.id,
                "company_id": cls.company.id,
                "department_id": cls.group_one.id,
            }
        )
        employee.work_contact_id = cls.people[role].work_contact_id
        return user, employee


class RpcCase(RpcMixin, DecisionCase):
    """Acts from outside, over /web/dataset/call_kw, as a role."""
