from datetime import date

from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .ticket_case import TicketCase

PROBLEM = "cs.problem"
#: Monday 23:59:59 in Shanghai, and the second after
LAST_SECOND, NEXT_DAY = "2025-06-09 15:59:59", "2025-06-09 16:00:00"
MONDAY = date(2025, 6, 9)


class ProblemCase(TicketCase):
    def _problem(self, role="agent", **vals):
        Problem = self.env[PROBLEM].with_user(self.users[role])
        return Problem.with_company(self.company).create(
            {"question": "Does the filter fit the old model?\nShe has a P3.", **vals}
        )

    def _answered(self, text="Yes, with the adapter ring."):
        one = self._problem()
        self._as("fitter", one)._answer(text)
        return one


@tagged("cs_helpdesk", "cs_helpdesk_problem")
@freeze_time("2025-06-09 02:00:00")
class TestProblem(ProblemCase):
    """HD-10: what nobody could answer is logged, answered and noted."""

    def test_hd10_logged_on_the_same_day(self):
        one = self._problem()
        self.assertEqual(one.asked_on, MONDAY)
        self.assertFalse(one.is_late)
        self.assertFalse(one.explanation)
        self.assertEqual(one.user_id, self.users["agent"])
        self.assertEqual(one.department_id, self.people["agent"].department_id)

    def test_hd10_the_day_ends_where_the_company_works(self):
        with freeze_time(LAST_SECOND):
            self.assertFalse(self._problem(asked_on=MONDAY).is_late)
        with freeze_time(NEXT_DAY):
            late = self._problem(asked_on=MONDAY)
            self.assertTrue(late.is_late)
            self.assertIn("HD-10: asked on 2025-06-09", late.explanation)
            self.assertIn("logged on 2025-06-10", late.explanation)

    def test_hd10_not_before_it_is_asked(self):
        with self.assertRaisesRegex(UserError, "2025-06-10"):
            self._problem(asked_on=date(2025, 6, 10))
        one = self._problem()
        with self.assertRaisesRegex(UserError, "2025-06-10"):
            one.asked_on = date(2025, 6, 10)

    def test_correcting_the_day_judges_anew(self):
        one = self._problem()
        one.asked_on = date(2025, 6, 8)
        self.assertTrue(one.is_late)
        one.asked_on = MONDAY
        self.assertFalse(one.is_late)

    def test_hd10_problem_orders_keep_their_order(self):
        one = self._problem(
            kind="order",
            order_no="DD-20250601-0386",
            purchase_date=date(2025, 6, 1),
            waybill="SF1234567890",
            wanted="A new one, or her money back",
        )
        self.assertEqual(one.order_no, "DD-20250601-0386")
        self.assertEqual(one.waybill, "SF1234567890")

    def test_nothing_asked(self):
        for text in ("", "  \n", False):
            with self.assertRaisesRegex(UserError, "HD-10"):
                self._problem(question=text)
        with self.assertRaisesRegex(UserError, "5000"):
            self._problem(question="x" * 5001)
        self.assertTrue(self._problem(question="x" * 5000))

    def test_the_head_and_the_author_are_told(self):
        def told(role, subject):
            partner = self.users[role].partner_id
            return self.env["mail.message"].search_count(
                [
                    ("model", "=", PROBLEM),
                    ("notified_partner_ids", "=", partner.id),
                    ("subject", "like", subject),
                ]
            )

        one = self._problem()
        self.assertEqual(told("leader", "Nobody could answer: Does the filter"), 1)
        self._as("fitter", one)._answer("Yes")
        self.assertEqual(told("agent", "Answered: Does the filter"), 1)

    def test_hd10_answered_by_whoever_knows(self):
        one = self._answered()
        self.assertEqual(one.state, "answered")
        self.assertEqual(one.answered_by_id, self.users["fitter"])
        self._as("leader", one)._answer("Only since 2021.")
        self.assertEqual(one.answered_by_id, self.users["leader"])
        for text in ("", " \0", "x" * 5001, None):
            with self.assertRaises(UserError):
                self._as("fitter", one)._answer(text)
        self.assertEqual(one.answer, "Only since 2021.")

    def test_hd10_becomes_a_note_once(self):
        one = self._answered()
        with self.assertRaises(AccessError):
            one.action_make_note()
        action = self._as("leader", one).action_make_note()
        page = self.env["document.page"].browse(action["res_id"])
        self.assertEqual(page.name, "Does the filter fit the old model?")
        self.assertIn("Yes, with the adapter ring.", page.content)
        self.assertEqual(page.company_id, self.company)
        self.assertEqual(one.state, "noted")
        with self.assertRaisesRegex(UserError, "once"):
            self._as("leader", one).action_make_note()
        with self.assertRaisesRegex(UserError, "note"):
            self._as("fitter", one)._answer("No")
        self.assertTrue(page.with_user(self.users["fitter"]).content)

    def test_no_note_without_an_answer(self):
        with self.assertRaises(UserError):
            self._as("leader", self._problem()).action_make_note()

    def test_the_note_has_nothing_of_the_customer(self):
        ticket = self._ticket()
        one = self._problem(
            kind="order", ticket_id=ticket.id, order_no="DD-1", customer="Ms Wang"
        )
        self._as("leader", one)._answer("Exchange it.")
        self._as("leader", one).action_make_note()
        page = self.env["document.page"].browse(one.sudo().page_id.id)
        for text in ("Wang", "DD-1", ticket.number):
            self.assertNotIn(text, page.content)

    def test_copies_of_notes_collect_nothing(self):
        one = self._answered()
        self._as("leader", one).action_make_note()
        category = one.sudo().page_id.parent_id
        self.assertTrue(category.cs_is_problem_category)
        self.assertFalse(category.copy().cs_is_problem_category)
        copied = one.sudo().page_id.copy()
        self.assertIn("Does the filter fit", copied.name)
        self.assertIn("adapter ring", copied.content)

    def test_what_came_from_outside_stays_text(self):
        one = self._answered("<script>alert(1)</script>")
        self._as("leader", one).action_make_note()
        content = one.sudo().page_id.content
        self.assertIn("&lt;script&gt;", content)
        self.assertNotIn("<script", content)

    def test_notes_run_no_scripts(self):
        page = self._as("leader", self.env["document.page"]).create(
            {
                "name": "How to",
                "type": "content",
                "content": "<p>Fine</p><img src=x onerror='alert(1)'>"
                "<script>alert(1)</script>",
            }
        )
        page.invalidate_recordset()
        for content in (page.content, page.history_head.content):
            self.assertIn("Fine", content)
            self.assertNotIn("onerror", content)
            self.assertNotIn("<script", content)


