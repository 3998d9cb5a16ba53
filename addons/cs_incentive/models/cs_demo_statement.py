from odoo import api, models


class CsDemo(models.AbstractModel):
    """Statements of the demo company (INC-30): those of the older month are approved
    and told, of last month's some are reviewed.

    No month is closed: they are computed as the step of the month close does, without
    its commits.
    """

    _inherit = "cs.demo"

    @api.model
    def _load_statements(self, months_ago):
        """Compute a month, and let people go on with it, once."""
        company = self.env.ref("cs_base.company_xinglan_demo")
        month = self._demo_date(months_ago, 1)
        Statement = self.env["cs.incentive.statement"]
        there = [("company_id", "=", company.id), ("month", "=", month)]
        frozen = [*there, ("state", "!=", "computed")]
        is_closed = self.env["cs.period"]._is_closed(company, month, code="incentive")
        if is_closed or Statement.search_count(frozen, limit=1):
            return
        self.env["cs.incentive.maker"]._book(company, month)
        statements = Statement.search(there)
        if months_ago == 1:
            team = self._ref("department", "presale1")
            mine = statements.filtered(lambda one: one.department_id.id == team)
            self._as("hr", mine).action_review()
            return
        self._as("hr", statements).action_review()
        self._as("gm", statements).action_approve()
        statements._tell()
