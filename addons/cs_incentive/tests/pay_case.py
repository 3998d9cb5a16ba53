from odoo.addons.cs_appraisal.tests.cycle_case import JUNE, CycleCase
from odoo.fields import Command
from odoo.tests import freeze_time

JULY = JUNE.replace(month=7)
#: 8 July in Shanghai: June is computed.
COMPUTED = "2025-07-08 02:00"


class PayCase(CycleCase):
    """June 2025: two agents are paid by a scheme, the others by none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.maker = cls.env["cs.incentive.maker"]
        cls.startClassPatcher(freeze_time(COMPUTED))

    @classmethod
    def scheme(cls, *lines, **vals):
        """An approved scheme of agents; lines as (code, calculator, values)."""
        return cls.approved(
            "cs.incentive.scheme",
            {
                "name": "Agents",
                "date_from": "2024-01-01",
                "job_id": cls.job.id,
                "line_ids": [cls.line(*line) for line in lines],
            }
            | vals,
        )

    @classmethod
    def line(cls, code, calculator, vals, section="earning"):
        vals = {
            "code": code,
            "name": code.capitalize(),
            "calculator": calculator,
            "section": section,
        } | vals
        for name in ("metric_id", "ratio_metric_id", "other_metric_id"):
            if isinstance(vals.get(name), str):
                vals[name] = cls.metric_of(vals[name]).id
        return Command.create(vals)

    @classmethod
    def metric_of(cls, code):
        return cls.env["cs.metric"].search([("code", "=", code)])

    def figure(self, code, role, numerator, first=JUNE, **vals):
        return self.sold(
            role, numerator, first, metric_id=self.metric_of(code).id, **vals
        )

    def hire(self, name):
        """Another agent of the group, without a user."""
        return self.env["hr.employee"].create(
            {
                "name": name,
                "company_id": self.company.id,
                "department_id": self.group_one.id,
                "job_id": self.job.id,
                "date_version": "2024-01-01",
            }
        )

    def book(self, month=JUNE, roles=None):
        only = None
        if roles:
            only = self.env["hr.employee"].union(*(self.people[role] for role in roles))
        return self.maker._book(self.company, month, only)

    def statement(self, role="agent", month=JUNE):
        return self.env["cs.incentive.statement"].search(
            [("employee_id", "=", self.people[role].id), ("month", "=", month)]
        )

    def amounts(self, role="agent", month=JUNE):
        """dict code -> amount of the lines that stand"""
        lines = self.statement(role, month).line_ids
        found = dict.fromkeys(lines.mapped("code"), 0)
        for line in lines:
            found[line.code] = round(found[line.code] + line.amount, 2)
        return found

    def approve(self, role="agent", month=JUNE):
        one = self.statement(role, month)
        one.with_user(self.users["hr"]).action_review()
        one.with_user(self.users["gm"]).action_approve()
        return one