@tagged("post_install", "-at_install", "cs_helpdesk", "cs_helpdesk_problem")
class TestProblemRpc(RpcMixin, ProblemCase):
    """HD-10 over RPC, as the roles."""

    def _log(self, role, **vals):
        context = {"allowed_company_ids": self.company.ids}
        [problem] = self._rpc(
            role,
            PROBLEM,
            "create",
            [{"question": "Does it fit?", **vals}],
            context=context,
        )
        return problem

    def test_stamps_are_not_entered(self):
        for vals in (
            {"state": "answered"},
            {"answer": "x"},
            {"user_id": self.users["leader"].id},
            {"logged_at": "2020-01-01 00:00:00"},
            {"is_late": False},
            {"department_id": self.workshop.id},
            {"page_id": 1},
        ):
            with self.subTest(vals=vals):
                self._refused("agent", PROBLEM, "create", [{"question": "x", **vals}])
        problem = self._log("agent")
        for vals in ({"state": "noted"}, {"answer": "x"}, {"answered_at": False}):
            with self.subTest(vals=vals):
                self._refused("agent", PROBLEM, "write", [problem], vals)
        self._refused("agent", PROBLEM, "unlink", [problem])
        self._refused("agent", PROBLEM, "copy", [problem])

    def test_only_the_author_corrects_until_answered(self):
        problem = self._log("agent")
        vals = {"question": "Does it fit the P3?"}
        for role in ("agent2", "fitter", "leader", "supervisor", "gm"):
            with self.subTest(role=role):
                self._refused(role, PROBLEM, "write", [problem], vals)
        self._rpc("agent", PROBLEM, "write", [problem], vals)
        [dialog] = self._rpc(
            "fitter",
            "cs.problem.answer",
            "create",
            [{"problem_id": problem, "text": "Yes"}],
        )
        self._rpc("fitter", "cs.problem.answer", "action_confirm", [dialog])
        self._refused("agent", PROBLEM, "write", [problem], vals)
        self._refused("agent", PROBLEM, "action_make_note", [problem])
        self._rpc("leader", PROBLEM, "action_make_note", [problem])

    def test_who_reads(self):
        question = self._log("agent")
        order = self._log("agent", kind="order", order_no="DD-1")
        readers = {
            "agent": {question, order},
            "agent2": {question, order},
            "leader": {question, order},
            "supervisor": {question, order},
            "gm": {question, order},
            "fitter": {question},
        }
        for role, expected in readers.items():
            with self.subTest(role=role):
                found = self._rpc(
                    role, PROBLEM, "search", [("id", "in", [question, order])]
                )
                self.assertEqual(set(found), expected)
        self._refused("fitter", PROBLEM, "action_open_note", [order])
        dialog = {"problem_id": order, "text": "I know"}
        spec = {"question": {}}
        asked = ([], {"problem_id": order}, [], spec)
        self._refused("fitter", "cs.problem.answer", "onchange", *asked)
        [made] = self._rpc("fitter", "cs.problem.answer", "create", [dialog])
        self._refused("fitter", "cs.problem.answer", "read", [made], ["question"])
        self._refused("fitter", "cs.problem.answer", "action_confirm", [made])

    def test_a_ticket_of_others(self):
        ticket = self._ticket(team_id=False, user_id=self.users["agent2"].id)
        self._refused(
            "fitter", PROBLEM, "create", [{"question": "x", "ticket_id": ticket.id}]
        )
