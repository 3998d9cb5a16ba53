from psycopg2 import IntegrityError

from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .duty_case import NEXT, DutyCase, at, freeze_time


class RoundCase(DutyCase):
    def setUp(self):
        super().setUp()
        self.watch = self._watch("agent", "agent2")

    def _round(self, role="agent", moment=None, watch=None):
        with freeze_time(moment or at("10:00")):
            watch = self._as(role, watch or self.watch)
            return self.env["cs.duty.round"].browse(watch.action_patrol()["res_id"])

    def _answer(self, one, role="agent", **vals):
        self._as(role, one).line_ids.write({"answer": "ok", **vals})

    def _sign(self, one, role="agent", moment=None):
        with freeze_time(moment or at("10:20")):
            self._as(role, one).action_sign()


@tagged("post_install", "-at_install", "cs_attendance", "cs_duty")
class TestDutyRound(RoundCase):
    """ATT-13: the manager on duty patrols the areas listed."""

    def test_a_round_has_the_areas_of_the_place(self):
        one = self._round()
        self.assertEqual(one.line_ids.mapped("name"), ["Hall", "Store"])
        self.assertEqual((one.started_at, one.employee_id), (at("10:00"), self.agent))
        self.place.area_ids[0].name = "Lobby"
        self.assertEqual(one.line_ids.mapped("name"), ["Hall", "Store"])

    def test_it_is_signed_when_every_area_has_an_answer(self):
        one = self._round()
        with self.assertRaisesRegex(UserError, "ATT-13"):
            self._sign(one)
        self._as("agent", one).line_ids[0].answer = "ok"
        with self.assertRaisesRegex(UserError, "1 areas"):
            self._sign(one)
        self._as("agent", one).line_ids[1].answer = "finding"
        with self.assertRaises(UserError):
            self._sign(one)
        self._as("agent", one).line_ids[1].note = "A lamp is broken"
        self._sign(one)
        self.assertEqual((one.state, one.signed_at), ("signed", at("10:20")))
        self.assertEqual(one.finding_count, 1)

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_a_signature_without_answers(self):
        one = self._round()
        self.env.flush_all()
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env.cr.execute(
                SQL(
                    "UPDATE cs_duty_round SET state = 'signed', signed_at = now()"
                    " WHERE id = %s",
                    one.id,
                )
            )

    def test_signed_never_changes(self):
        one = self._round()
        self._answer(one)
        self._sign(one)
        for record in (self._as("agent", one), one.sudo()):
            lines = record.line_ids
            for act in (
                lambda lines=lines: lines.write({"answer": "finding", "note": "X"}),
                lines.unlink,
                record.unlink,
                record.action_sign,
                lambda record=record: record.write({"state": "draft"}),
                lambda lines=lines, record=record: record.write(
                    {"line_ids": [(1, lines[0].id, {"note": "X"})]}
                ),
            ):
                with self.assertRaises(UserError):
                    act()

    def test_the_manager_on_duty_patrols(self):
        self.watch.person_ids._set({"is_manager": False})
        manager = self.watch.person_ids.filtered(
            lambda person: person.employee_id == self.agent2
        )
        manager._set({"is_manager": True})
        with self.assertRaisesRegex(UserError, "agent2"):
            self._round("agent")
        self.assertTrue(self._round("agent2"))

    def test_who_is_not_on_duty_does_not_patrol(self):
        for role in ("leader", "supervisor", "gm"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._round(role)

    def test_an_open_round_goes_on(self):
        one = self._round()
        self.assertEqual(self._round(moment=at("10:10")), one)
        self._answer(one)
        self._sign(one)
        self.assertNotEqual(self._round(moment=at("11:00")), one)

    def test_a_missing_round_is_visible_once_the_duty_is_over(self):
        Watch = self.env["cs.duty.watch"]
        asked = [("is_unpatrolled", "=", True), ("id", "=", self.watch.id)]
        empty = self._place("Gate", self.group_one, area_ids=False)
        no_areas = self._watch(place_id=empty.id)
        for moment, is_missing in ((at("17:29:59"), False), (at("17:30"), True)):
            with freeze_time(moment):
                self.env.invalidate_all()
                self.assertEqual(self.watch.is_unpatrolled, is_missing)
                self.assertEqual(bool(Watch.search(asked)), is_missing)
                self.assertFalse(no_areas.is_unpatrolled)
        one = self._round()
        with freeze_time(at("09:00", NEXT)):
            self.env.invalidate_all()
            self.assertTrue(Watch.search(asked), "a round under way is none")
            self._answer(one)
            self._sign(one, moment=at("09:00", NEXT))
            self.env.invalidate_all()
            self.assertFalse(Watch.search(asked))
            self.assertFalse(self.watch.is_unpatrolled)


@tagged("post_install", "-at_install", "cs_attendance", "cs_duty")
class TestDutyRoundRpc(RpcMixin, RoundCase):
    def test_from_outside(self):
        one = self._round()
        model, lines = "cs.duty.round", one.line_ids.ids
        self.env.flush_all()
        for role in ("agent", "leader", "supervisor", "hr", "gm", "agent2"):
            self._rpc(role, model, "read", one.ids, ["state"])
            self._rpc(role, model + ".line", "read", lines, ["answer"])
        for role in ("agent", "agent2", "leader", "supervisor", "hr", "gm", "admin"):
            for forged in (
                {"state": "signed"},
                {"signed_at": "2025-06-09 10:00:00"},
                {"open_count": 0},
                {"line_ids": [[5, 0, 0]]},
            ):
                self._refused(role, model, "write", one.ids, forged)
            self._refused(role, model, "unlink", one.ids)
            self._refused(role, model + ".line", "unlink", lines)
            added = {"round_id": one.id, "name": "Roof", "answer": "ok"}
            self._refused(role, model + ".line", "create", [added])
            self._refused(role, model, "action_sign", one.ids)
            if role != "agent":
                answer = {"answer": "ok"}
                self._refused(role, model + ".line", "write", lines, answer)
        self._refused("agent", model + ".line", "write", lines, {"name": "Roof"})
        self._rpc("agent", model + ".line", "write", lines, {"answer": "ok"})
        self._refused("agent2", model, "action_sign", one.ids)
        self._rpc("agent", model, "action_sign", one.ids)
        one.invalidate_recordset()
        self.assertEqual(one.state, "signed")
