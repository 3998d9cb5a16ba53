from datetime import datetime, time, timedelta
from uuid import uuid4

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.addons.cs_base.tests.committed import CommittedCase
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL, mute_logger

SWAP = "cs.shift.swap"
CALLERS = 12
DAY = timedelta(days=1)
#: What is deleted by SQL, because the models refuse it, in this order.
BY_SWAP = ("cs_shift_swap_use", "cs_shift_swap_part")
BY_PERSON = (
    "cs_shift_swap",
    "cs_roster_change",
    "cs_duty_slot",
    "cs_attendance_stale",
    "cs_attendance_day",
)


@tagged("post_install", "-at_install", "cs_attendance", "cs_attendance_swap")
class TestShiftSwapSimultaneous(CommittedCase):
    """ATT-11: the limits hold when a manager's twelve decisions arrive at the same
    moment. Real transactions, committed, and cleaned up again.
    """

    def setUp(self):
        super().setUp()
        run = uuid4().hex[:8]
        self.names = [f"{name}_{run}" for name in ("boss", "asker", *"abcd")]
        self.month = fields.Date.today() + relativedelta(months=2, day=1)
        self.addCleanup(self._remove)
        with self.registry.cursor() as cr:
            env = self._env(cr)
            company = env["res.company"].create({"name": f"At once {run}"})
            self.company_id = company.id
            people = [self._person(env, name, company) for name in self.names]
            department = env["hr.department"].create(
                {"name": run, "company_id": company.id, "manager_id": people[0].id}
            )
            for person in people:
                person.department_id = department
            self.people = [person.id for person in people]
            self._plan(env, people[1:])

    def _person(self, env, name, company):
        user = new_test_user(
            env,
            login=name,
            password=name,
            groups="cs_base.group_agent",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        return env["hr.employee"].create(
            {
                "name": name,
                "user_id": user.id,
                "company_id": company.id,
                "date_version": "2024-01-01",
            }
        )

    def _plan(self, env, people):
        """Days for the asker, nights for the others, from the day before the month
        on."""
        env["cs.duty.slot"].create(
            [
                {
                    "employee_id": person.id,
                    "company_id": self.company_id,
                    "date": day,
                    "start": datetime.combine(day, time(9 if number else 1)),
                    "stop": datetime.combine(day, time(15 if number else 9)),
                }
                for number, person in enumerate(people)
                for day in (self.month + offset * DAY for offset in range(-2, 27))
            ]
        )

    def _remove(self):
        with self.registry.cursor() as cr, mute_logger("odoo.models.unlink"):
            env = self._env(cr)(context={"active_test": False})
            users = env["res.users"].search([("login", "in", self.names)])
            people = env["hr.employee"].search([("user_id", "in", users.ids)])
            swaps = env[SWAP].search([("employee_id", "in", people.ids)])
            requests_ = env["cs.decision.request"].search(
                [("res_model", "=", SWAP), ("res_id", "in", swaps.ids)]
            )
            swaps.activity_ids.unlink()
            swaps.message_ids.unlink()
            decisions = requests_.decision_ids.ids
            deleted = [("cs_decision", "id", decisions)]
            deleted.append(("cs_decision_request", "id", requests_.ids))
            deleted += [(table, "swap_id", swaps.ids) for table in BY_SWAP]
            deleted += [(table, "employee_id", people.ids) for table in BY_PERSON]
            for table, column, ids in deleted:
                table, column = SQL.identifier(table), SQL.identifier(column)
                cr.execute(SQL("DELETE FROM %s WHERE %s = ANY(%s)", table, column, ids))
            env.invalidate_all()
            company = env["res.company"].browse(self.company_id)
            departments = env["hr.department"].search([("company_id", "=", company.id)])
            partners = users.partner_id | people.work_contact_id | company.partner_id
            people.unlink()
            departments.unlink()
            users.unlink()
            company.unlink()
            partners.exists().unlink()

    def _accepted(self, *pairs):
        """Swaps that wait for the manager: of (day of the month, colleague)."""
        with self.registry.cursor() as cr:
            env = self._env(cr)
            people = env["hr.employee"].browse(self.people)
            ids = []
            for offset, number in pairs:
                swap = (
                    env[SWAP]
                    .with_user(people[1].user_id)
                    .create(
                        {
                            "colleague_id": people[number].id,
                            "date_given": self.month + offset * DAY,
                            "reason": "School",
                        }
                    )
                )
                swap.action_submit()
                swap.with_user(people[number].user_id).action_accept()
                ids.append(swap.id)
            return ids

    def _approve_at_once(self, ids):
        """Approve all at the same moment; :return: errors, None where it went well."""
        return self._call_at_once(self.names[0], SWAP, "action_approve", ids)

    def _refused(self, errors, pattern):
        for error in filter(None, errors):
            self.assertEqual(error["name"], "odoo.exceptions.UserError", error)
            self.assertRegex(error["message"], pattern)

    def test_three_of_twelve(self):
        """Each colleague could swap three times; the asker could as well, in all."""
        ids = self._accepted(*((2 * n, 2 + n % 4) for n in range(CALLERS)))
        errors = self._approve_at_once(ids)
        self.assertEqual(errors.count(None), 3)
        self._refused(errors, r"3 times in this month already.*\(ATT-11\)")
        with self.registry.cursor() as cr:
            env = self._env(cr)
            swaps = env[SWAP].browse(ids)
            approved = swaps.filtered(lambda one: one.state == "approved")
            self.assertEqual(len(approved), 3)
            own = approved.use_ids.filtered(
                lambda use: use.employee_id.id == self.people[1]
            )
            self.assertEqual(sorted(own.mapped("number")), [1, 2, 3])
            self.assertEqual(len(approved.use_ids), 6)
            changed = env["cs.duty.slot"].search(
                [("employee_id", "in", self.people), ("origin", "=", "swap")]
            )
            self.assertEqual(len(changed), 6)

    def test_one_of_two_in_a_row(self):
        """The last day of a month and the first of the next count in two months, but
        are next to each other."""
        ids = self._accepted((-1, 2), (0, 3))
        errors = self._approve_at_once(ids)
        self.assertEqual(errors.count(None), 1)
        self._refused(errors, r"twice in a row.*\(ATT-11\)")
