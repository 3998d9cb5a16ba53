import base64

from odoo.addons.cs_helpdesk.tests.clock_case import ClockCase
from odoo.tests import freeze_time, new_test_user

EVENTS = """Case ID,Activity,Resource,Complete Timestamp,customer,phone
C1,Insert ticket,Anna,2025/03/03 09:00:00.000,Ms Wang,13800000001
C1,Take in charge ticket,Anna,2025/03/03 09:30:00.000,Ms Wang,13800000001
C1,Wait,Anna,2025/03/03 10:00:00.000,Ms Wang,13800000001
C1,Take in charge ticket,agent2,2025/03/03 11:00:00.000,Ms Wang,13800000001
C1,Resolve ticket,agent2,2025/03/03 11:30:00.000,Ms Wang,13800000001
C1,Take in charge ticket,Ghost,2025/03/04 09:00:00.000,Ms Wang,13800000001
C1,Resolve ticket,Ghost,2025/03/04 09:10:00.000,Ms Wang,13800000001
C1,Closed,Ghost,2025/03/06 09:10:00.000,Ms Wang,13800000001
C2,Insert ticket,Anna,2025/03/03 12:00:00.000,Mr Li,
"""


class ImportCase(ClockCase):
    """A helpdesk manager imports files into the hotline, in Shanghai time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["manager"] = new_test_user(
            cls.env,
            login="cs_manager",
            groups="helpdesk_mgmt.group_helpdesk_manager",
            name="manager",
            tz="Asia/Shanghai",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        cls.users["agent"].name = "Anna"

    def upload(self, text, name="tickets.csv", role="manager", **vals):
        data = text.encode() if isinstance(text, str) else text
        Import = self.env["cs.ticket.import"].with_user(self.users[role])
        vals = {
            "name": name,
            "content": base64.b64encode(data),
            "company_id": self.company.id,
            "source": "OLD",
            "team_id": self.team.id,
            **vals,
        }
        with freeze_time("2025-06-05 01:00:00"):
            return Import.create(vals)

    def imported(self, text, **vals):
        batch = self.upload(text, **vals)
        with freeze_time("2025-06-05 01:00:00"):
            batch.action_run()
        self.env.flush_all()
        self.env.invalidate_all()
        return batch

    def tickets(self, batch):
        """By the number of the file."""
        found = self.env["helpdesk.ticket"].search([("cs_import_id", "=", batch.id)])
        return {one.cs_import_number: one for one in found}

    def held(self, batch):
        return [(one.row, one.ticket, one.code) for one in batch.quarantine_ids]
