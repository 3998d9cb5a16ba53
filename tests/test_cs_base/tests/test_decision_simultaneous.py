from threading import Barrier, Thread
from uuid import uuid4

import requests

from odoo import SUPERUSER_ID, api
from odoo.addons.cs_base.tests.committed import CommittedCase
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL, mute_logger

DOCUMENT = "test.cs.document"
CALLERS = 12
#: The constraint speaks as ValidationError to who comes too late to see the row.
REFUSALS = {"odoo.exceptions.UserError", "odoo.exceptions.ValidationError"}


class SimultaneousCase(CommittedCase):
    """Twelve callers at the same moment, each with a real transaction.

    The test's own cursor would serve one after the other, so everything here is
    committed, called over HTTP, and deleted again by SQL (the models refuse it).
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        run = uuid4().hex[:8]
        cls.names = [f"{name}_{run}" for name in ("maker", "boss", "deputy", "next")]
        cls.addClassCleanup(cls._remove)
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
            people = {name: cls._person(env, name) for name in cls.names}
            maker, boss, deputy, _next = people.values()
            maker.parent_id = boss
            env["cs.deputy"].create(
                {
                    "principal_id": boss.id,
                    "deputy_id": deputy.id,
                    "date_from": "2000-01-01",
                    "date_to": "2999-12-31",
                }
            )

    @classmethod
    def _person(cls, env, name):
        user = new_test_user(
            env, login=name, password=name, groups="cs_base.group_agent"
        )
        return env["hr.employee"].create({"name": name, "user_id": user.id})

    @classmethod
    def _remove(cls):
        with cls.registry.cursor() as cr, mute_logger("odoo.models.unlink"):
            env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
            users = env["res.users"].search([("login", "in", cls.names)])
            employees = env["hr.employee"].search([("user_id", "in", users.ids)])
            deputies = env["cs.deputy"].search([("principal_id", "in", employees.ids)])
            requests_ = env["cs.decision.request"].search(
                [("maker_id", "in", employees.ids)]
            )
            documents = env[DOCUMENT].search([("employee_id", "in", employees.ids)])
            env["mail.activity"].search(
                [("res_model", "=", DOCUMENT), ("res_id", "in", documents.ids)]
            ).unlink()
            documents.message_ids.unlink()
            undone = requests_.decision_ids.undo_ids
            for table, ids in (
                ("cs_undo", undone.ids),
                ("cs_decision", requests_.decision_ids.ids),
                ("cs_decision_request", requests_.ids),
                ("test_cs_document", documents.ids),
                ("cs_deputy", deputies.ids),
            ):
                env.cr.execute(
                    SQL("DELETE FROM %s WHERE id = ANY(%s)", SQL.identifier(table), ids)
                )
            env.invalidate_all()
            partners = users.partner_id
            employees.unlink()
            users.unlink()
            partners.unlink()

    def setUp(self):
        super().setUp()
        maker, *_others = self.names
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            user = env["res.users"].search([("login", "=", maker)])
            document = (
                env[DOCUMENT]
                .with_user(user)
                .create(
                    {"name": "Leave", "employee_id": user.employee_id.id, "measure": 1}
                )
            )
            self.document_id = document.id

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

    def _at_once(self, calls):
        """Run (login, method, *args) calls on the document at the same moment.

        :return: list of errors, one per call; None where it went well
        """
        sessions = {login: self._session(login) for login, *_call in calls}
        barrier = Barrier(len(calls))
        errors = [Exception("not run")] * len(calls)

        def run(index, login, method, *args):
            barrier.wait(30)
            answer = requests.post(
                f"{self.base_url()}/web/dataset/call_kw/{DOCUMENT}/{method}",
                cookies=sessions[login].cookies,
                json={
                    "params": {
                        "model": DOCUMENT,
                        "method": method,
                        "args": [[self.document_id], *args],
                        "kwargs": {},
                    }
                },
                timeout=60,
            )
            errors[index] = answer.json().get("error", {}).get("data")

        threads = [Thread(target=run, args=(i, *call)) for i, call in enumerate(calls)]
        with mute_logger("odoo.http", "odoo.sql_db", "odoo.service.model"):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        return errors

    def _one_won(self, errors, pattern):
        losers = [error for error in errors if error]
        self.assertEqual(len(losers), CALLERS - 1)
        for error in losers:
            self.assertIn(error["name"], REFUSALS)
            self.assertRegex(error["message"], pattern)


@tagged("post_install", "-at_install", "cs_base", "cs_base_decision")
class TestSimultaneous(SimultaneousCase):
    def test_submitted_once(self):
        maker = self.names[0]
        errors = self._at_once([(maker, "action_submit")] * CALLERS)
        self._one_won(errors, "has been submitted already")
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            document = env[DOCUMENT].browse(self.document_id)
            self.assertEqual(document.state, "submitted")
            self.assertEqual(len(document.decision_request_ids), 1)
            self.assertEqual(len(document.activity_ids), 2)

    def test_decided_once(self):
        """Six of the boss and six of the deputy, approving and refusing."""
        maker, boss, deputy, _next = self.names
        self._at_once([(maker, "action_submit")])
        errors = self._at_once(
            [
                (login, method, "because")
                for login in (boss, deputy)
                for method in ("action_approve", "action_refuse")
            ]
            * (CALLERS // 4)
        )
        self._one_won(errors, "Already decided by (boss|deputy)")
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            document = env[DOCUMENT].browse(self.document_id)
            decision = document.decision_ids
            self.assertEqual(len(decision), 1)
            approved = decision.outcome == "approve"
            self.assertEqual(document.state, "approved" if approved else "refused")
            self.assertEqual(document.effects, int(approved))
            self.assertFalse(document.activity_ids)
            told = env["mail.message"].search_count(
                [
                    ("model", "=", DOCUMENT),
                    ("res_id", "=", document.id),
                    ("partner_ids.user_ids.login", "=", maker),
                ]
            )
            self.assertEqual(told, 1)

    def test_approved_or_withdrawn(self):
        maker, boss, *_others = self.names
        self._at_once([(maker, "action_submit")])
        errors = self._at_once(
            [(maker, "action_withdraw"), (boss, "action_approve")] * (CALLERS // 2)
        )
        self.assertEqual(len([error for error in errors if not error]), 1)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            document = env[DOCUMENT].browse(self.document_id)
            request = document.decision_request_ids
            self.assertIn(
                (document.state, request.state, len(document.decision_ids)),
                {("draft", "withdrawn", 0), ("approved", "approved", 1)},
            )


@tagged("post_install", "-at_install", "cs_base", "cs_base_decision", "cs_base_undo")
class TestUndoSimultaneous(SimultaneousCase):
    def _result(self):
        """(state, state of the submission, its step, effects, takings back)"""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            document = env[DOCUMENT].browse(self.document_id)
            request = document.decision_request_ids
            undone = request.decision_ids.undo_ids
            return (
                document.state,
                request.state,
                request.step,
                document.effects,
                len(undone),
            )

    def test_taken_back_once(self):
        maker, boss, *_others = self.names
        self._at_once([(maker, "action_submit")])
        self._at_once([(boss, "action_approve")])
        errors = self._at_once([(boss, "action_undo_decision")] * CALLERS)
        self._one_won(errors, "taken back already|no decision to take back")
        self.assertEqual(self._result(), ("submitted", "pending", 1, 0, 1))

    def test_taken_back_or_decided_by_the_next(self):
        """Whichever is first counts; the other one hears of it."""
        maker, boss, _deputy, following = self.names
        self._at_once([(maker, "action_submit")])
        self._add_step(following)
        self._at_once([(boss, "action_approve")])
        self.assertEqual(self._result(), ("submitted", "pending", 2, 0, 0))
        errors = self._at_once(
            [(boss, "action_undo_decision"), (following, "action_approve")]
            * (CALLERS // 2)
        )
        self.assertEqual(len([error for error in errors if not error]), 1)
        for error in filter(None, errors):
            self.assertTrue(error["name"].startswith("odoo.exceptions."), error["name"])
        self.assertIn(
            self._result(),
            {("submitted", "pending", 1, 0, 1), ("approved", "approved", 2, 1, 0)},
        )

    def _add_step(self, login):
        """Let somebody else decide after the one who is asked now."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            document = env[DOCUMENT].browse(self.document_id)
            request = document.decision_request_ids
            user = env["res.users"].search([("login", "=", login)])
            step = {
                "step": 2,
                "decider": "employee",
                "employee_id": user.employee_id.id,
            }
            request._change({"steps": [*request.steps, step]})
