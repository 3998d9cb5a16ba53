from uuid import uuid4

from odoo.addons.cs_base.tests.committed import CommittedCase
from odoo.fields import Command, Date
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL, mute_logger

CALLERS = 12
MODEL = "cs.training.obligation"
BEGIN, JUNE = "2024-01-01", "2025-06-01"
#: in the order in which they can be emptied
TABLES = (
    "cs_incentive_item",
    "cs_incentive_statement",
    "cs_training_obligation",
    "cs_training_course",
    "cs_incentive_scheme",
    "cs_incentive_policy",
)


@tagged("post_install", "-at_install", "cs_incentive", "cs_incentive_statement")
class TestCourseFeeSimultaneous(CommittedCase):
    """APP-11: a course fee is taken from the last pay once, whoever says so at the same
    moment. Real transactions, committed, and cleaned up again.
    """

    def setUp(self):
        super().setUp()
        self.login = f"fee_{uuid4().hex[:8]}"
        self.addCleanup(self._remove)
        with self.registry.cursor() as cr:
            env = self._env(cr)
            company = env["res.company"].create({"name": self.login})
            self.company_id, self.partner_id = company.id, company.partner_id.id
            env = env(context={"allowed_company_ids": company.ids})
            self.user_id = new_test_user(
                env,
                login=self.login,
                password=self.login,
                groups="cs_base.group_hr_officer",
                company_id=company.id,
                company_ids=[Command.set(company.ids)],
            ).id
            _hr, person = env["hr.employee"].create(
                [
                    {"name": self.login, "company_id": company.id, **more}
                    for more in ({"user_id": self.user_id}, {"date_version": BEGIN})
                ]
            )
            self._rules(env, company)
            self.owed_id = self._owed(env, person).id
            env["cs.incentive.maker"]._book(company, Date.to_date(JUNE))

    def _rules(self, env, company):
        """5 000 a month, of which 20 % at most are taken (INC-28)."""
        scope = {"name": "At once", "company_id": company.id, "date_from": BEGIN}
        line = {"code": "BASE", "name": "Base", "calculator": "fixed", "amount": 5000}
        scheme = scope | {"line_ids": [Command.create(line)]}
        for model, values in (
            ("cs.incentive.policy", scope),
            ("cs.incentive.scheme", scheme),
        ):
            env[model].create(values)._decision_write({"state": "approved"})

    def _owed(self, env, person):
        """A qualification of 800, of somebody who left on the last day of June."""
        course = env["cs.training.course"].create(
            {
                "name": "Level 3",
                "kind": "qualification",
                "fee": 800,
                "company_id": person.company_id.id,
                "session_ids": [
                    Command.create(
                        {
                            "start_at": "2025-05-06 01:00:00",
                            "stop_at": "2025-05-06 04:00:00",
                        }
                    )
                ],
                "participant_ids": [Command.create({"employee_id": person.id})],
            }
        )
        return env[MODEL]._kept_create(
            [
                {
                    "company_id": person.company_id.id,
                    "employee_id": person.id,
                    "name": course.name,
                    "participant_id": course.participant_ids.id,
                    "repay_years": 4,
                    "fee": 800,
                    "amount": 800,
                    "ended_on": "2025-05-06",
                    "until": "2029-05-06",
                    "leaving_on": "2025-06-30",
                }
            ]
        )

    def _remove(self):
        with self.registry.cursor() as cr, mute_logger("odoo.models.unlink"):
            env = self._env(cr)
            for table in TABLES:
                cr.execute(
                    SQL(
                        "DELETE FROM %s WHERE company_id = %s",
                        SQL.identifier(table),
                        self.company_id,
                    )
                )
            people = env["hr.employee"].search([("company_id", "=", self.company_id)])
            user = env["res.users"].browse(self.user_id)
            partners = people.work_contact_id | user.partner_id
            partners |= env["res.partner"].browse(self.partner_id)
            people.unlink()
            user.unlink()
            env["res.company"].browse(self.company_id).unlink()
            partners.unlink()

    def test_taken_once(self):
        """One takes it; the others are told so, without a traceback."""
        ids = [self.owed_id] * CALLERS
        errors = self._call_at_once(self.login, MODEL, "action_take_from_pay", ids)
        self.assertEqual(errors.count(None), 1)
        for error in filter(None, errors):
            self.assertEqual(error["name"], "odoo.exceptions.UserError", error)
            self.assertIn("APP-11", error["message"])
        with self.registry.cursor() as cr:
            env = self._env(cr)
            owed = env[MODEL].browse(self.owed_id)
            self.assertEqual((owed.state, str(owed.pay_month)), ("pay", JUNE))
            mine = [("employee_id", "=", owed.employee_id.id)]
            items = env["cs.incentive.item"].search(
                [*mine, ("code", "=", "COURSE_FEE")]
            )
            self.assertEqual(items.mapped("amount"), [-800])
            statement = env["cs.incentive.statement"].search(mine)
            self.assertEqual(statement.total, 4200)
