from threading import Barrier, Thread
from uuid import uuid4

import requests

from odoo import SUPERUSER_ID, api
from odoo.addons.cs_base.tests.committed import CommittedCase
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL, mute_logger

POLICY, BAND = "test.cs.policy", "test.cs.policy.band"
CALLERS = 12


@tagged("post_install", "-at_install", "cs_base", "cs_base_policy")
class TestPolicySimultaneous(CommittedCase):
    """Many approvals at the same moment, each in a real transaction.

    The test's own cursor would serve one after the other, so everything here is
    committed, called over HTTP, and deleted again by SQL (the models refuse it).
    """

    def setUp(self):
        super().setUp()
        suffix = uuid4().hex[:8]
        self.hr, self.gm = f"hr_{suffix}", f"gm_{suffix}"
        with self.registry.cursor() as cr:
            env = self._env(cr)
            company = env["res.company"].create({"name": f"At once {suffix}"})
            self.company_id = company.id
            self.addCleanup(self._remove)
            for login, group in ((self.hr, "hr_officer"), (self.gm, "general_manager")):
                user = new_test_user(
                    env,
                    login=login,
                    password=login,
                    groups=f"cs_base.group_{group}",
                    company_id=company.id,
                    company_ids=[(6, 0, company.ids)],
                )
                person = env["hr.employee"].create(
                    {"name": login, "user_id": user.id, "company_id": company.id}
                )
            company.cs_general_manager_id = person

    def _remove(self):
        with self.registry.cursor() as cr, mute_logger("odoo.models.unlink"):
            env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
            company = env["res.company"].browse(self.company_id)
            mine = [("company_id", "=", company.id)]
            requests_ = env["cs.decision.request"].search(mine)
            policies = env[POLICY].search(mine)
            policies.activity_ids.unlink()
            policies.message_ids.unlink()
            for table, ids in (
                ("cs_decision", requests_.decision_ids.ids),
                ("cs_decision_request", requests_.ids),
                ("test_cs_policy", policies.ids),
            ):
                env.cr.execute(
                    SQL("DELETE FROM %s WHERE id = ANY(%s)", SQL.identifier(table), ids)
                )
            env.invalidate_all()
            company.cs_general_manager_id = False
            employees = env["hr.employee"].search(mine)
            users = employees.user_id
            partners = users.partner_id | employees.work_contact_id | company.partner_id
            employees.unlink()
            users.unlink()
            company.unlink()
            partners.unlink()

    def _proposed(self, *days, approve=()):
        """Committed proposals; those of ``approve`` are approved one by one."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            hr, gm = (
                env["res.users"].search([("login", "=", login)])
                for login in (self.hr, self.gm)
            )
            ids = []
            for day in days:
                vals = {"name": "x", "company_id": self.company_id, "date_from": day}
                policy = env[POLICY].with_user(hr).create(vals)
                policy.action_submit()
                if day in approve:
                    policy.with_user(gm).action_approve()
                ids.append(policy.id)
        return ids

    def _at_once(self, calls):
        """Errors of (login, model, method, *args) called at the same moment."""
        sessions = {login: self._session(login) for login, *_call in calls}
        barrier, errors = Barrier(len(calls)), ["not run"] * len(calls)

        def run(index, login, model, method, *args):
            params = {"model": model, "method": method, "args": args, "kwargs": {}}
            barrier.wait(30)
            answer = requests.post(
                f"{self.base_url()}/web/dataset/call_kw/{model}/{method}",
                cookies=sessions[login].cookies,
                json={"params": params},
                timeout=120,
            )
            errors[index] = answer.json().get("error", {}).get("data")

        threads = [Thread(target=run, args=(i, *call)) for i, call in enumerate(calls)]
        with mute_logger("odoo.http", "odoo.sql_db", "odoo.service.model"):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        for error in filter(None, errors):
            self.assertIn(
                error["name"],
                ("odoo.exceptions.UserError", "odoo.exceptions.ValidationError"),
                error,
            )
        return errors

    def _approval(self, policy_id):
        return self.gm, POLICY, "action_approve", [policy_id]

    def _session(self, login):
        session = requests.Session()
        session.cookies.update(self.opener.cookies)
        answer = session.post(
            f"{self.base_url()}/web/session/authenticate",
            json={"params": {"db": self.cr.dbname, "login": login, "password": login}},
            timeout=30,
        )
        self.assertTrue(answer.json()["result"]["uid"])
        return session

    def _in_force(self):
        """(first, last day) of the company's approved policies, in order."""
        with self.registry.cursor() as cr:
            cr.execute(
                "SELECT date_from::text, date_to::text FROM test_cs_policy"
                " WHERE company_id = %s AND state IN ('approved', 'superseded')"
                " ORDER BY date_from",
                [self.company_id],
            )
            return cr.fetchall()

    def _part(self):
        """A committed part of the setup assistant that makes a policy."""
        with self.registry.cursor() as cr:
            part = self._env(cr)["cs.setup.part"].create(
                {
                    "code": uuid4().hex,
                    "name": "Rules",
                    "area": "Test",
                    "description": "Rules",
                    "check_text": "Rules",
                    "res_model": "test.cs.setup",
                }
            )
            self.addCleanup(self._remove_part, part.id)
            return part.id

    def _remove_part(self, part_id):
        with self.registry.cursor() as cr:
            self._env(cr)["cs.setup.part"].browse(part_id).unlink()

    def test_the_setup_makes_one_draft(self):
        """ALL-04: whoever presses at the same moment gets the same."""
        part = self._part()
        call = (self.hr, "cs.setup", "make", "ecommerce", False, "2030-01-01", [part])
        errors = self._at_once([call] * CALLERS)
        self.assertEqual(set(errors), {None})
        with self.registry.cursor() as cr:
            cr.execute(
                "SELECT grace, state FROM test_cs_policy WHERE company_id = %s",
                [self.company_id],
            )
            self.assertEqual(cr.fetchall(), [(7, "draft")])
            cr.execute("SELECT count(*) FROM cs_setup_item WHERE part_id = %s", [part])
            self.assertEqual(cr.fetchone(), (1,))

    def test_one_of_many_for_the_same_first_day(self):
        ids = self._proposed(*["2030-01-01"] * CALLERS)
        errors = self._at_once([self._approval(id_) for id_ in ids])
        self.assertEqual(len([error for error in errors if not error]), 1)
        for error in filter(None, errors):
            self.assertRegex(error["message"], "same scope|since x was proposed")
        self.assertEqual(self._in_force(), [("2030-01-01", None)])

    def test_different_days_leave_no_gap_and_no_overlap(self):
        days = [f"2030-{month:02d}-01" for month in range(1, 5)]
        ids = self._proposed(*days)
        errors = self._at_once([self._approval(id_) for id_ in ids])
        self.assertIn(None, errors)
        self._assert_chain(self._in_force())

    def _assert_chain(self, days):
        self.assertIsNone(days[-1][1])
        with self.registry.cursor() as cr:
            for (_first, last), (following, _last) in zip(days, days[1:], strict=False):
                cr.execute("SELECT %s::date + 1 = %s::date", [last, following])
                self.assertEqual(cr.fetchone(), (True,), days)

    def test_approving_before_one_that_is_being_taken_back(self):
        days = ["2030-06-01", "2030-01-01"]
        later, sooner = self._proposed(*days, approve=days[:1])
        self._at_once([(self.hr, POLICY, "action_take_back", [later])])
        errors = self._at_once([self._approval(later), self._approval(sooner)])
        self.assertEqual(errors, [None, None])
        self.assertEqual(self._in_force(), [("2030-01-01", None)])

    def test_a_table_is_not_changed_while_it_is_proposed(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            hr = env["res.users"].search([("login", "=", self.hr)])
            vals = {"name": "x", "company_id": self.company_id}
            policy = env[POLICY].with_user(hr).create(vals)
            policy_id = policy.id
        rows = [{"name": str(n), "policy_id": policy_id} for n in range(3)]
        calls = [(self.hr, BAND, "create", [row]) for row in rows]
        self._at_once([(self.hr, POLICY, "action_submit", [policy_id]), *calls])
        with self.registry.cursor() as cr:
            policy = api.Environment(cr, SUPERUSER_ID, {})[POLICY].browse(policy_id)
            shown = [c for c in policy.changes if c["field"] == "band_ids"]
            self.assertEqual(policy.state, "proposed")
            self.assertEqual(len(shown), len(policy.band_ids))
