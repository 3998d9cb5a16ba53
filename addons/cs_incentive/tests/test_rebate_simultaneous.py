from uuid import uuid4

from odoo.addons.cs_base.tests.committed import CommittedCase
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL, mute_logger

CALLERS = 6
TABLES = ("share", "line", "list", "entry", "term", "agent")


@tagged("post_install", "-at_install", "cs_incentive", "cs_rebate")
class TestRebateSimultaneous(CommittedCase):
    """INC-33: payments at one moment come to at most what is due, and a number is
    entered once. Real transactions, committed, and cleaned up again."""

    def setUp(self):
        super().setUp()
        self.login = f"rebates_{uuid4().hex[:8]}"
        self.addCleanup(self._remove)
        with self.registry.cursor() as cr:
            env = self._env(cr)
            company = env["res.company"].create({"name": self.login})
            self.company_id = company.id
            groups = "cs_base.group_hr_officer,cs_base.group_payroll_accountant"
            user = new_test_user(
                env,
                login=self.login,
                password=self.login,
                groups=groups,
                company_id=company.id,
                company_ids=[(6, 0, company.ids)],
            )
            partner = env["res.partner"].create({"name": self.login})
            agent = env["cs.rebate.agent"].create(
                {"partner_id": partner.id, "company_id": company.id}
            )
            self.user_id, self.partner_id, self.agent_id = user.id, partner.id, agent.id
            self._approved(env, agent)

    def _approved(self, env, agent):
        """100 are due, as the approved list of May says."""
        month = "2025-05-01"
        may = env["cs.rebate.list"].create(
            {"company_id": self.company_id, "month": month}
        )
        figures = {"rebate": 100, "earned": 100, "outstanding": 100}
        env["cs.rebate.line"]._kept_create(
            [{"list_id": may.id, "agent_id": agent.id, **figures}]
        )
        may._decision_write({"state": "approved"})

    def _remove(self):
        with self.registry.cursor() as cr, mute_logger("odoo.models.unlink"):
            env = self._env(cr)
            for table in TABLES:
                cr.execute(
                    SQL(
                        "DELETE FROM %s WHERE company_id = %s",
                        SQL.identifier(f"cs_rebate_{table}"),
                        self.company_id,
                    )
                )
            env["res.users"].browse(self.user_id).unlink()
            env["res.partner"].browse(self.partner_id).unlink()
            env["res.company"].browse(self.company_id).unlink()

    def at_once(self, vals_list):
        """Create each of these at one moment. :return: how many went well"""
        errors = self._call_at_once(self.login, "cs.rebate.entry", "create", vals_list)
        for error in errors:
            if error:
                self.assertEqual(error["name"], "odoo.exceptions.UserError", error)
        return errors.count(None)

    def test_at_one_moment(self):
        entry = {
            "agent_id": self.agent_id,
            "date": "2025-06-07",
            "origin": "Bank",
            "amount": 40,
        }
        payments = [
            {**entry, "kind": "payment", "number": f"P{n}"} for n in range(CALLERS)
        ]
        self.assertEqual(self.at_once(payments), 2)
        turnover = [{**entry, "kind": "turnover", "number": "T"}] * CALLERS
        self.assertEqual(self.at_once(turnover), 1)
