import base64

from odoo.addons.cs_helpdesk.tests.ticket_case import TicketCase
from odoo.tests import freeze_time

HEADER = "话单号,呼叫时间,来电号码,分机,结果,响铃声数,响铃时长,通话时长"
#: 9 June 2025, 18:00 in Shanghai
NOW = "2025-06-09 10:00:00"


class PhoneCase(TicketCase):
    """The hotline's telephone system in Shanghai; the agent has extension 801."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people["agent"].cs_extension = "801"
        cls.people["agent2"].cs_extension = "802"
        cls.people["leader"].cs_extension = "800"
        cls.people["fitter"].cs_extension = "900"

    def upload(self, *rows, role="leader", header=HEADER, **vals):
        data = "\n".join((header, *rows)).encode()
        Import = self.env["cs.phone.import"].with_user(self.users[role])
        vals = {"name": "log.csv", "content": base64.b64encode(data), **vals}
        return Import.create(vals)

    def imported(self, *rows, **vals):
        batch = self.upload(*rows, **vals)
        with freeze_time(NOW):
            batch.action_run()
        return batch.with_env(self.env)

    def calls(self, batch):
        return {call.external_id: call for call in batch.record_ids}

    def verdicts(self, *rows, **vals):
        calls = self.calls(self.imported(*rows, **vals))
        return {number: call.verdict for number, call in calls.items()}
