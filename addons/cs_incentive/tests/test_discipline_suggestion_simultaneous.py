from uuid import uuid4

from odoo.addons.cs_base.tests.committed import CommittedCase
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL, mute_logger

CALLERS = 6
SUGGESTION, ENTRY = "cs.discipline.suggestion", "cs.discipline.entry"
#: in the order in which they can be emptied
TABLES = (
    "cs_discipline_suggestion",
    "cs_decision_request",
    "cs_discipline_entry",
    "cs_meal_break",
    "cs_discipline_rule",
    "cs_discipline_book",
)


@tagged("post_install", "-at_install", "cs_incentive", "cs_discipline")
class TestSuggestionSimultaneous(CommittedCase):
    """INC-21: whoever confirms at the same moment, a fact makes one entry.

    Real transactions, committed, and cleaned up again.
    """

    def setUp(self):
        super().setUp()
        self.login = f"suggest_{uuid4().hex[:8]}"
        self.addCleanup(self._remove)
        with self.registry.cursor() as cr:
            env = self._env(cr)
            self.company_id = env["res.company"].create({"name": self.login}).id
            self.user_ids, self.person_ids = [], []
            _hr = self.person(env, self.login, "cs_base.group_hr_officer")
            boss = self.person(env, f"{self.login}_b", "cs_base.group_supervisor")
            agent = self.person(env, f"{self.login}_a", "cs_base.group_agent")
            agent.parent_id = boss
            self.suggestion_id = self.suggestion(env, agent).id

    def person(self, env, login, groups):
        user = new_test_user(
            env,
            login=login,
            password=login,
            groups=groups,
            company_id=self.company_id,
            company_ids=[(6, 0, [self.company_id])],
        )
        person = env["hr.employee"].create(
            {
                "name": login,
                "user_id": user.id,
                "company_id": self.company_id,
                "date_version": "2024-01-01",
            }
        )
        self.user_ids.append(user.id)
        self.person_ids.append(person.id)
        return person

    def suggestion(self, env, agent):
        """A meal of 36 minutes today, and a book in force that names it."""
        today = env["res.company"].browse(self.company_id)._cs_today()
        rule = {"code": "MEAL", "name": "Meal", "suggested_by": "meal"}
        book = env["cs.discipline.book"].create(
            {
                "name": "Rules",
                "kind": "service",
                "company_id": self.company_id,
                "date_from": today,
                "rule_ids": [(0, 0, rule)],
            }
        )
        book._decision_write({"state": "approved"})
        env["cs.meal.break"]._kept_create(
            [
                {
                    "employee_id": agent.id,
                    "company_id": self.company_id,
                    "date": today,
                    "away_at": f"{today} 04:00:00",
                    "back_at": f"{today} 04:36:00",
                    "limit_minutes": 35,
                    "seconds": 36 * 60,
                    "is_over": True,
                }
            ]
        )
        company = book.company_id
        env["cs.discipline.finder"]._find(company, today, today)
        found = env[SUGGESTION].search([("company_id", "=", self.company_id)])
        self.assertEqual(len(found), 1)
        return found

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
            env["hr.employee"].browse(self.person_ids).unlink()
            env["res.users"].browse(self.user_ids).unlink()
            env["res.company"].browse(self.company_id).unlink()

    def test_at_one_moment(self):
        ids = [self.suggestion_id] * CALLERS
        errors = self._call_at_once(self.login, SUGGESTION, "action_confirm", ids)
        for error in errors:
            if error:
                self.assertEqual(error["name"], "odoo.exceptions.UserError", error)
        self.assertEqual(errors.count(None), 1)
        with self.registry.cursor() as cr:
            env = self._env(cr)
            found = env[SUGGESTION].browse(self.suggestion_id)
            entries = env[ENTRY].search([("company_id", "=", self.company_id)])
            self.assertEqual(found.state, "confirmed")
            self.assertEqual(found.entry_id, entries)
            self.assertEqual(entries.state, "submitted")
