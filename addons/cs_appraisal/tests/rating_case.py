from odoo.addons.cs_base.tests.common import CsCase
from odoo.fields import Command

WEIGHTS = {
    "weight_superior": 50,
    "weight_peer": 20,
    "weight_self": 10,
    "weight_subordinate": 20,
}


class RatingCase(CsCase):
    """A cycle with the leader (rated by all sides) and an agent (by peers)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for role in ("agent3", "agent4"):
            cls._create_role(role, "cs_base.group_agent")
            cls.people[role].parent_id = cls.people["leader"]
        cls._create_role("hr2", "cs_base.group_hr_officer")
        cls.template = cls._create_template()
        cls.attitude, cls.skill, cls.effect = cls.template.item_ids
        cls.cycle = cls._create_cycle()
        cls.leader_row, cls.agent_row = cls._create_appraisals("leader", "agent")

    @classmethod
    def _create_template(cls, **vals):
        items = [
            {"section": "Work", "name": "Attitude", "weight": 40, "source": "rating"},
            {"section": "Work", "name": "Skill", "weight": 40, "source": "rating"},
            {"name": "Effect", "weight": 20, "source": "manual", "full_score": 10},
        ]
        template = cls.env["cs.appraisal.template"].create(
            {
                "name": "Manager form",
                "company_id": cls.company.id,
                "date_from": "2024-01-01",
                "item_ids": [Command.create(item) for item in items],
                **WEIGHTS,
                **vals,
            }
        )
        template._decision_write({"state": "approved"})
        return template

    @classmethod
    def _create_cycle(cls, **vals):
        """An open cycle of June 2025."""
        vals = {
            "name": "2025-06",
            "kind": "event",
            "company_id": cls.company.id,
            "date_from": "2025-06-01",
            "date_to": "2025-06-30",
            "opens_on": "2025-07-05",
            "due_on": "2025-07-10",
            **vals,
        }
        cycle = cls.env["cs.appraisal.cycle"].create(vals)
        cls._set_state(cycle, "open")
        return cycle

    @classmethod
    def _create_appraisals(cls, *roles, cycle=None, template=None):
        people = [cls.people[role] for role in roles]
        superiors = cls.env["hr.employee"].union(*people)._cs_supervisors()
        return cls.env["cs.appraisal"]._kept_create(
            [
                {
                    "cycle_id": (cycle or cls.cycle).id,
                    "company_id": cls.company.id,
                    "employee_id": person.id,
                    "department_id": person.department_id.id,
                    "job_id": person.job_id.id,
                    "superior_id": superiors[person.id].id,
                    "template_id": (template or cls.template).id,
                    "state": "open",
                }
                for person in people
            ]
        )

    @classmethod
    def _set_state(cls, records, state):
        """As the steps of a cycle do it."""
        cls.env.flush_all()
        given = ""
        if records._name == "cs.appraisal.cycle" and state in ("released", "closed"):
            given = ", released_at = now()"
        cls.env.cr.execute(
            f"UPDATE {records._table} SET state = %s{given} WHERE id = ANY(%s)",
            [state, records.ids],
        )
        records.invalidate_recordset(["state"])

    @classmethod
    def _assign(cls, *appraisals):
        both = appraisals or (cls.leader_row, cls.agent_row)
        return cls.env["cs.appraisal.rater"]._assign(
            cls.env["cs.appraisal"].union(*both)
        )

    def _form(self, role):
        return self.env["cs.appraisal.rating.form"].with_user(self.users[role])

    def _row(self, appraisal, role):
        return self.env["cs.appraisal.rater"].search(
            [
                ("appraisal_id", "=", appraisal.id),
                ("employee_id", "=", self.people[role].id),
                ("state", "!=", "removed"),
            ]
        )

    def _rate(self, appraisal, role, score, skill=None, points=8, why="Because"):
        """Answer everything and submit, as the person would."""
        row, form = self._row(appraisal, role), self._form(role)
        answers = {self.attitude: score, self.skill: skill or score}
        for item, answer in answers.items():
            form.save(row.id, item.id, answer, f"{why} {item.name}")
        if row.group == "superior":
            form.save(row.id, self.effect.id, points)
        form.submit(row.id)

    def _finish(self, state="calibration"):
        appraisals = self.leader_row + self.agent_row
        rows = self.env["cs.appraisal.rater"]._close(appraisals)
        self._set_state(self.cycle, state)
        self._set_state(appraisals, state)
        return rows
