from uuid import uuid4

from psycopg2.errors import SerializationFailure

from odoo.addons.cs_base.tests.committed import CommittedCase
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

TABLES = (
    ("cs_appraisal_rating_remark", "company_id"),
    ("cs_appraisal_rating_group", "company_id"),
    ("cs_appraisal_rater", "company_id"),
    ("cs_appraisal", "company_id"),
    ("cs_appraisal_cycle", "company_id"),
    ("cs_appraisal_template", "company_id"),
)


@tagged("post_install", "-at_install", "cs_appraisal", "cs_appraisal_rating")
class TestAppraisalRatingSimultaneous(CommittedCase):
    """Of two at the same moment one wins; the other starts anew and is refused."""

    def setUp(self):
        super().setUp()
        self.login = f"rater_{uuid4().hex[:8]}"
        self.addCleanup(self._remove)
        with self.registry.cursor() as cr:
            self._make(self._env(cr))

    def _make(self, env):
        company = env["res.company"].create({"name": self.login})
        self.company_id = company.id
        user = new_test_user(
            env,
            login=self.login,
            groups="cs_base.group_agent",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        self.user_id = user.id
        common = {"name": self.login, "company_id": company.id}
        person = env["hr.employee"].create({**common, "user_id": user.id})
        item = Command.create({"name": "Skill", "source": "rating"})
        template = env["cs.appraisal.template"].create(
            {
                **common,
                "date_from": "2024-01-01",
                "weight_self": 100,
                "item_ids": [item],
            }
        )
        self.item_id = template.item_ids.id
        cycle = env["cs.appraisal.cycle"].create({**common, "date_from": "2025-06-01"})
        env.flush_all()
        env.cr.execute(
            "UPDATE cs_appraisal_cycle SET state = 'open' WHERE id = %s", cycle.ids
        )
        cycle.invalidate_recordset()
        appraisal = env["cs.appraisal"]._kept_create(
            [
                {
                    "cycle_id": cycle.id,
                    "company_id": company.id,
                    "employee_id": person.id,
                    "template_id": template.id,
                }
            ]
        )
        self.appraisal_id = appraisal.id
        [row] = env["cs.appraisal.rater"]._assign(appraisal)
        self.rater_id = row.id
        self._form(env).save(row.id, self.item_id, 3)

    def _form(self, env):
        return env["cs.appraisal.rating.form"].with_user(self.user_id)

    def _remove(self):
        with self.registry.cursor() as cr, mute_logger("odoo.models.unlink"):
            cr.execute(
                "DELETE FROM cs_appraisal_rating WHERE rater_id = %s", [self.rater_id]
            )
            for table, column in TABLES:
                cr.execute(
                    f"DELETE FROM {table} WHERE {column} = %s", [self.company_id]
                )
            env = self._env(cr)
            user = env["res.users"].browse(self.user_id)
            company = env["res.company"].browse(self.company_id)
            people = env["hr.employee"].search([("company_id", "=", company.id)])
            partners = user.partner_id | company.partner_id | people.work_contact_id
            people.unlink()
            user.unlink()
            company.unlink()
            partners.unlink()

    def _at_once(self, first, second):
        """``second`` has begun before ``first`` is committed."""
        with self.registry.cursor() as slow:
            env = self._env(slow)
            env["cs.appraisal.rater"].browse(self.rater_id).read(["state"])
            with self.registry.cursor() as fast:
                first(self._env(fast))
            with mute_logger("odoo.sql_db"), self.assertRaises(SerializationFailure):
                second(env)
            slow.rollback()
        with self.registry.cursor() as again, self.assertRaises(UserError):
            second(self._env(again))

    def _submit(self, env):
        self._form(env).submit(self.rater_id)

    def _save(self, env):
        self._form(env).save(self.rater_id, self.item_id, 5)

    def _close(self, env):
        appraisal = env["cs.appraisal"].browse(self.appraisal_id)
        env["cs.appraisal.rater"]._close(appraisal)

    def test_submitted_twice(self):
        self._at_once(self._submit, self._submit)

    def test_changed_while_it_is_submitted(self):
        """Else a 5 without a reason could slip in behind the check."""
        self._at_once(self._submit, self._save)

    def test_submitted_while_ratings_are_closed(self):
        self._at_once(self._close, self._submit)
        with self.registry.cursor() as cr:
            rows = self._env(cr)["cs.appraisal.rating.group"].search(
                [("appraisal_id", "=", self.appraisal_id)]
            )
            self.assertEqual(sum(rows.mapped("count")), 0)
