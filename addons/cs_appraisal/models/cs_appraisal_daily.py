import logging

from dateutil.relativedelta import relativedelta

from odoo import api, models

from .cs_appraisal_step import CODE

_logger = logging.getLogger(__name__)


class CsAppraisalDaily(models.AbstractModel):
    """What is done for a company every day (APP-01)."""

    _inherit = "cs.appraisal.maker"

    @api.model
    def _each_day(self, company):
        """Each part for itself: what fails holds up nothing else, and comes again."""
        parts = (
            self._prepare_month,
            self._open_due,
            self.env["cs.appraisal.change"]._book_late,
        )
        for part in parts:
            try:
                with self.env.cr.savepoint():
                    part(company)
            except Exception:
                _logger.exception("Appraisals of company %s: %s", company.id, part)

    def _prepare_month(self, company):
        """The cycle of last month, where monthly templates are in force.

        Not before the policy's day, so that HR can make another one by hand.
        """
        Cycle = self.env["cs.appraisal.cycle"].with_company(company)
        first = company._cs_today().replace(day=1) - relativedelta(months=1)
        last = first + relativedelta(months=1, days=-1)
        known = [
            ("company_id", "=", company.id),
            ("kind", "=", "month"),
            ("date_from", "=", first),
        ]
        Template = self.env["cs.appraisal.template"]
        wanted = Template._policy_approved(
            company.ids, last, last, {"cycle_kind": "month"}
        )
        if not wanted or Cycle.search_count(known, limit=1):
            return
        if self.env["cs.period"]._is_closed(company, first, code=CODE):
            return
        Cycle.create({"company_id": company.id, "kind": "month", "date_from": first})

    def _open_due(self, company):
        cycles = self.env["cs.appraisal.cycle"].search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "draft"),
                ("opens_on", "<=", company._cs_today()),
            ]
        )
        for cycle in cycles._decision_actor():
            cycle._open()
