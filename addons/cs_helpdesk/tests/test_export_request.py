from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Datetime
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .export_case import NOW, ExportCase


@tagged("cs_helpdesk", "cs_export")
@freeze_time(NOW)
class TestExportRequest(ExportCase):
    """HD-20: asked for, decided, fetched once and in time, written down."""

    def test_the_whole_way(self):
        asked = self._ask()
        self.assertEqual((asked.state, asked.record_count), ("submitted", 2))
        self.assertEqual(asked.department_id, self.group_one)
        self.assertFalse(asked.can_download)
        self._as("leader", asked).action_approve()
        self.assertTrue(asked.can_download)
        # P: 7 days, to the minute
        self.assertEqual(asked.valid_until, Datetime.to_datetime("2026-03-18 02:30:00"))
        rows = self._sheet(asked)
        self.assertIn("Visits of next month", rows[0][0])
        phones = {cell for row in rows for cell in row} & {"13800138000"}
        self.assertEqual(phones, {"13800138000"})
        [log] = self._log(asked)
        self.assertEqual((log.user_id, log.record_count), (self.users["agent"], 2))
        self.assertEqual(log.downloaded_at, Datetime.to_datetime(NOW))
        self.assertEqual(log.purpose, "Visits of next month")
        self.assertIn("Phone", log.columns)
        self.assertEqual(asked.state, "done")
        with self.assertRaisesRegex(UserError, "as often as approved"):
            asked.action_download()

    def test_customers_and_callbacks(self):
        asked = self._approved(what="customer")
        found = {row[:2] for row in self._sheet(asked)[3:]}
        self.assertEqual(found, {("Ms Chen", "13900000001"), ("Mr Lu", "13900000002")})
        asked = self._approved(what="callback")
        self.assertEqual(asked.record_count, 2)
        self.assertEqual(len(self._sheet(asked)), 5)

    def test_chosen_in_a_list(self):
        for model, chosen, ids in (
            ("helpdesk.ticket", self.orders[0], self.orders[0].ids),
            ("cs.customer", self.Customer.search([])[0], None),
            ("res.partner", self.partners[0] | self.people["hr"].work_contact_id, None),
        ):
            Request = self.Request.with_user(self.users["agent"]).with_context(
                active_model=model, active_ids=chosen.ids
            )
            values = Request.default_get(["what", "picked_ids", "wanted_until"])
            self.assertEqual(len(values["picked_ids"]), 1)
            self.assertEqual(values["picked_ids"], ids or values["picked_ids"])
            asked = self._approved(**values)
            self.assertEqual((asked.picked_count, asked.record_count), (1, 1))
        self.assertEqual(self._sheet(asked)[3][0], "Ms Chen")
        self.assertIn("1 chosen", asked.scope)

    def test_contacts_that_are_no_customers(self):
        Request = self.Request.with_user(self.users["agent"]).with_context(
            active_model="res.partner",
            active_ids=self.people["hr"].work_contact_id.ids,
        )
        with self.assertRaisesRegex(UserError, "none of these contacts"):
            Request.default_get(["what", "picked_ids"])

    def test_period_and_team(self):
        self._back(self.orders[0], 10)  # noon of March 1st
        other = self.team.copy({"name": "Night"})
        for days, number in (
            (("2026-03-01", "2026-03-01"), 1),
            (("2026-03-02", False), 1),
            ((False, "2026-02-28"), 0),
            ((False, "2026-03-11"), 2),
        ):
            asked = self._ask(submit=False, date_from=days[0], date_to=days[1])
            self.assertEqual(len(asked._records()), number)
        asked = self._ask(submit=False, team_ids=[(6, 0, other.ids)])
        with self.assertRaisesRegex(UserError, "nothing to export"):
            asked.action_submit()
        self._night()
        asked = self._ask(submit=False, what="customer", date_from="2026-03-11")
        self.assertEqual(len(asked._records()), 1)

    def test_the_day_begins_where_the_company_works(self):
        self._back(self.orders[0], 10)
        self.env.cr.execute(
            "UPDATE helpdesk_ticket SET create_date = '2026-02-28 16:00:00'"
            " WHERE id = %s",
            [self.orders[0].id],
        )
        self.env.invalidate_all()
        asked = self._ask(submit=False, date_to="2026-03-01")
        self.assertEqual(asked._records(), self.orders[0])
        asked.date_to = "2026-02-28"
        self.assertFalse(asked._records())

    def test_outside_is_the_general_managers(self):
        asked = self._ask(recipient_kind="outside")
        with self.assertRaises(UserError):
            self._as("leader", asked).action_approve()
        self._as("gm", asked).action_approve()
        self.assertEqual(asked.state, "approved")

    def test_nobody_decides_on_the_own(self):
        asked = self._ask("leader")
        with self.assertRaises(UserError):
            asked.action_approve()
        self._as("supervisor", asked).action_approve()
        self.assertEqual(asked.state, "approved")
        with self.assertRaises(AccessError):
            self._as("supervisor", asked).action_download()

    def test_expired_at_the_minute(self):
        asked = self._approved()
        with freeze_time("2026-03-18 02:30:00"):
            asked.invalidate_recordset()
            self.assertTrue(asked.is_expired)
            self.assertFalse(asked.can_download)
            with self.assertRaisesRegex(UserError, "until then"):
                asked.action_download()
        self.assertFalse(self._log(asked))
        with freeze_time("2026-03-18 02:29:59"):
            asked.invalidate_recordset()
            asked.action_download()
        self.assertEqual(len(self._log(asked)), 1)

    def test_not_beyond_the_day_asked_for(self):
        asked = self._approved(wanted_until="2026-03-12")
        # midnight after the 12th in Shanghai
        self.assertEqual(asked.valid_until, Datetime.to_datetime("2026-03-12 16:00:00"))
        with self.assertRaisesRegex(UserError, "is over"):
            self._ask(wanted_until="2026-03-10")
        late = self._ask(wanted_until="2026-03-11")
        with (
            freeze_time("2026-03-11 16:00:00"),
            self.assertRaisesRegex(UserError, "is over"),
        ):
            self._as("leader", late).action_approve()

    def test_policy(self):
        policy = self.env["cs.helpdesk.policy"].create(
            {
                "name": "Exports",
                "company_id": self.company.id,
                "date_from": "2024-01-01",
                "export_days": 2,
                "export_downloads": 2,
            }
        )
        policy._decision_write({"state": "approved"})
        asked = self._approved()
        self.assertEqual(asked.valid_until, Datetime.to_datetime("2026-03-13 02:30:00"))
        asked.action_download()
        self.assertEqual(asked.state, "approved")
        asked.action_download()
        self.assertEqual(asked.state, "done")
        self.assertEqual(sorted(self._log(asked).mapped("number")), [1, 2])

    def test_what_may_be_read_at_that_moment(self):
        asked = self._approved()
        self.team.user_ids -= self.users["agent"]
        self.people["agent"].department_id = self.workshop
        self.orders[1]._cs_set(
            {name: self.users["leader"].id for name in ("cs_owner_id", "user_id")}
            | {"cs_first_owner_id": False}
        )
        self.env["res.users"]._cs_forget_rules()
        rows = self._sheet(asked)[3:]
        self.assertEqual([row[0] for row in rows], self.orders[0].mapped("number"))
        self.assertEqual(self._log(asked).record_count, 1)

    def test_undo(self):
        asked = self._approved()
        self._as("leader", asked).action_undo_decision()
        self.assertEqual((asked.state, asked.valid_until), ("submitted", False))
        self._as("leader", asked).action_approve()
        asked.action_download()
        with self.assertRaises(UserError):
            self._as("leader", asked).action_undo_decision()

    def test_waiting(self):
        Waiting = self.env["cs.waiting"].with_user(self.users["agent"])

        def kinds():
            rows = [row for part in Waiting.load()["sections"] for row in part["rows"]]
            return {row["code"]: row["count"] for row in rows}

        self.assertNotIn("export_fetch", kinds())
        asked = self._approved()
        self.assertEqual(kinds()["export_fetch"], 1)
        asked.action_download()
        self.assertNotIn("export_fetch", kinds())

    def test_what_is_asked_for_is_said(self):
        for vals in ({"purpose": " "}, {"recipient": "\n"}):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "HD-20"):
                self._ask(**vals)
        for bad in ("all", [True], ["1"], {"id": 1}):
            with self.subTest(bad), self.assertRaises(ValidationError):
                self._ask(submit=False, picked_ids=bad)
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self._ask(submit=False, date_from="2026-03-02", date_to="2026-03-01")

    def test_the_database_holds_the_limit(self):
        asked = self._approved()
        asked.action_download()
        [row] = self._log(asked)
        copy = (
            "INSERT INTO cs_export_download (request_id, company_id, user_id,"
            " downloaded_at, number, allowed, record_count, columns)"
            " SELECT request_id, company_id, user_id, downloaded_at, %s, allowed,"
            " record_count, columns FROM cs_export_download WHERE id = %s"
        )
        for number, error in ((1, UniqueViolation), (2, CheckViolation)):
            with (
                self.subTest(number),
                mute_logger("odoo.sql_db"),
                self.assertRaises(error),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(copy, [number, row.id])
