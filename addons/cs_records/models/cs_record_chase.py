import logging

from markupsafe import Markup

from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import format_date

_logger = logging.getLogger(__name__)


class CsRecordChase(models.Model):
    """That a person was reminded of overdue documents on a day: once, by a database
    constraint (HD-20). The system writes these rows; no role reads them.
    """

    _name = "cs.record.chase"
    _inherit = ["cs.kept.mixin"]
    _description = "Reminder of Overdue Records"
    _order = "id desc"
    _rec_name = "day"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        "res.users", required=True, readonly=True, index=True, ondelete="cascade"
    )
    day = fields.Date(required=True, readonly=True)

    _once_a_day = models.Constraint(
        "UNIQUE(company_id, user_id, day)", "A person is reminded once a day."
    )

    def _kept_text(self):
        return self.env._("Who has been reminded is noted by the system only.")

    @api.model
    def _cron_chase(self):
        """Tell borrowers and keepers of what is overdue, each once a day."""
        Cron = self.env["ir.cron"].sudo()
        waiting = self._waiting()
        Cron._commit_progress(0, remaining=len(waiting))
        for (company, user), loans in waiting.items():
            try:
                with self.env.cr.savepoint():
                    self._chase(company, user, loans)
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                raise
            except Exception:
                _logger.exception("Overdue records of %s", user.login)
            if not Cron._commit_progress(1):
                return

    @api.model
    def _waiting(self):
        """:return: dict (company, user) -> overdue loans, of who is not told today"""
        Loan, found = self.env["cs.record.loan"], {}
        for company in Loan._read_group([("state", "=", "out")], ["company_id"]):
            company, today = company[0], company[0]._cs_today()
            told = self.search([("company_id", "=", company.id), ("day", "=", today)])
            overdue = [("state", "=", "out"), ("date_to", "<", today)]
            overdue.append(("company_id", "=", company.id))
            for loan in Loan.search(overdue, order="date_to"):
                people = (loan.borrower_id | loan._keepers()) - told.user_id
                for user in people.filtered("active"):
                    key = company, user
                    found[key] = found.get(key, Loan) | loan
        return found

    @api.model
    def _chase(self, company, user, loans):
        stamp = {"company_id": company.id, "day": company._cs_today()}
        self._kept_create([{**stamp, "user_id": user.id}])
        self.flush_model()
        env = self.env(context={**self.env.context, "lang": user.lang})
        rows = Markup().join(
            Markup("<li>%s</li>")
            % env._(
                "%(number)s, to be returned by %(day)s: %(name)s",
                number=loan.record_id.number,
                day=format_date(env, loan.date_to),
                name=loan.borrower_id.name,
            )
            for loan in loans
        )
        env["mail.thread"].message_notify(
            partner_ids=user.partner_id.ids,
            subject=env._("Records to be returned: %s", len(loans)),
            body=Markup("<ul>%s</ul>") % rows,
        )
