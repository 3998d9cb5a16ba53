import logging

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

_logger = logging.getLogger(__name__)

#: Approved statements of so many months are looked at for facts that came late.
LATE_MONTHS = 3


class CsIncentiveMaker(models.AbstractModel):
    """What becomes known after a statement was approved (INC-30)."""

    _inherit = "cs.incentive.maker"

    @api.model
    def _cron_late(self):
        """Compute the last months again where statements are approved: what differs
        goes to the first ones that are not; without a difference nothing is written."""
        Cron = self.env["ir.cron"]
        months = self._late_months()
        Cron._commit_progress(remaining=len(months))
        for company, month in months:
            try:
                with self.env.cr.savepoint():
                    self._book(company, month)
            except Exception:
                # It holds up no other month, and comes again tomorrow.
                _logger.exception("Late facts of %s in company %s", month, company.id)
            if not Cron._commit_progress(1):
                return

    def _late_months(self):
        """(company, first day of the month), oldest first"""
        first = fields.Date.today() - relativedelta(months=LATE_MONTHS)
        groups = self.env["cs.incentive.statement"]._read_group(
            [("approved_at", "!=", False), ("month", ">=", first)],
            ["month:month", "company_id"],
        )
        return [(company, month) for month, company in groups]
