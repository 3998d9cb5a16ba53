from datetime import datetime, timedelta

from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged

from .ticket_case import TicketCase

#: 10:00 on a Monday in Shanghai.
MONDAY = datetime(2025, 3, 31, 2)


class PhoneCase(TicketCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.write({"phone": "+86 138 0013 8000", "company_id": cls.company.id})
        cls.foreign_team = cls.env["helpdesk.ticket.team"].create(
            {"name": "Workshop", "company_id": cls.company.id}
        )

    @classmethod
    def _entry(cls, role="agent", **vals):
        Entry = cls.env["cs.phone.entry"].with_user(cls.users[role])
        return Entry.create(
            {
                "phone": "138-0013-8000",
                "title": "The filter leaks",
                "description": "Since Monday",
                **vals,
            }
        )

    def _saved(self, role="agent", **vals):
        action = self._entry(role, **vals).action_save()
        return self.env["helpdesk.ticket"].browse(action["res_id"])


@tagged("cs_helpdesk", "cs_phone_entry")
class TestPhoneEntry(PhoneCase):
    """HD-02, HD-09: a matter is entered while the caller is on the line."""

    def test_a_known_caller(self):
        ticket = self._saved(cs_kind="repair", priority="2")
        agent = self.users["agent"]
        self.assertEqual(ticket.partner_id, self.customer)
        self.assertEqual(ticket.team_id, self.team, "the agent's own")
        self.assertEqual((ticket.cs_kind, ticket.priority), ("repair", "2"))
        self.assertEqual(ticket.cs_phone, "13800138000")
        self.assertEqual(ticket.cs_first_owner_id, agent)
        self.assertEqual(ticket.user_id, agent)
        self.assertTrue(ticket.cs_next_due_at, "its clock runs")
        channel = self.env.ref("helpdesk_mgmt.helpdesk_ticket_channel_phone")
        self.assertEqual(ticket.channel_id, channel)

    def test_a_new_caller(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.users["agent"].lang = "zh_CN"
        entry = {"phone": "021 6225 0000 转 8", "caller_name": "Mr Zhou"}
        with self.assertRaisesRegex(UserError, "新来电人姓名|Name of New Caller"):
            self._saved(phone=entry["phone"])
        ticket = self._saved(**entry)
        self.assertEqual(ticket.partner_id.name, "Mr Zhou")
        self.assertEqual(ticket.partner_id.phone, "021-62250000-8")
        self.assertEqual(ticket.partner_id.lang, "zh_CN", "as the agent speaks")
        self.assertEqual(ticket.cs_phone_key, "+862162250000")

    def test_a_bad_number_says_what_to_change(self):
        for phone, why in (
            ("62250000", "area code"),
            ("1380013800", "too few"),
            ("Ms Wang", "digits only"),
        ):
            with self.assertRaisesRegex(UserError, why):
                self._saved(phone=phone)

    def test_saved_twice_is_one_call(self):
        entry = self._entry(token="one")
        first = entry.action_save()["res_id"]
        self.assertEqual(entry.action_save()["res_id"], first)
        again = self._entry(token="one")
        self.assertEqual(again.action_save()["res_id"], first)
        other = self._saved("leader", token="one", decision="new")
        self.assertNotEqual(other.id, first, "a token is of one person")

    def test_a_complaint(self):
        vals = {"cs_kind": "complaint", "category_id": self.category.id}
        self.assertEqual(self._saved(**vals).cs_class, "general")
        again = self._saved(decision="new", **vals)
        self.assertEqual(again.cs_class, "repeat", "HD-04")
        severe = self._saved(decision="new", cs_risk="media", **vals)
        self.assertEqual(severe.cs_class, "severe", "HD-04")

    def test_go_on_with_the_open_one(self):
        ticket = self._saved()
        with self.assertRaisesRegex(UserError, "a new matter"):
            self._saved()
        count = self.env["helpdesk.ticket"].search_count([])
        same = self._saved(decision="same", description="It is <b>worse</b>")
        self.assertEqual(same, ticket)
        self.assertEqual(self.env["helpdesk.ticket"].search_count([]), count)
        note = ticket.message_ids[0]
        self.assertEqual(note.subtype_id, self.env.ref("mail.mt_note"))
        self.assertIn("&lt;b&gt;worse", note.body)
        self.assertNotEqual(self._saved(decision="new"), ticket)

    def test_the_same_matter_within_30_days(self):
        """HD-04: the policy's days, of the same kind, and open."""
        ticket = self._ticket(cs_phone="+86 138 0013 8000", partner_id=False)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE helpdesk_ticket SET create_date = %s WHERE id = %s",
            [MONDAY - timedelta(days=30), ticket.id],
        )
        self.env.invalidate_all()
        with freeze_time(MONDAY):
            self.assertEqual(self._entry().same_id, ticket)
            self.assertFalse(self._entry(cs_kind="order").same_id)
        with freeze_time(MONDAY + timedelta(days=1)):
            self.assertFalse(self._entry().same_id, "31 days")
        ticket.stage_id = self.done
        with freeze_time(MONDAY):
            self.assertFalse(self._entry().same_id, "closed")

    def test_history_by_number(self):
        stranger = self._ticket(partner_id=False, cs_phone="138 0013 8000")
        own = self._ticket(name="Filter")
        own.stage_id = self.done
        history = self._entry().history
        self.assertEqual([row["id"] for row in history["open"]], [stranger.id])
        self.assertEqual([row["id"] for row in history["closed"]], [own.id])
        self.assertEqual(history["callers"][0]["id"], self.customer.id)

    def test_who_does_not_want_calls(self):
        self.assertFalse(self._entry().is_barred)
        self.env["phone.blacklist"]._add(["+8613800138000"])
        self.assertTrue(self._entry().is_barred)

    def test_several_callers_of_one_number(self):
        other = self.customer.copy({"name": "Mr Wang", "phone": "13800138000"})
        entry = self._entry()
        self.assertFalse(entry.partner_id)
        entry.partner_id = other
        self.assertEqual(self._entry(partner_id=other.id).partner_id, other)

    def test_the_form(self):
        with Form(self.env["cs.phone.entry"].with_user(self.users["agent"])) as form:
            form.phone = "１３８ ００１３ ８０００"
            self.assertEqual(form.partner_id, self.customer)
            form.title = "A question"
        ticket = form.record.action_save()["res_id"]
        self.assertEqual(self.env["helpdesk.ticket"].browse(ticket).cs_kind, "inquiry")


@tagged("post_install", "-at_install", "cs_helpdesk", "cs_phone_entry")
class TestPhoneEntryRpc(RpcMixin, PhoneCase):
    """Nobody reads more by it than the own rights give (TRUST.md)."""

    def _made(self, role, **vals):
        values = {"phone": "13800138000", "title": "x", **vals}
        return self._rpc(role, "cs.phone.entry", "create", [values])

    def test_history_is_what_the_agent_may_read(self):
        hidden = self._ticket(None, team_id=self.foreign_team.id)
        mine = self._ticket(name="Mine")
        fields = ["history", "same_id"]
        for role, open_ids in {"agent2": [mine.id], "supervisor": [mine.id]}.items():
            [entry] = self._rpc(
                role, "cs.phone.entry", "read", self._made(role), fields
            )
            found = [row["id"] for row in entry["history"]["open"]]
            self.assertEqual(found, open_ids, role)
            self.assertEqual(entry["same_id"][0], mine.id)
        self.assertTrue(hidden)
        party = self.env["cs.complaint.party"]
        complaint = self._complaint("leader")
        party.create(
            {
                "ticket_id": complaint.id,
                "department_id": self.group_one.id,
                "employee_id": self.people["agent"].id,
                "share": 100,
            }
        )
        made = self._made("agent", cs_kind="complaint")
        [entry] = self._rpc("agent", "cs.phone.entry", "read", made, fields)
        self.assertFalse(entry["same_id"], "nobody reads a complaint about oneself")

    def test_forms_are_of_one_person(self):
        made = self._made("agent")
        for method in ("read", "action_save"):
            self._refused("agent2", "cs.phone.entry", method, made)
        self._refused("payroll", "cs.phone.entry", "action_save", made)

    def test_calls_stay(self):
        self._rpc("agent", "cs.phone.entry", "action_save", self._made("agent"))
        call = self.env["cs.phone.call"].search([], limit=1)
        self.assertEqual(call.user_id, self.users["agent"])
        for role in ("agent", "supervisor", "admin"):
            self._refused(role, call._name, "write", call.ids, {"phone": "1"})
            self._refused(role, call._name, "unlink", call.ids)
            self._refused(role, call._name, "create", [{"token": "x"}])
        with self.assertRaises(AccessError):
            call.with_user(self.users["agent"]).read(["token"])
        reads = ("cs.phone.call", "search_count", [("id", "=", call.id)])
        self.assertEqual(self._rpc("agent2", *reads), 1)
        self.assertEqual(self._rpc("fitter", *reads), 0)
