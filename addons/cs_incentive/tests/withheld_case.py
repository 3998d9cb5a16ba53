from odoo.addons.cs_base.engine.period import month_end
from odoo.fields import Command
from odoo.tests import freeze_time

from .pay_case import JULY, JUNE, PayCase

AUGUST, SEPTEMBER = JUNE.replace(month=8), JUNE.replace(month=9)
OCTOBER, NOVEMBER = JUNE.replace(month=10), JUNE.replace(month=11)
PERIOD = (JUNE, JULY, AUGUST, SEPTEMBER)
#: 8 December in Shanghai: all months up to November are over.
NOW = "2025-12-08 02:00"
MERIT = {"amount": 3000, "rate": 30, "withheld": 30}


class WithheldCase(PayCase):
    """Merit pay of 3 000: 2 100 basic, 900 by an appraisal of grade C, of which 270
    are withheld in a disciplinary period.

    A warning of 10 June withholds in June and in the three months after it.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        scope = {"name": "Values", "date_from": "2024-01-01"}
        cls.values = cls.approved("cs.incentive.policy", scope)
        rules = {
            "WARN": {"kind": "warning"},
            "DEBT": {"kind": "compensation", "amount_mode": "free"},
            # 100 the first time, 400 the second.
            "AGAIN": {
                "kind": "compensation",
                "amount_mode": "fixed",
                "amount_from": 100,
                "period": "months",
                "period_months": 3,
                "step_ids": [
                    Command.create(
                        {
                            "number": 2,
                            "kind": "compensation",
                            "amount_mode": "fixed",
                            "amount_from": 400,
                        }
                    )
                ],
            },
        }
        rows = [
            Command.create({"code": code, "name": code.title()} | vals)
            for code, vals in rules.items()
        ]
        book = cls.approved("cs.discipline.book", scope | {"rule_ids": rows})
        cls.rules = {rule.code: rule for rule in book.rule_ids}
        cls.grade = cls.policy.grade_ids.filtered(lambda grade: grade.name == "C")

    @classmethod
    def graded(cls, *months, role="agent"):
        """Results of monthly appraisals that were given; grade C has coefficient 1."""
        for month in months:
            cls.env.cr.execute(
                """
                WITH cycle AS (
                    INSERT INTO cs_appraisal_cycle
                           (name, company_id, kind, date_from, date_to, opens_on,
                            due_on, state, release_state, released_at)
                    VALUES ('Given', %(company)s, 'month', %(month)s, %(last)s,
                            %(last)s::date + 5, %(last)s::date + 10, 'released',
                            'approved', %(last)s::date + 10)
                    RETURNING id
                ), own AS (
                    INSERT INTO cs_appraisal (cycle_id, company_id, employee_id, state)
                    SELECT id, %(company)s, %(person)s, 'released' FROM cycle
                    RETURNING id, cycle_id
                )
                INSERT INTO cs_appraisal_result
                       (appraisal_id, cycle_id, company_id, employee_id, month,
                        grade_id)
                SELECT id, cycle_id, %(company)s, %(person)s, %(month)s, %(grade)s
                  FROM own
                """,
                {
                    "company": cls.company.id,
                    "person": cls.people[role].id,
                    "month": month,
                    "last": month_end(month),
                    "grade": cls.grade.id,
                },
            )

    def entry(self, code, date="2025-06-10", amount=0, person="agent", by="leader"):
        """A submitted entry."""
        vals = {
            "employee_id": self.people[person].id,
            "rule_id": self.rules[code].id,
            "date": date,
            "description": "Seen at the desk",
            "amount_chosen": amount,
        }
        Entry = self.env["cs.discipline.entry"].with_user(self.users[by])
        entry = Entry.create(vals).with_env(self.env)
        entry.with_user(self.users[by]).action_submit()
        return entry

    def decided(self, entry, *roles):
        for role in roles or ("supervisor",):
            entry.with_user(self.users[role]).action_approve()
        self.assertEqual(entry.state, "approved")
        return entry

    def warned(self, date="2025-06-10", person="agent"):
        return self.decided(self.entry("WARN", date, person=person))

    def upheld(self, entry, person="agent", decider="hr"):
        """An appeal of the person against the entry that HR upholds."""
        Appeal = self.env["cs.appeal"].with_user(self.users[person])
        appeal = Appeal.create(
            {"res_model": entry._name, "res_id": entry.id, "claim": "It was not me."}
        )
        appeal.action_submit()
        appeal.with_user(self.users[decider]).action_approve("The film shows it.")
        self.env.invalidate_all()

    def months(self, *months):
        for month in months:
            self.book(month)
            self.approve(month=month)

    def items(self, suffix, role="agent"):
        return self.env["cs.incentive.item"].search(
            [
                ("employee_id", "=", self.people[role].id),
                ("code", "=like", f"%{suffix}"),
            ],
            order="id",
        )
