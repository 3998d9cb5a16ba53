from datetime import date, timedelta
from decimal import Decimal
from random import Random

from dateutil.relativedelta import relativedelta

from odoo.addons.cs_attendance.models.sheet_figures import DAY_FIGURES
from odoo.addons.cs_base.engine.period import month_end
from odoo.addons.cs_incentive.tests.deal_case import DealCase
from odoo.fields import Command
from odoo.tests import freeze_time
from odoo.tools import SQL

from .payroll_case import PayrollMonthCase

PEOPLE = 300
MONTHS = [date(2025, month, 1) for month in range(1, 7)]
CODES = ("sales_amount", "deal_sales")


class CompanyCase(DealCase, PayrollMonthCase):
    """A company of 300 people over six months (seed 7), through the real paths.

    Half are paid by post, half by contract. Every month: sales, deals and refunds,
    absence and unpaid leave, fines and compensations above the cap, tax and insurance;
    raises and joiners and leavers within the month; an appeal that takes a fine back,
    and figures that become known after their statement was approved.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.random = Random(7)
        cls.month_no = 0
        cls._rules()
        cls._people()

    @classmethod
    def _rules(cls):
        cls.approved("cs.incentive.policy", {"name": "P", "date_from": "2024-01-01"})
        cls.posts = cls.env["hr.job"].create(
            [
                {"name": name, "company_id": cls.company.id}
                for name in ("By post", "By contract")
            ]
        )
        pay = [
            ("SENIORITY", "seniority", {"amount": 100, "years": 1}),
            ("COMMISSION", "bands", {"metric_id": "deal_sales", "bands": "0: 1%"}),
            ("REFUND", "back", {"back_code": "COMMISSION"}, "deduction"),
            (
                "TIERS",
                "bands",
                {"metric_id": "sales_amount", "bands": "10000: 100/2000"},
                "award",
            ),
            ("FULL", "full", {"amount": 200}, "award"),
        ]
        by_post = [("BASE", "fixed", {"amount": 3800, "by_days": True}), *pay]
        for post, lines in zip(cls.posts, (by_post, pay), strict=True):
            cls.scheme(*lines, job_id=post.id)
        cls.approved(
            "cs.payroll.policy",
            {
                "name": "By contract",
                "date_from": "2024-01-01",
                "job_id": cls.posts[1].id,
                "base_from": "contract",
            },
        )
        cls.discipline = cls.approved(
            "cs.discipline.book",
            {
                "name": "Rules",
                "date_from": "2024-01-01",
                "rule_ids": [
                    Command.create(
                        {"code": "FINE", "name": "Fine", "kind": "fine"}
                        | {"amount_mode": "fixed", "amount_from": 50}
                    ),
                    Command.create(
                        {"code": "DAMAGE", "name": "Damage", "kind": "compensation"}
                        | {"amount_mode": "free"}
                    ),
                ],
            },
        )

    @classmethod
    def _people(cls):
        people = cls.env["hr.employee"].create(
            [
                {
                    "name": f"Person {number:03}",
                    "company_id": cls.company.id,
                    "department_id": cls.group_one.id,
                    "job_id": cls.posts[number % 2].id,
                    "parent_id": cls.people["leader"].id,
                    "date_version": date(2023, 1, 1),
                    "contract_date_start": cls._begin(number),
                    "contract_date_end": cls._end(number),
                    "wage": 4000 + 37 * number if number % 2 else 0,
                }
                for number in range(PEOPLE)
            ]
        )
        for number, person in enumerate(people):
            if number % 17 == 3 and number % 29 != 6 and number % 23 != 4:
                day = MONTHS[number % 6] + timedelta(days=5 + number % 20)
                person.create_version({"date_version": day, "wage": 5000 + number})
        cls.staff = people

    @classmethod
    def _begin(cls, number):
        if number % 23 == 4:
            return MONTHS[number % 6] + timedelta(days=number % 25)
        return date(2023, 3, 1) + timedelta(days=2 * number)

    @classmethod
    def _end(cls, number):
        return (
            MONTHS[number % 6] + timedelta(days=7 + number % 20)
            if (number % 29 == 6 and number % 23 != 4)
            else False
        )

    # A month

    def appeal(self):
        """The fine of the agent is taken back after the statement was approved."""
        [fine] = self.env["cs.discipline.entry"].search(
            [("employee_id", "=", self.people["agent"].id)]
        )
        appeal = (
            self.env["cs.appeal"]
            .with_user(self.users["agent"])
            .create({"res_model": fine._name, "res_id": fine.id, "claim": "Not me."})
        )
        appeal.action_submit()
        appeal.with_user(self.users["hr"]).action_approve("Somebody else.")
        self.env.invalidate_all()
        self.assertTrue(fine.is_cancelled)

    def facts(self, month):
        """What happens in a month, and what of the month before is known late."""
        last = month_end(month)
        self._figures(month, last)
        self._deals(month)
        self._days(month, last)
        self._entries(month)
        self._entered(month)

    def _figures(self, month, last):
        metric = self.metric_of("sales_amount")
        self.env["cs.metric.figure"].flush_model()
        for person in self.staff:
            self.env.cr.execute(
                SQL(
                    """INSERT INTO cs_metric_figure
                       (company_id, employee_id, metric_id, date_from, date_to,
                        numerator, denominator, origin, author_id, entered_at, state)
                       VALUES (%s, %s, %s, %s, %s, %s, 0, 'Shop', 1, now(),
                               'current')""",
                    self.company.id,
                    person.id,
                    metric.id,
                    month,
                    last,
                    self.random.randrange(20000),
                )
            )
        self.env["cs.metric.figure"].invalidate_model()

    def _deals(self, month):
        Deal = self.env["cs.incentive.deal"].with_user(self.users["hr"])
        who = self.random.sample(list(self.staff), 40)
        deals = Deal.create(
            [
                self.deal_vals(
                    None,
                    f"{month:%m}-{person.id}",
                    self.random.randrange(100, 90000) / 100,
                    employee_id=person.id,
                    date=month + timedelta(days=3),
                    slip_date=month + timedelta(days=3),
                    slip_number=f"CD-{month:%m}-{person.id}",
                )
                for person in who
            ]
        )
        for number, deal in enumerate(self.deals_before[:8]):
            self.refund(
                deal,
                month + timedelta(days=9),
                round(deal.amount / 3, 2),
                number=f"R{number}",
            )
        type(self).deals_before = deals.with_env(self.env)

    deals_before = ()

    def _days(self, month, last):
        """Days of attendance of everybody, as judged, and their sheets."""
        days = [month + timedelta(days=at) for at in range(last.day)]
        work = [day for day in days if day.weekday() < 5]
        rows = [
            self._day(person, day, self.random.random())
            for person in self.staff
            for day in work
        ]
        names = SQL(", ").join(map(SQL.identifier, rows[0]))
        values = SQL(", ").join(SQL("%s", tuple(row.values())) for row in rows)
        self.env.cr.execute(
            SQL("INSERT INTO cs_attendance_day (%s) VALUES %s", names, values)
        )
        self.env["cs.attendance.day"].invalidate_model()
        self.env["cs.attendance.sheet.builder"]._build(self.staff, month)
        self.env.cr.execute(
            SQL(
                "UPDATE cs_attendance_sheet SET state = 'approved' WHERE month = %s"
                " AND employee_id = ANY(%s)",
                month,
                self.staff.ids,
            )
        )
        self.env["cs.attendance.sheet"].invalidate_model()

    def _day(self, person, day, chance):
        figures = dict.fromkeys(DAY_FIGURES, 0) | {"work_days": 1}
        verdict = "absent" if chance < 0.01 else "leave" if chance < 0.02 else "ok"
        counted = {
            "absent": "absent_days",
            "leave": "unpaid_days",
            "ok": "present_days",
        }
        return {
            "company_id": self.company.id,
            "employee_id": person.id,
            "date": day,
            "month": day.replace(day=1),
            "verdict": verdict,
            "kind": "work",
            **dict.fromkeys(("is_pending", "is_part", "is_locked"), False),
            "known_at": "2025-01-01 00:00:00",
            **figures,
            counted[verdict]: 1,
        }

    def _entries(self, month):
        rules = {rule.code: rule for rule in self.discipline.rule_ids}
        day = month + timedelta(days=9)
        there = self.env["cs.duty.plan"]._employments(self.staff, day, day)
        staff = [one for one in self.staff if one.id in there]
        fined = self.random.sample(staff, 6)
        if month == MONTHS[1]:
            fined.append(self.people["agent"])
        for person in fined:
            self._entry(rules["FINE"], person, month)
        for person in self.random.sample(staff, 3):
            amount = self.random.randrange(500, 4000)
            self._entry(rules["DAMAGE"], person, month, amount_chosen=amount)

    def _entry(self, rule, person, month, **vals):
        entry = (
            self.env["cs.discipline.entry"]
            .with_user(self.users["leader"])
            .create(
                {
                    "employee_id": person.id,
                    "rule_id": rule.id,
                    "date": month + timedelta(days=9),
                    "description": "Seen",
                }
                | vals
            )
        )
        entry.action_submit()
        for role in ("supervisor", "hr", "gm"):
            decision = entry.with_user(self.users[role])
            if entry.state != "approved" and decision.can_decide:
                decision.action_approve()
        self.assertEqual(entry.state, "approved")
        return entry

    def _entered(self, month):
        rules = [
            self.env.ref(f"cs_payroll.rule_{name}")
            for name in ("tax", "pension", "er_insurance")
        ]
        Input = self.env["cs.payroll.input"].with_user(self.users["payroll"])
        Input.create(
            [
                {
                    "company_id": self.company.id,
                    "employee_id": person.id,
                    "month": month,
                    "rule_id": rule.id,
                    "amount": self.random.randrange(30000) / 100,
                }
                for person in self.staff[::3]
                for rule in rules
            ]
        )

    def settled(self, month):
        """From the facts to the approved run. :return: the run"""
        moment = month + relativedelta(months=1, days=7)
        with freeze_time(f"{moment} 02:00"):
            self.facts(month)
            self.maker._book(self.company, month)
            statements = self.env["cs.incentive.statement"].search(
                [("month", "=", month), ("company_id", "=", self.company.id)]
            )
            statements.with_user(self.users["hr"]).action_review()
            statements.with_user(self.users["gm"]).action_approve()
            Run = self.env["hr.payslip.run"]
            run = Run.with_user(self.users["hr"]).action_cs_hand_over(
                self.company.id, month
            )
            run.with_user(self.users["payroll"]).action_cs_receive()
            run.with_user(self.users["payroll"]).action_cs_compute()
            for _batch in run.sudo()._background_steps():
                pass
            run.with_user(self.users["gm"]).action_cs_approve()
            self._known_late(month)
        return run.with_env(self.env).sudo()

    def _known_late(self, month):
        """Sales of five people were more: the difference stands in the next month."""
        people = self.env["hr.employee"].union(*self.random.sample(list(self.staff), 5))
        self.env.cr.execute(
            SQL(
                "UPDATE cs_metric_figure SET numerator = numerator + 4000"
                " WHERE employee_id = ANY(%s) AND date_from = %s",
                people.ids,
                month,
            )
        )
        self.env.invalidate_all()
        self.maker._book(self.company, month, people)
        if month == MONTHS[1]:
            self.appeal()

    def money(self, amount):
        return Decimal(str(round(amount, 2)))
