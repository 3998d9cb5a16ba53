from odoo.addons.cs_base.tests.common import CsCase
from odoo.fields import Command
from odoo.tests import freeze_time

#: noon in Shanghai, in a month that is open
NOW = "2025-06-20 04:00"


def step(number, **vals):
    return Command.create({"number": number} | vals)


@freeze_time(NOW)
class DisciplineCase(CsCase):
    """A small book in force, and a policy that values its classes.

    A2 10, A1 5, B1 3, C1 1 points; the direct supervisor pays double.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.consequences = {
            one.code: one for one in cls.env["cs.discipline.consequence"].search([])
        }
        cls.policy = cls.in_force("cs.incentive.policy", {})
        cls.book = cls.in_force("cs.discipline.book", {"rule_ids": cls.rules_vals()})
        cls.rules = {rule.code: rule for rule in cls.book.rule_ids}

    @classmethod
    def in_force(cls, model, vals, date_from="2025-01-01"):
        """A policy written by HR and approved by the general manager."""
        scope = {"name": "Rules", "company_id": cls.company.id, "date_from": date_from}
        policy = cls.env[model].with_user(cls.users["hr"]).create(scope | vals)
        policy.action_submit()
        policy.with_user(cls.users["gm"]).action_approve()
        return policy.with_env(cls.env)

    @classmethod
    def besides(cls, *codes):
        return [Command.set([cls.consequences[code].id for code in codes])]

    @classmethod
    def rules_vals(cls):
        """Code -> values; each is a way of counting."""
        light, fine = {"points_class": "c1"}, {"kind": "fine"}
        rules = {
            "LIGHT": light,
            "AGAIN": light
            | {
                "period": "months",
                "period_months": 3,
                "step_ids": [step(2, points_class="b1")],
            },
            "LATE": light
            | {
                "counting": "each",
                "period": "month",
                "step_ids": [
                    step(
                        4,
                        points_class="c1",
                        consequence_ids=cls.besides("full_attendance"),
                    )
                ],
            },
            "SCANS": {
                "counting": "count",
                "period": "month",
                "step_ids": [
                    step(3, points_class="c1"),
                    step(5, points_class="b1"),
                    step(11, points_class="a1"),
                ],
            },
            "UNPAID": fine
            | {"counting": "each", "amount_mode": "fixed", "amount_from": 5},
            "LEAK": fine
            | {
                "amount_mode": "fixed",
                "amount_from": 1000,
                "step_ids": [
                    step(
                        1,
                        name="Serious",
                        case_code="serious",
                        kind="fine",
                        amount_mode="range",
                        amount_from=10000,
                        amount_to=100000,
                        consequence_ids=cls.besides("dismissal"),
                    )
                ],
            },
            "DAMAGE": {"kind": "compensation", "amount_mode": "free"},
            "MOVE": {"consequence_ids": cls.besides("transfer", "no_entry")},
            "FIRED": {"kind": "dismissal", "consequence_ids": cls.besides("dismissal")},
            "PRAISE": {"kind": "award", "points_class": "a1"}
            | {"amount_mode": "fixed", "amount_from": 50},
            "PROOF": light | {"needs_ticket": True, "needs_file": True},
            "OFFICE": light
            | {"department_ids": [Command.set(cls.department_elsewhere().ids)]},
        }
        return [
            Command.create({"code": code, "name": code.title()} | vals)
            for code, vals in rules.items()
        ]

    @classmethod
    def department_elsewhere(cls):
        return cls.env["hr.department"].create(
            {"name": "Goods office", "company_id": cls.company.id}
        )

    def entry(self, code="LIGHT", person="agent", by="leader", **vals):
        """A draft."""
        vals = {
            "employee_id": self.people[person].id,
            "rule_id": self.rules[code].id,
            "date": "2025-06-10",
            "description": "Seen at the desk",
        } | vals
        Entry = self.env["cs.discipline.entry"].with_user(self.users[by])
        return Entry.create(vals).with_env(self.env)

    def submitted(self, code="LIGHT", person="agent", by="leader", **vals):
        entry = self.entry(code, person, by, **vals)
        entry.with_user(self.users[by]).action_submit()
        return entry

    def decided(self, entry, *roles, method="action_approve", reason=()):
        for role in roles:
            getattr(entry.with_user(self.users[role]), method)(*reason)
        self.assertIn(entry.state, ("approved", "refused", "draft"))
        return entry

    def approved(self, code="LIGHT", person="agent", by="leader", **vals):
        entry = self.submitted(code, person, by, **vals)
        return self.decided(entry, "supervisor")

    def case(self, code, name):
        steps = self.rules[code].step_ids
        return steps.filtered(lambda one: one.case_code == name)[:1].id

    def appeal(self, entry, person="agent", decider="hr", uphold=True):
        Appeal = self.env["cs.appeal"].with_user(self.users[person])
        appeal = Appeal.create(
            {"res_model": entry._name, "res_id": entry.id, "claim": "It was not me."}
        )
        appeal.action_submit()
        decision = appeal.with_user(self.users[decider])
        if uphold:
            decision.action_approve("The film shows somebody else.")
        else:
            decision.action_refuse("The film shows it.")
        self.env.invalidate_all()
        return appeal
