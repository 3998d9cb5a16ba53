import base64
from datetime import timedelta

from odoo.addons.cs_base.tests.common import CsCase
from odoo.fields import Command

TEXT = b"What stands in it"


class RecordCase(CsCase):
    """``keeper`` is a named keeper in another department."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office = cls.env["hr.department"].create(
            {"name": "Office", "company_id": cls.company.id}
        )
        cls._create_role("keeper", "cs_base.group_agent", cls.office)
        cls._create_role("outsider", "cs_base.group_agent", cls.office)
        cls.category = cls.env.ref("cs_records.category_other")
        cls.today = cls.company._cs_today()

    def as_role(self, role, record):
        return record.with_user(self.users[role])

    def upload(self, name="scan.pdf", content=TEXT):
        return Command.create({"name": name, "upload": base64.b64encode(content)})

    def record(self, secrecy="normal", role="hr", filed=True, **vals):
        values = {
            "name": f"A {secrecy} document",
            "category_id": self.category.id,
            "secrecy": secrecy,
            "company_id": self.company.id,
            "department_id": self.group_one.id,
            "cabinet": "Cabinet 1",
            "file_ids": [self.upload()],
        }
        if secrecy == "top":
            values["keeper_ids"] = self.users["keeper"].ids
        Record = self.env["cs.record"].with_user(self.users[role])
        record = Record.create(values | vals)
        if filed:
            record.action_file()
        return record.with_env(self.env)

    def old(self, **vals):
        """Past its retention."""
        return self.record(date="2001-01-01", **vals)

    def days(self, count):
        return self.today + timedelta(days=count)

    def loan(self, record, role="outsider", days=0, **vals):
        Loan = self.env["cs.record.loan"].with_user(self.users[role])
        values = {
            "record_number": record.number,
            "purpose": "An audit",
            "date_from": self.today,
            "date_to": self.days(days),
        }
        return Loan.create(values | vals).with_env(self.env)

    def lent(self, record, role="outsider", decider="leader", **vals):
        """Asked for, approved and handed out by the decider."""
        loan = self.loan(record, role, **vals)
        self.as_role(role, loan).action_submit()
        self.as_role(decider, loan).action_approve()
        self.as_role(decider, loan).action_hand_out()
        return loan
