from uuid import uuid4

from odoo.addons.cs_base.tests.committed import CommittedCase
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL, mute_logger

ENTRY = "cs.discipline.entry"
BEGIN = "2024-01-01"


@tagged("post_install", "-at_install", "cs_incentive", "cs_discipline")
class TestDisciplineSimultaneous(CommittedCase):
    """Entries of one person that are approved at the same moment count each other
    (INC-29). Real transactions, committed, and cleaned up again.
    """

    def setUp(self):
        super().setUp()
        self.login = f"boss_{uuid4().hex[:8]}"
        with self.registry.cursor() as cr:
            env = self._env(cr)
            company = env["res.company"].create({"name": f"At once {self.login}"})
            env = env(context={"allowed_company_ids": company.ids})
            user = new_test_user(
                env,
                login=self.login,
                password=self.login,
                groups="cs_base.group_supervisor",
                company_id=company.id,
                company_ids=[Command.set(company.ids)],
            )
            boss = self._person(env, company, user_id=user.id)
            person = self._person(env, company, parent_id=boss.id)
            rule = self._in_force(env, company)
            entries = env[ENTRY].create(
                [
                    {
                        "employee_id": person.id,
                        "rule_id": rule.id,
                        "date": "2025-06-10",
                        "description": f"Seen {number}",
                    }
                    for number in range(4)
                ]
            )
            entries.action_submit()
            self.company_id, self.user_id = company.id, user.id
            self.partner_ids = (company.partner_id | user.partner_id).ids
            self.ids = entries.ids
        self.addCleanup(self._remove)

    def _person(self, env, company, **vals):
        vals |= {"name": "at once", "company_id": company.id, "date_version": BEGIN}
        return env["hr.employee"].create(vals)

    def _in_force(self, env, company):
        """A rule whose second time weighs heavier, and the values of its classes."""
        scope = {"name": "At once", "company_id": company.id, "date_from": BEGIN}
        step = {"number": 2, "points_class": "b1"}
        row = {"code": "X", "name": "X", "points_class": "c1"}
        row["step_ids"] = [Command.create(step)]
        book = env["cs.discipline.book"].create(
            scope | {"rule_ids": [Command.create(row)]}
        )
        policy = env["cs.incentive.policy"].create(scope)
        for one in (book, policy):
            one._decision_write({"state": "approved"})
        return book.rule_ids

    def _remove(self):
        """Past the guards: entries and policies stay for ever."""
        tables = (
            "cs_incentive_item",
            "cs_incentive_statement",
            "cs_decision",
            "cs_decision_request",
            "cs_discipline_entry",
            "cs_discipline_book",
            "cs_incentive_policy",
        )
        with self.registry.cursor() as cr, mute_logger("odoo.models.unlink"):
            env = self._env(cr)
            cr.execute("DELETE FROM mail_message WHERE model = %s", [ENTRY])
            cr.execute("DELETE FROM mail_followers WHERE res_model = %s", [ENTRY])
            cr.execute("DELETE FROM mail_activity WHERE res_model = %s", [ENTRY])
            for table in tables:
                query = SQL(
                    "DELETE FROM %s WHERE company_id = %s",
                    SQL.identifier(table),
                    self.company_id,
                )
                cr.execute(query)
            people = env["hr.employee"].search([("company_id", "=", self.company_id)])
            partners = people.work_contact_id
            partners |= env["res.partner"].browse(self.partner_ids)
            people.unlink()
            env["res.users"].browse(self.user_id).unlink()
            env["res.company"].browse(self.company_id).unlink()
            partners.unlink()

    def test_approved_at_once(self):
        """One is the first time, the others the second, third and fourth."""
        errors = self._call_at_once(self.login, ENTRY, "action_approve", self.ids)
        self.assertEqual(errors, [None] * 4)
        with self.registry.cursor() as cr:
            Judge = self._env(cr)["cs.discipline.judge"]
            standing = self._env(cr)[ENTRY].search(
                [*Judge._standing_domain(), ("company_id", "=", self.company_id)],
                order="place",
            )
            found = [(one.repetition, one.points) for one in standing]
        numbers = sorted(number for number, _points in found)
        self.assertEqual([points for _n, points in found], [-1, -3, -3, -3])
        self.assertEqual(len(numbers), 4)
