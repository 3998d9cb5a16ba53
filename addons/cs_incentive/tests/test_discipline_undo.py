from datetime import timedelta

from odoo import fields
from odoo.addons.cs_base.tests.period_common import close_month
from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .discipline_case import NOW, DisciplineCase
from .suggestion_case import SuggestionCase


@tagged("cs_incentive", "cs_discipline", "cs_incentive_undo")
@freeze_time(NOW)
class TestDisciplineUndo(DisciplineCase):
    """INC-21: an approval taken back is reversed as by an appeal."""

    def _items(self):
        return self.env["cs.incentive.item"].search(
            [("employee_id", "=", self.people["agent"].id)]
        )

    def test_an_approved_entry_is_cancelled(self):
        entry = self.approved("UNPAID")
        entry.with_user(self.users["supervisor"]).action_undo_decision()
        self.assertEqual(entry.state, "approved")
        self.assertTrue(entry.is_cancelled)
        self.assertEqual(entry.reversal_ids.amount, -entry.amount)
        self.assertEqual(sum(self._items().mapped("amount")), 0)
        why = entry.reversal_ids.sudo().explanation
        self.assertIn("disc.cancelled.slip", str(why))
        self.assertTrue(entry.decision_ids.undone_at)
        with self.assertRaisesRegex(UserError, "no decision to take back"):
            entry.with_user(self.users["supervisor"]).action_undo_decision()

    def test_a_repeated_one_is_judged_anew(self):
        """INC-29: what counted it stands again without it."""
        first = self.approved("AGAIN", date="2025-06-09")
        second = self.approved("AGAIN", date="2025-06-10")
        self.assertEqual(second.points_class, "b1")
        first.with_user(self.users["supervisor"]).action_undo_decision()
        self.assertTrue(second.is_cancelled)
        again = self.env["cs.discipline.entry"].search(
            [("corrects_id", "=", second.id)]
        )
        self.assertEqual(again.points_class, "c1")

    def test_a_refusal_waits_again(self):
        entry = self.submitted()
        mine = entry.with_user(self.users["supervisor"])
        mine.action_refuse("wrong row")
        mine.action_undo_decision()
        self.assertEqual(entry.state, "submitted")
        mine.action_approve()
        self.assertEqual(entry.state, "approved")
        self.assertFalse(entry.is_cancelled)

    def test_not_after_the_close(self):
        entry = self.approved(date="2025-05-20")
        close_month(self.env, self.company, fields.Date.to_date("2025-05-01"))
        with self.assertRaises(UserError):
            entry.with_user(self.users["supervisor"]).action_undo_decision()
        self.assertFalse(entry.is_cancelled)
        self.assertFalse(entry.decision_ids.undo_ids)


@tagged("cs_incentive", "cs_discipline", "cs_incentive_undo")
@freeze_time(NOW)
class TestSuggestionUndo(RpcMixin, SuggestionCase):
    """INC-21: entries made of suggestions in bulk, and dismissals."""

    def test_made_entries_are_thrown_away(self):
        self.day("late", late_minutes=17)
        self.day("early", "agent2")
        found = self.as_("hr", self.find())
        offer = found.action_confirm()
        self.assertEqual(offer["params"]["ids"], found.ids)
        self.assertEqual(offer["params"]["message"], "Entries submitted: 2")
        entries = found.sudo().entry_id
        self.assertTrue(all(found.mapped("can_undo")))
        answer = found.action_undo()
        self.assertEqual(answer["params"], {"message": "Taken back: 2", "refused": []})
        self.assertEqual(set(found.mapped("state")), {"open"})
        self.assertFalse(found.sudo().entry_id)
        self.assertEqual(set(entries.mapped("state")), {"dropped"})
        undone = self.env["cs.undo"].search([("res_model", "=", found._name)])
        self.assertEqual(
            sorted(one.detail["entry_id"] for one in undone), sorted(entries.ids)
        )
        found.action_confirm()
        self.assertEqual(set(found.mapped("state")), {"confirmed"})

    def test_decided_entries_stay_and_are_named(self):
        self.day("late", late_minutes=17)
        self.day("early", "agent2")
        found = self.as_("hr", self.find())
        found.action_confirm()
        entry = found[0].sudo().entry_id
        [decider] = entry.decision_request_id.pending_decider_ids
        entry.with_user(decider.user_id).action_approve()
        answer = found.action_undo()
        self.assertEqual(len(answer["params"]["refused"]), 1)
        self.assertIn("decided on the entry", answer["params"]["refused"][0])
        self.assertEqual(found.mapped("state"), ["confirmed", "open"])
        self.assertEqual(entry.state, "approved")

    def test_a_dismissal(self):
        self.day("late", late_minutes=17)
        found = self.as_("hr", self.find())
        found.action_dismiss("excused")
        for role in ("supervisor", "gm"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.as_(role, found).action_undo()
        with freeze_time(
            fields.Datetime.to_datetime(NOW + ":00") + timedelta(minutes=11)
        ):
            found.invalidate_recordset()
            self.assertFalse(found.can_undo)
            with self.assertRaisesRegex(UserError, "10 minutes only"):
                found.action_undo()
        found.action_undo()
        self.assertRecordValues(
            found, [{"state": "open", "reason": False, "decided_by_id": False}]
        )
        [undone] = self.env["cs.undo"].search([("res_model", "=", found._name)])
        self.assertEqual(undone.detail["reason"], "excused")
        with self.assertRaises(AccessError):
            found.action_undo()

    def test_from_outside(self):
        self.day("late", late_minutes=17)
        found = self.find()
        self.as_("hr", found).action_dismiss("excused")
        for role in ("agent", "leader", "supervisor", "payroll", "gm", "admin"):
            self._refused(role, found._name, "action_undo", found.ids)
        self._rpc("hr", found._name, "action_undo", found.ids)
        self._refused("hr", found._name, "action_undo", found.ids)
        self.env.invalidate_all()
        self.assertEqual(found.state, "open")
