from uuid import uuid4

from odoo import Command, api
from odoo.addons.cs_base.tests.committed import CommittedCase
from odoo.exceptions import LockError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_handover import CLEAR


@tagged("post_install", "-at_install", "cs_attendance", "cs_handover")
class TestHandoverSimultaneous(CommittedCase):
    """Two clicks at the same moment are one signature (ATT-14).

    Real transactions, committed, and cleaned up again.
    """

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = self._env(cr)
            company = env["res.company"].create({"name": f"Twice {uuid4().hex[:8]}"})
            people = [self._person(env, company, name) for name in ("out", "in")]
            handover = env["cs.handover"].create(
                {
                    "company_id": company.id,
                    "outgoing_id": people[0].id,
                    "relief_id": people[1].id,
                    "date": "2025-06-09",
                    **CLEAR,
                }
            )
            self.number = handover.id
            self.users = [person.user_id.id for person in people]
            self.made = [*people, *(person.user_id for person in people), company]
            self.made = [(one._name, one.ids) for one in self.made]
        self.addCleanup(self._remove)

    def _person(self, env, company, name):
        login = f"{name} {uuid4().hex[:8]}"
        user = env["res.users"].create(
            {
                "name": login,
                "login": login,
                "company_id": company.id,
                "company_ids": company.ids,
                "group_ids": [Command.link(env.ref("cs_base.group_agent").id)],
            }
        )
        return env["hr.employee"].create(
            {"name": login, "user_id": user.id, "company_id": company.id}
        )

    def _remove(self):
        with self.registry.cursor() as cr, mute_logger("odoo.models.unlink"):
            env = self._env(cr)
            cr.execute("DELETE FROM cs_handover WHERE id = %s", [self.number])
            cr.execute(
                "DELETE FROM cs_attendance_stale WHERE employee_id = ANY(%s)",
                [self.made[0][1] + self.made[1][1]],
            )
            self._messages(env).unlink()
            partners = env["res.partner"]
            for model, ids in self.made:
                record = env[model].browse(ids)
                is_person = model == "hr.employee"
                partners |= record.work_contact_id if is_person else record.partner_id
                record.unlink()
            partners.exists().unlink()

    def _messages(self, env):
        return env["mail.message"].search(
            [("model", "=", "cs.handover"), ("res_id", "=", self.number)]
        )

    def _handover(self, cr, side):
        env = api.Environment(cr, self.users[side], {})
        return env["cs.handover"].browse(self.number)

    def _twice(self, side, method):
        """The same click in two transactions that both have seen the row before."""
        with self.registry.cursor() as first, self.registry.cursor() as second:
            for cr in (first, second):
                self.assertTrue(self._handover(cr, side).state)
            getattr(self._handover(first, side), method)()
            with self.assertRaises(LockError):
                getattr(self._handover(second, side), method)()
        with self.registry.cursor() as cr, self.assertRaises(UserError):
            getattr(self._handover(cr, side), method)()

    def test_a_signature_is_given_once(self):
        self._twice(0, "action_sign")
        with self.registry.cursor() as cr:
            self.assertEqual(self._handover(cr, 0).state, "left")
            self.assertEqual(len(self._messages(self._env(cr))), 1)
        self._twice(1, "action_accept")
        with self.registry.cursor() as cr:
            self.assertEqual(self._handover(cr, 1).state, "signed")

    def test_nobody_adds_an_item_while_somebody_signs(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            self._handover(first, 0).action_sign()
            items = self._handover(second, 0).env["cs.handover.item"]
            with self.assertRaises(LockError):
                items.create({"handover_id": self.number, "name": "Fire"})
