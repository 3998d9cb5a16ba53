from functools import partial
from threading import Barrier, Thread
from uuid import uuid4

from odoo.addons.cs_base.tests.committed import CommittedCase
from odoo.fields import Command, Date
from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

BEGIN, JUNE, OCTOBER = "2024-01-01", "2025-06-01", "2025-10-01"
CALLERS = 12
TABLES = (
    "cs_incentive_item",
    "cs_incentive_statement",
    "cs_appraisal_result",
    "cs_appraisal",
    "cs_appraisal_cycle",
    "cs_discipline_entry",
    "cs_discipline_book",
    "cs_incentive_scheme",
    "cs_incentive_policy",
    "cs_appraisal_policy",
)


@tagged("post_install", "-at_install", "cs_incentive", "cs_incentive_withheld")
class TestWithheldSimultaneous(CommittedCase):
    """INC-09: what was withheld in June is released once, whoever computes October and
    November at the same moment. Real transactions, committed, and cleaned up again.
    """

    def setUp(self):
        super().setUp()
        self.addCleanup(self._remove)
        with self.registry.cursor() as cr:
            env = self._env(cr)
            company = env["res.company"].create({"name": uuid4().hex})
            self.company_id, self.partner_id = company.id, company.partner_id.id
            env = env(context={"allowed_company_ids": company.ids})
            person = env["hr.employee"].create(
                {"name": "at once", "company_id": company.id, "date_version": BEGIN}
            )
            self._rules(env, company, person)
            self._book(JUNE, env)
            item = env["cs.incentive.item"].search(
                [("employee_id", "=", person.id), ("code", "=", "PAY_WITHHELD")]
            )
            self.assertEqual(item.amount, -270)
            self.person_id = person.id

    def _rules(self, env, company, person):
        scope = {"name": "At once", "company_id": company.id, "date_from": BEGIN}
        line = {"code": "PAY", "name": "Pay", "calculator": "merit", "amount": 3000}
        line |= {"rate": 30, "withheld": 30}
        rule = {"code": "WARN", "name": "Warn", "kind": "warning"}
        rows = {
            "cs.incentive.policy": {},
            "cs.appraisal.policy": {},
            "cs.incentive.scheme": {"line_ids": [Command.create(line)]},
            "cs.discipline.book": {"rule_ids": [Command.create(rule)]},
        }
        made = {model: env[model].create(scope | own) for model, own in rows.items()}
        for one in made.values():
            one._decision_write({"state": "approved"})
        env["cs.discipline.entry"].create(
            {
                "employee_id": person.id,
                "rule_id": made["cs.discipline.book"].rule_ids.id,
                "date": "2025-06-10",
                "description": "Seen",
            }
        )._decision_write({"state": "approved", "kind": "warning"})
        self._graded(env, person, made["cs.appraisal.policy"].grade_ids[:1])

    def _graded(self, env, person, grade):
        env.flush_all()
        values = [self.company_id, person.id, grade.id]
        env.cr.execute(
            """
            WITH cycle AS (
                INSERT INTO cs_appraisal_cycle
                       (name, company_id, kind, date_from, date_to, opens_on, due_on,
                        state, release_state, released_at)
                VALUES ('Given', %s, 'month', '2025-06-01', '2025-06-30',
                        '2025-07-05', '2025-07-10', 'released', 'approved',
                        '2025-07-10')
                RETURNING id, company_id
            ), own AS (
                INSERT INTO cs_appraisal (cycle_id, company_id, employee_id, state)
                SELECT id, company_id, %s, 'released' FROM cycle
                RETURNING id, cycle_id, company_id, employee_id
            )
            INSERT INTO cs_appraisal_result
                   (appraisal_id, cycle_id, company_id, employee_id, month, grade_id)
            SELECT id, cycle_id, company_id, employee_id, '2025-06-01', %s FROM own
            """,
            values,
        )

    def _book(self, month, env):
        company = env["res.company"].browse(self.company_id)
        env["cs.incentive.maker"]._book(company, Date.to_date(month))

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
            partners = people.work_contact_id
            partners |= env["res.partner"].browse(self.partner_id)
            people.unlink()
            env["res.company"].browse(self.company_id).unlink()
            partners.unlink()

    def test_released_once(self):
        """Half of the callers compute October, the others November."""
        barrier, errors = Barrier(CALLERS), []

        def run(month):
            try:
                with self.registry.cursor() as cr:
                    env = self._env(cr)
                    env["hr.employee"].browse(self.person_id).fetch(["name"])
                    barrier.wait(30)
                    retrying(partial(self._book, month, env), env)
            except Exception as error:
                errors.append(error)

        months = (OCTOBER, "2025-11-01") * (CALLERS // 2)
        threads = [Thread(target=run, args=(month,)) for month in months]
        with mute_logger("odoo.service.model", "odoo.sql_db"):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        self.assertFalse([error for error in errors if "serialize" not in str(error)])
        with self.registry.cursor() as cr:
            items = self._env(cr)["cs.incentive.item"].search(
                [("employee_id", "=", self.person_id), ("code", "=", "PAY_RELEASED")]
            )
            self.assertEqual(items.mapped("amount"), [270])
