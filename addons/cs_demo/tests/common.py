from datetime import timezone

from dateutil.relativedelta import relativedelta

from odoo.tests import TransactionCase
from odoo.tools.safe_eval import datetime, dateutil, time

ROLES = ("agent", "leader", "supervisor", "hr", "payroll", "gm")
#: What the web client knows in domains.
NOW = {
    "context_today": lambda: datetime.date.today(),
    "datetime": datetime,
    "relativedelta": dateutil.relativedelta.relativedelta,
    "time": time,
}


class HistoryCase(TransactionCase):
    """On a database to which ./test has loaded the demo company with its history."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.ref("cs_base.company_xinglan_demo")
        data = cls.env["ir.model.data"].search([("name", "=", "import_presale1_3")])
        assert data, "the history is not loaded"
        # Loaded perhaps yesterday, and perhaps the month has ended meanwhile.
        zone = cls.company._cs_zone()
        cls.today = (
            data.create_date.replace(tzinfo=timezone.utc).astimezone(zone).date()
        )

    def month(self, months_ago):
        return self.today + relativedelta(months=-months_ago, day=1)

    def count(self, model, *domain):
        return self.env[model].search_count(list(domain))
