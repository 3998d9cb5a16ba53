from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .month_case import MonthCase
from .secret_case import BOSSES, SecretCase


@tagged("cs_helpdesk", "cs_secret")
class TestSecretAccess(SecretCase):
    """HD-20: who reads a secret record, on every way, and who opens it."""

    def test_in_charge_only(self):
        everybody = {"agent", "agent2", "leader", "supervisor", "gm", "customer"}
        for role in everybody:
            self.assertTrue(self._reads(role, self.ticket), role)
        for level in ("secret", "top"):
            self._set("agent", self.ticket, level)
            readers = {role for role in self.users if self._reads(role, self.ticket)}
            self.assertEqual(readers, {"agent", "customer"})
        self.assertTrue(self._reads("agent2", self.plain))

    def test_whom_it_was_handed_to(self):
        self._set("agent", self.ticket)
        self.assertFalse(self._reads("agent2", self.ticket))
        self.ticket._cs_set({"cs_asked_id": self.users["agent2"].id})
        self.assertTrue(self._reads("agent2", self.ticket))

    def test_no_way_around(self):
        message = self.ticket.message_post(body="Lake road 5")
        paper = self.env["ir.attachment"].create(
            {
                "name": "plan.txt",
                "raw": b"plan",
                "res_model": "helpdesk.ticket",
                "res_id": self.ticket.id,
            }
        )
        self._set("agent", self.ticket)
        for role in ("agent2", "leader", "gm", "admin"):
            env = self.env(user=self.users[role])
            Ticket = env["helpdesk.ticket"]
            ids = {self.ticket.id}
            with self.subTest(role):
                rows = Ticket.search_read([], ["name"])
                self.assertFalse(ids & {row["id"] for row in rows})
                rows = Ticket.formatted_read_group([], ["cs_phone"], ["__count"])
                self.assertNotIn("13900000001", {row["cs_phone"] for row in rows})
                self.assertFalse(Ticket.name_search("Wedding"))
                self.assertFalse(env["mail.message"].search([("id", "=", message.id)]))
                self.assertFalse(env["ir.attachment"].search([("id", "=", paper.id)]))
                for record, names in (
                    (self.ticket, ["name"]),
                    (message, ["body"]),
                    (paper, ["raw"]),
                ):
                    with self.assertRaises(AccessError):
                        record.with_user(env.user).read(names)
                with self.assertRaises(AccessError):
                    self._as(role, self.ticket).write({"name": "x"})
                number = self._as(role, self.ticket).display_name
                self.assertEqual(number, self.ticket.number)

    def test_what_belongs_to_it(self):
        order = self._order(self.customer, 100)
        callback = order.cs_callback_ids
        visit = self.env["cs.customer.visit"].create(
            {
                "customer_id": self.client.id,
                "planned_on": self.today + timedelta(days=9),
                "user_id": self.users["agent"].id,
                "topic": "Seal",
            }
        )
        claim = self._claim("agent", self.client, proof="statement")
        party = self._solve(self._complaint(user_id=self.users["agent"].id))
        records = [callback, visit, claim, party, party.ticket_id.cs_event_ids[:1]]
        before = [one for one in records if self._reads("supervisor", one)]
        self.assertEqual(before, records)
        self._set("leader", self.client)
        for one in records:
            with self.subTest(one._name):
                self.assertTrue(one)
                for role in ("agent2", "leader", "supervisor", "gm", "admin"):
                    self.assertFalse(self._reads(role, one), role)
                self.assertTrue(self._reads("agent", one))

    def test_ratings(self):
        self.env["rating.rating"]._cs_rate(self.ticket, 5, "Lake road 5")
        rating = self.env["rating.rating"].search([("res_id", "=", self.ticket.id)])
        self.assertTrue(self._reads("leader", rating))
        self._set("agent", self.ticket)
        self.env.invalidate_all()
        self.assertFalse(self._reads("leader", rating))
        self.assertTrue(self._reads("agent", rating))

    def test_followers_are_not_told(self):
        people = self.users["leader"] | self.users["agent"]
        self.ticket.message_subscribe(people.partner_id.ids)
        self._set("agent", self.ticket)
        said = self.ticket.message_post(
            body="Lake road 5",
            partner_ids=people.partner_id.ids,
            subtype_xmlid="mail.mt_comment",
        )
        self.assertIn(self.users["agent"].partner_id, said.notified_partner_ids)
        self.assertNotIn(self.users["leader"].partner_id, said.notified_partner_ids)

    def test_units_are_told_without_content(self):
        self._set("leader", self.client)
        before = self.env["mail.message"].search([], limit=1, order="id desc").id
        ticket = self._complaint(
            name="Wedding",
            cs_party_ids=[
                Command.create({"department_id": self.workshop.id, "share": 100})
            ],
        )
        self.assertEqual(ticket.cs_secrecy, "secret")
        told = self.env["mail.message"].search(
            [
                ("id", ">", before),
                ("notified_partner_ids", "=", self.users["foreman"].partner_id.id),
            ]
        )
        self.assertIn(ticket.number, told.subject)
        self.assertNotIn("Wedding", told.subject + told.body)
        self.assertFalse(self._reads("foreman", ticket))

    def test_stubs(self):
        self._set("agent", self.ticket)
        self._set("leader", self.client)
        for record in (self.ticket, self.client):
            seen = {role for role in sorted(BOSSES) if self._stub(role, record)}
            self.assertEqual(seen, BOSSES)
            self.assertFalse(self._stub("hr", record))
            for role in ("agent", "agent2", "payroll", "customer", "fitter", "admin"):
                with self.subTest(role), self.assertRaises(AccessError):
                    self._stub(role, record)
        [row] = self._stub("leader", self.ticket).read()
        self.assertNotIn("Wedding", str(row))
        self.assertNotIn("Wang", str(self._stub("leader", self.client).read()))

    def test_hr_sees_complaints_that_name_somebody(self):
        ticket = self._complaint()
        self.env["cs.complaint.party"].create(
            {
                "ticket_id": ticket.id,
                "department_id": self.workshop.id,
                "employee_id": self.people["fitter"].id,
                "share": 100,
            }
        )
        self._set("agent", ticket)
        self.assertFalse(self._reads("hr", ticket))
        self.assertTrue(self._stub("hr", ticket))
        self._open("hr", ticket)
        self.assertTrue(self._reads("hr", ticket))

    def test_another_department(self):
        self._set("agent", self.ticket)
        boss = new_test_user(
            self.env,
            login="cs_other_supervisor",
            groups="cs_base.group_supervisor",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        self.users["other"] = boss
        self.addCleanup(self.users.pop, "other")
        stub = self._stub("leader", self.ticket)
        self.assertFalse(self._stub("other", self.ticket))
        with self.assertRaises(AccessError):
            stub.with_user(boss).read(["number"])
        with self.assertRaises(AccessError):
            self.ticket.with_user(boss)._secret_permit("Curious")
        Dialog = self.env["cs.secret.ask"].with_user(boss)
        with self.assertRaises(AccessError):
            Dialog.create({"stub_id": stub.id, "reason": "Curious"}).action_confirm()

    def test_agents_do_not_open(self):
        self._set("agent", self.ticket)
        for role in ("agent2", "admin", "customer"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._as(role, self.ticket)._secret_permit("Curious")

    def test_report_counts_it(self):
        Report = self.env["cs.service.report"].with_user(self.users["leader"])
        mine = [("ticket_id", "=", self.ticket.id)]
        before = Report.search(mine)
        self.assertEqual(len(before), 1)
        self._set("agent", self.ticket)
        self.assertEqual(Report.search(mine), before)
        self.assertNotIn("Wedding", str(before.read()))
        with self.assertRaises(AccessError):
            before.ticket_id.read(["name"])
        self.assertFalse(Report.search([("ticket_id.name", "=", "Wedding")]))

    def test_reason_is_needed(self):
        self._set("agent", self.ticket)
        for reason in ("  ", "\0"):
            with self.subTest(reason), self.assertRaises(UserError):
                self._as("leader", self.ticket)._secret_permit(reason)
        self.assertFalse(self._reads("leader", self.ticket))


@tagged("cs_helpdesk", "cs_secret")
class TestSecretStatistics(MonthCase):
    """HD-20, HD-06: the lists of the month count what is secret as anything else."""

    def test_month_counts_it(self):
        ticket = self.whole("2025-06-05 09:00")
        self.whole("2025-06-06 09:00")
        ticket._cs_set({"cs_secrecy": "top"})
        month = self.month()
        self.assertEqual(month.number, 2)
        self.assertEqual(self.line(month, self.group_one).volume, 2)
        case = self.cases(month).filtered(
            lambda one: one.ticket_number == ticket.number
        )
        self.assertFalse(case.with_user(self.users["gm"]).can_open)
