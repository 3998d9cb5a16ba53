import json

from odoo.exceptions import AccessError, UserError
from odoo.http import Request
from odoo.tests import HttpCase, freeze_time, new_test_user, tagged

from .export_case import NOW, ExportCase

READERS = {"agent", "leader", "supervisor", "hr", "gm"}
ROLES = READERS | {"agent2", "payroll", "fitter", "admin"}


@tagged("cs_helpdesk", "cs_export")
@freeze_time(NOW)
class TestExportAccess(ExportCase):
    """HD-20: who reads requests and the log; nobody forges one."""

    def test_who_reads(self):
        asked = self._approved()
        asked.action_download()
        for record in (asked, self._log(asked)):
            for role in sorted(ROLES):
                mine = record.with_user(self.users[role])
                found = mine.has_access("read") and mine.exists()
                with self.subTest(model=record._name, role=role):
                    self.assertEqual(bool(found), role in READERS)

    def test_another_company(self):
        asked = self._ask()
        other = self.env["res.company"].create({"name": "Elsewhere"})
        boss = new_test_user(
            self.env,
            login="cs_gm_elsewhere",
            groups="cs_base.group_general_manager",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        there = asked.with_user(boss).with_context(allowed_company_ids=other.ids)
        self.assertFalse(there.has_access("read"))

    def test_only_the_asker_fetches(self):
        asked = self._approved()
        for role in ("leader", "supervisor", "gm", "agent2", "admin"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._as(role, asked).action_download()
        with self.assertRaises(AccessError):
            self._as("gm", asked).sudo().action_download()
        self.assertFalse(self._log(asked))

    def test_not_before_it_is_approved(self):
        asked = self._ask(submit=False)
        for _state in ("draft", "submitted", "refused"):
            with self.subTest(asked.state), self.assertRaises(UserError):
                asked.action_download()
            if asked.state == "draft":
                asked.action_submit()
            else:
                self._as("leader", asked).action_refuse("Too many")
                break
        with self.assertRaises(UserError):
            asked.action_download()

    def test_nothing_is_forged(self):
        for forged in (
            {"state": "approved"},
            {"valid_until": "2030-01-01"},
            {"download_limit": 9},
            {"user_id": self.users["agent2"].id},
            {"record_count": 1},
            {"department_id": self.workshop.id},
        ):
            with self.subTest(forged), self.assertRaises(UserError):
                self._ask(submit=False, **forged)
            asked = self._ask(submit=False)
            with self.subTest(forged), self.assertRaises(UserError):
                asked.write(forged)
        Agent = self.Request.with_user(self.users["agent"])
        asked = Agent.with_context(
            default_state="approved", default_valid_until="2030-01-01"
        ).create({"purpose": "x", "recipient": "y"})
        self.assertEqual((asked.state, asked.valid_until), ("draft", False))

    def test_nothing_is_edited_after_submitting(self):
        asked = self._approved()
        for vals in (
            {"picked_ids": self.orders.ids},
            {"what": "customer"},
            {"team_ids": [(5,)]},
            {"date_from": "2000-01-01"},
            {"wanted_until": "2030-01-01"},
            {"recipient_kind": "outside"},
            {"download_ids": [(0, 0, {"number": 1})]},
        ):
            for record in (asked, asked.sudo()):
                with self.subTest(vals), self.assertRaises(UserError):
                    record.write(vals)
        with self.assertRaises(UserError):
            asked.unlink()

    def test_the_log_is_kept(self):
        asked = self._approved()
        asked.action_download()
        log = self._log(asked)
        for record in (self._as("gm", log), log.sudo()):
            with self.assertRaises(UserError):
                record.write({"record_count": 0})
            with self.assertRaises(UserError):
                record.unlink()
            with self.assertRaises(UserError):
                record.create({"request_id": asked.id})

    def test_others_requests_are_not_written(self):
        asked = self._ask(submit=False)
        for role in ("leader", "hr", "gm", "agent2"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._as(role, asked).write({"purpose": "Other"})

    def test_what_one_may_not_read_is_not_exported(self):
        asked = self._ask("fitter", submit=False, picked_ids=self.orders.ids)
        with self.assertRaisesRegex(UserError, "nothing to export"):
            asked.action_submit()


@tagged("cs_helpdesk", "cs_export")
class TestStockExport(ExportCase, HttpCase):
    """HD-20: the export of lists refuses customers' data, and nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        allowed = cls.env.ref("base.group_allow_export")
        cls.users["leader"].group_ids += allowed
        cls.users["hr"].group_ids += allowed
        cls.supplier = cls._partner("Filters Ltd", phone="021-1")

    def _refuses(self, records, fields, role="leader"):
        with self.assertRaisesRegex(UserError, "Data Exports"):
            self._as(role, records).export_data(fields)

    def test_refused(self):
        for model in ("helpdesk.ticket", "cs.callback", "cs.customer"):
            found = self.env[model].with_user(self.users["leader"]).search([])
            self.assertTrue(found)
            self._refuses(found, ["id"])
        self._refuses(self.partners[0], ["name"])
        # also among others, a person of a customer, and through other records
        child = self._partner("Her husband", parent_id=self.partners[0].id)
        self._refuses(child | self.supplier, ["name", "phone"])
        self._refuses(self.team, ["name", "ticket_ids/cs_phone"])
        self._refuses(self.team, ["ticket_ids/partner_id/phone"])
        portal = new_test_user(self.env, login="cs_c", groups="base.group_portal")
        portal.partner_id.parent_id = self.partners[0]
        self._refuses(portal, ["phone"])

    def test_a_ticket_makes_a_customer_at_once(self):
        partner = self._partner("New caller", phone="13900000009")
        self._as("leader", partner).export_data(["phone"])
        self._ticket(partner_id=partner.id)
        self._refuses(partner, ["phone"])

    def test_not_refused(self):
        colleagues = self.people["hr"].work_contact_id | self.users["hr"].partner_id
        for records, fields in (
            (colleagues | self.supplier, ["name", "phone", "email"]),
            (self.users["hr"], ["name", "phone"]),
            (self.team, ["name", "user_ids/phone"]),
            (self.env["helpdesk.ticket"], ["name"]),
        ):
            mine = self._as("leader", records)
            self.assertEqual(
                len(mine.export_data(fields)["datas"]) >= len(records), True
            )
        # the name in a column of another record
        asked = self._ask("leader", submit=False)
        self.assertTrue(asked.export_data(["purpose", "team_ids"])["datas"])
        self.assertTrue(self._as("leader", self.team).export_data(["ticket_ids"]))
        self.assertTrue(self._as("admin", self.partners).export_data(["phone"]))
        self.assertTrue(self.partners.export_data(["phone"]))

    def test_the_web_client_hears_why(self):
        """No traceback in the log: a warning there fails the build."""
        self.authenticate("cs_leader", "cs_leader")
        for route in ("xlsx", "csv"):
            data = {
                "model": "helpdesk.ticket",
                "fields": [{"name": "name", "label": "Name", "type": "char"}],
                "ids": self.orders.ids,
                "domain": [],
                "import_compat": False,
            }
            token = Request.csrf_token(self)
            answer = self.url_open(
                f"/web/export/{route}",
                data={"data": json.dumps(data), "csrf_token": token},
            )
            self.assertEqual(answer.status_code, 500)
            self.assertIn("Data Exports", answer.text)
            self.assertIn("odoo.exceptions.UserError", answer.text)
