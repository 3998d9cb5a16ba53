from contextlib import nullcontext

from odoo import fields
from odoo.addons.cs_base.tests.common import CsCase
from odoo.tests import HttpCase


class PeriodCase(CsCase):
    """October 2026 with 25 items; a checked step (HR), then a computing one (payroll).

    Tests freeze the time in November 2026, so that October is over.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        types = cls.env["cs.period.step.type"].search([])
        types.filtered(lambda t: not t.code.startswith("test_")).unlink()
        cls.Period = cls.env["cs.period"]
        cls.items = cls._create_items(cls.company, 25)
        cls.period = cls.Period._open_month(
            cls.company, fields.Date.to_date("2026-10-01")
        )
        cls.check, cls.compute = cls.period.step_ids

    @classmethod
    def _create_items(cls, company, count, **vals):
        return cls.env["test.cs.item"].create(
            [
                {
                    "company_id": company.id,
                    "date": "2026-10-15",
                    "amount": number,
                    **vals,
                }
                for number in range(count)
            ]
        )

    def run_steps(self):
        """What the scheduled action does, until nothing is left."""
        cron = self.env.ref("cs_base.cs_period_cron_run")
        served = isinstance(self, HttpCase)  # is in that mode all the time
        with nullcontext() if served else self.enter_registry_test_mode():
            cron.with_user(self.env.ref("base.user_root")).method_direct_trigger()
        self.env.invalidate_all()

    def as_role(self, record, role):
        return record.with_user(self.users[role])

    def lock(self, step, role):
        self.as_role(step, role).action_lock()
        self.run_steps()

    def lock_all(self, period=None):
        check, compute = (period or self.period).step_ids
        self.lock(check, "hr")
        self.as_role(compute, "payroll").action_start()
        self.run_steps()
        self.lock(compute, "payroll")

    def close(self):
        self.lock_all()
        self.as_role(self.period, "gm").action_close()

    def outputs(self, period=None):
        return self.env["test.cs.output"].search(
            [("period_id", "=", (period or self.period).id)]
        )
