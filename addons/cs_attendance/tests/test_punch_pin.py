from datetime import date

from psycopg2.errors import CheckViolation, ExclusionViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..models.cs_punch import Counts
from .punch_common import PunchCase


@tagged("cs_attendance", "cs_punch")
class TestPin(PunchCase):
    """ATT-30: unknown pins are kept aside and claimed."""

    def _unknown(self):
        return self.env["cs.punch.unknown"].with_user(self.users["hr"]).search([])

    def test_unknown_pins_with_count_days_and_terminals(self):
        self._ingest(("99", "2026-03-02 08:25:00"), terminal=self.terminal)
        self._ingest(("99", "2026-03-05 17:40:00"), ("98", "2026-03-05 17:40:00"))
        first, second = self._unknown()
        self.assertEqual((first.pin, first.punch_count), ("99", 2))
        self.assertEqual(first.first_day, date(2026, 3, 2))
        self.assertEqual(first.last_day, date(2026, 3, 5))
        self.assertEqual(first.terminals, "East door")
        self.assertEqual((second.pin, second.punch_count), ("98", 1))

    def test_a_claim_gives_the_waiting_punches(self):
        self._ingest(
            ("99", "2026-03-01 08:25:00"),
            ("99", "2026-03-02 08:25:00"),
            ("99", "2026-03-03 08:25:00"),
            ("8", "2026-03-03 08:25:00"),
        )
        self._clear_stale()
        action = self._unknown().action_claim()
        claims = self.env[action["res_model"]].with_user(self.users["hr"])
        form = Form(claims.with_context(**action["context"]))
        form.employee_id = self.people["agent2"]
        form.first_day = date(2026, 3, 2)
        self.assertEqual((form.waiting_count, form.copy_count), (2, 1))
        form.save().action_claim()
        entry = self.env["cs.pin"].search([("pin", "=", "99")])
        self.assertEqual((entry.given_count, entry.copy_count), (1, 1))
        self.assertEqual(entry.create_uid, self.users["hr"])
        given = self._ledger(("employee_id", "=", self.people["agent2"].id))
        self.assertEqual(
            given.mapped("local_text"), ["2026-03-02 08:25:00", "2026-03-03 08:25:00"]
        )
        # the one before the first day waits on; the copy does not
        self.assertEqual(self._unknown().mapped("punch_count"), [1])
        self.assertEqual(
            [(year, month) for _id, year, month in self._stale()], [(2026, 3)]
        )
        lines = [("99", "2026-03-02 08:25:00"), ("99", "2026-03-03 08:25:00")]
        self.assertEqual(self._ingest(*lines), Counts(duplicate=2))

    def test_a_pin_can_be_nobodys(self):
        """A visitor's card waits for nobody, also with what it punches later."""
        self._ingest(("99", "2026-03-02 08:00:00"), ("98", "2026-03-02 08:00:00"))
        action = self._unknown().filtered(lambda pin: pin.pin == "99").action_claim()
        Claim = self.env["cs.punch.claim"].with_user(self.users["hr"])
        vals = {"is_nobody": True, "note": "Visitor"}
        Claim.with_context(**action["context"]).create(vals).action_claim()
        self._ingest(("99", "2026-03-03 08:00:00"))
        self.assertEqual(self._unknown().mapped("pin"), ["98"])
        punches = self._ledger(("pin", "=", "99"))
        self.assertEqual(len(punches.pin_id), 1)
        self.assertFalse(punches.employee_id)
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            self.env["cs.pin"].create(
                {"pin": "98", "company_id": self.company.id, "note": " "}
            )

    def test_the_badge_id_is_offered(self):
        self.people["leader"].barcode = "99"
        self._ingest(("99", "2026-03-02 08:25:00"))
        action = self._unknown().action_claim()
        claims = self.env[action["res_model"]].with_user(self.users["hr"])
        form = Form(claims.with_context(**action["context"]))
        self.assertEqual(form.employee_id.id, self.people["leader"].id)
        self.assertEqual(form.first_day, date(2026, 3, 2))

    def test_a_pin_is_of_one_person_on_a_day(self):
        self.pin_agent.last_day = "2026-03-31"
        self._pin("7", "agent2", "2026-04-01")
        for first_day in ("2026-03-31", "2026-04-01", "2025-12-01"):
            with (
                self.subTest(first_day),
                mute_logger("odoo.sql_db"),
                self.assertRaises(ExclusionViolation),
                self.cr.savepoint(),
            ):
                self._pin("7", "leader", first_day)
        self._pin("007", "leader")
        self._pin("7", "leader", "2025-12-01", last_day="2025-12-31")

    def test_padding_is_no_part_of_a_pin(self):
        self.assertEqual(self._pin("    123 ", "leader").pin, "123")
        for pin in ("   ", "x" * 33):
            with self.assertRaises(ValidationError):
                self._pin(pin, "leader")

    def test_a_wrong_entry_is_withdrawn_and_its_punches_wait_again(self):
        self._ingest(("7", "2026-03-02 08:25:00"))
        self._clear_stale()
        entry = self.pin_agent.with_user(self.users["hr"])
        with self.assertRaisesRegex(UserError, "why"):
            entry.action_withdraw("  ")
        entry.action_withdraw("Pin of a colleague")
        self.assertEqual(entry.state, "withdrawn")
        self.assertFalse(self._ledger().employee_id)
        self.assertEqual(len(self._stale()), 1)
        self._pin("7", "agent2")
        self.assertEqual(self._ledger().employee_id, self.people["agent2"])
        self.assertEqual(len(self._stale()), 2)
        with self.assertRaisesRegex(UserError, "before"):
            entry.action_withdraw("again")

    def test_days_can_be_corrected_and_the_ledger_follows(self):
        self._ingest(("7", "2026-03-02 08:25:00"), ("7", "2026-03-03 08:25:00"))
        entry = self.pin_agent.with_user(self.users["hr"])
        entry.last_day = "2026-03-02"
        self.assertEqual(self._unknown().mapped("punch_count"), [1])
        entry.last_day = False
        self.assertFalse(self._unknown())
        self.assertEqual(len(self._ledger(("employee_id", "!=", False))), 2)

    def test_person_and_pin_of_an_entry_stand(self):
        for vals in (
            {"employee_id": self.people["agent2"].id},
            {"pin": "9"},
            {"state": "withdrawn"},
            {"given_count": 5},
        ):
            with self.subTest(vals), self.assertRaises(UserError):
                self.pin_agent.write(vals)
        made = self._pin("9", "leader", state="withdrawn", given_count=5)
        self.assertEqual((made.state, made.given_count), ("active", 0))

    def test_badge_ids_are_taken_over_once(self):
        self.people["leader"].barcode = "L1"
        self.people["agent"].barcode = "A1"  # has a pin
        self.people["hr"].barcode = "8"  # is somebody's pin
        Pin = self.env["cs.pin"].with_user(self.users["hr"])
        Pin = Pin.with_company(self.company)
        for _ in range(2):
            Pin.action_take_badges()
        made = Pin.search([("pin", "in", ["L1", "A1", "8"])], order="pin")
        self.assertEqual(made.mapped("pin"), ["8", "L1"])
        self.assertEqual(made[1].first_day, date(2024, 1, 1))

    def test_pins_of_a_terminal_that_uses_those_of_the_company(self):
        with self.assertRaisesRegex(ValidationError, "East door"):
            self._pin("7", "leader", terminal_id=self.terminal.id)

    def test_what_arrived_in_the_moment_of_a_claim_is_caught(self):
        self._ingest(("99", "2026-03-02 08:25:00"))
        self.env.cr.execute(
            "INSERT INTO cs_pin (company_id, pin, employee_id, first_day, state)"
            " VALUES (%s, '99', %s, '2026-01-01', 'active')",
            [self.company.id, self.people["leader"].id],
        )
        self.env["cs.pin"]._cron_attribute()
        self.assertEqual(self._ledger().employee_id, self.people["leader"])

    def test_the_secret_code_of_stock_is_never_a_pin(self):
        self.people["leader"].pin = "4711"
        self.assertEqual(
            self._ingest(("4711", "2026-03-02 08:00:00")), Counts(unknown=1)
        )

    def test_who_may_what(self):
        for role in self.users:
            with self.subTest(role):
                entry = self.pin_agent.with_user(self.users[role])
                self.assertEqual(entry.has_access("read"), role in ("hr", "gm"))
                for operation in ("write", "create"):
                    self.assertEqual(entry.has_access(operation), role == "hr")
                self.assertFalse(entry.has_access("unlink"))
                if role != "hr":
                    with self.assertRaises(AccessError):
                        entry.action_withdraw("mine now")
                    with self.assertRaises(AccessError):
                        entry.action_take_badges()
