from datetime import date

from odoo.addons.cs_base.tests.common import CsCase
from odoo.fields import Command

TODAY = date(2025, 6, 11)  # a Wednesday
NOW = "2025-06-11 02:00:00"  # 10:00 in Shanghai


def make_appraisal(case, role="agent", state="open"):
    """A cycle and one person's appraisal in it, as the cycle would make it."""
    cycle = _cycle(case)
    person = case.people[role]
    appraisal = case.env["cs.appraisal"]._kept_create(
        [
            {
                "cycle_id": cycle.id,
                "company_id": case.company.id,
                "employee_id": person.id,
                "department_id": person.department_id.id,
                "job_id": person.job_id.id,
                "superior_id": person._cs_supervisors()[person.id].id,
            }
        ]
    )
    set_state(appraisal, state)
    return appraisal


def _cycle(case):
    Cycle = case.env["cs.appraisal.cycle"]
    return Cycle.search([("company_id", "=", case.company.id)]) or Cycle.create(
        {
            "name": "June 2025",
            "company_id": case.company.id,
            "date_from": "2025-06-01",
            "date_to": "2025-06-30",
            "opens_on": "2025-07-05",
            "due_on": "2025-07-10",
        }
    )


def set_state(appraisal, state):
    """Wherever the cycle has got to, past what guards it."""
    appraisal.env.flush_all()
    appraisal.env.cr.execute(
        "UPDATE cs_appraisal SET state = %s WHERE id = %s", [state, appraisal.id]
    )
    appraisal.env.invalidate_all()


class TalkCase(CsCase):
    """The leader appraises the agent; another leader leads another group."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.group_two = cls.env["hr.department"].create(
            {
                "name": "Group two",
                "parent_id": cls.department.id,
                "company_id": cls.company.id,
            }
        )
        cls._create_role("leader2", "cs_base.group_team_leader", cls.group_two)
        cls.group_two.manager_id = cls.people["leader2"]
        cls.appraisal = make_appraisal(cls)

    def talk(self, kind="plan", role="leader", **vals):
        values = {
            "appraisal_id": self.appraisal.id,
            "kind": kind,
            "held_on": TODAY,
            "summary": "Answers calmly",
        }
        if kind == "plan":
            values["goal_ids"] = [
                Command.create({"name": "Faster", "why": "Queue", "measured": "Clock"})
            ]
        Talk = self.env["cs.appraisal.talk"].with_user(self.users[role])
        return Talk.create(values | vals)

    def held(self, kind="plan", **vals):
        talk = self.talk(kind, **vals)
        talk.action_confirm()
        return talk

    def by(self, role, record):
        return record.with_user(self.users[role])

    def plan(self, role="leader", **vals):
        values = {
            "employee_id": self.people["agent"].id,
            "reason": "Slow answers",
            "date_from": TODAY,
            "date_to": "2025-07-31",
            "action_ids": [
                Command.create({"name": "Snippets", "due_on": "2025-06-20"}),
                Command.create({"name": "Listen in", "due_on": "2025-07-20"}),
            ],
            "followup_ids": [Command.create({"due_on": "2025-06-27"})],
        }
        Plan = self.env["cs.improvement.plan"].with_user(self.users[role])
        return Plan.create(values | vals)

    def running(self, **vals):
        plan = self.plan(**vals)
        plan.action_offer()
        self.by("agent", plan).action_agree()
        return plan
