from odoo.tests import new_test_user

from .customer_case import CustomerCase

NOW = "2026-03-11 02:30:00"  # a Wednesday, 10:30 in Shanghai
BOSSES = {"leader", "supervisor", "gm"}


class SecretCase(CustomerCase):
    """A secret ticket of the agent and a normal one; the customer logs in (HD-20)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._ticket(
            user_id=cls.users["agent"].id, cs_phone="13900000001", name="Wedding"
        )
        cls.plain = cls._ticket(
            user_id=cls.users["agent"].id, cs_phone="13900000002", name="Filter"
        )
        cls._night()
        cls.client = cls._of(cls.customer)
        cls.users["customer"] = new_test_user(
            cls.env,
            login="cs_customer",
            groups="base.group_portal",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        cls.users["customer"].partner_id.parent_id = cls.customer
        cls.Reading = cls.env["cs.secret.reading"]

    def _set(self, role, record, level="secret", reason="A public figure"):
        """As the dialog does."""
        name = "ticket_id" if record._name == "helpdesk.ticket" else "customer_id"
        Dialog = self.env["cs.secret.set"].with_user(self.users[role])
        dialog = Dialog.create({name: record.id, "level": level, "reason": reason})
        return dialog.action_confirm()

    def _stub(self, role, record):
        name = "ticket_id" if record._name == "helpdesk.ticket" else "customer_id"
        Stub = self.env["cs.secret.stub"].with_user(self.users[role])
        return Stub.search([(name, "=", record.id)])

    def _open(self, role, record, reason="To plan the visit"):
        stub = self._stub(role, record)
        Dialog = self.env["cs.secret.ask"].with_user(self.users[role])
        return Dialog.create({"stub_id": stub.id, "reason": reason}).action_confirm()

    def _reads(self, role, record):
        """Whether the role finds it and may read it: the two have to agree."""
        mine = self._as(role, record)
        found = bool(mine.search([("id", "=", record.id)], order="id"))
        self.assertEqual(found, mine.has_access("read"), role)
        return found
