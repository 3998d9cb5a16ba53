import logging

from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from .cs_appraisal_policy import RATING_WARN_DAYS

_logger = logging.getLogger(__name__)

CRON = "cs_appraisal.cs_appraisal_rating_cron"
#: Hours of the day, where the company works, in which people are told.
TOLD_FROM, TOLD_TO = 8, 20


class CsAppraisalRatingNotice(models.Model):
    """That somebody has been told of ratings of a cycle: each kind once (APP-01).

    Messages name neither who rates nor who is rated, hang on no record, and lead to
    the list, where everybody sees what the rules allow. Nobody reads these rows.
    """

    _name = "cs.appraisal.rating.notice"
    _inherit = ["cs.kept.mixin"]
    _description = "Reminder of Ratings"
    _order = "id desc"

    cycle_id = fields.Many2one(
        "cs.appraisal.cycle", required=True, readonly=True, ondelete="restrict"
    )
    user_id = fields.Many2one(
        "res.users", required=True, readonly=True, index=True, ondelete="restrict"
    )
    kind = fields.Selection(
        [
            ("open", "Ratings are open"),
            ("soon", "Due soon"),
            ("due", "Due today"),
            ("missing", "Ratings are missing"),
        ],
        required=True,
        readonly=True,
    )

    _once = models.Constraint(
        "UNIQUE(cycle_id, user_id, kind)", "A person is told once of each."
    )

    def _kept_text(self):
        return self.env._("Who has been told of ratings is noted by the system only.")

    @api.model
    def _wake(self):
        self.env.ref(CRON).sudo()._trigger()

    @api.model
    def _cron_remind(self):
        """Chosen by state and date: what a stopped server left out is told later."""
        Cron = self.env["ir.cron"].sudo()
        cycles = self._cycles()
        kinds = {cycle: self._kind(cycle) for cycle in cycles}
        Cron._commit_progress(0, remaining=len(cycles))
        for user, some in self._waiting(cycles).items():
            self._safely(self._tell_rater, user, some, kinds)
            if not Cron._commit_progress(1):
                return
        for cycle in cycles:
            if kinds[cycle] == "due":
                for user in self._officers(cycle):
                    self._safely(self._tell_officer, user, cycle)
            Cron._commit_progress(1)

    @api.model
    def _cycles(self):
        """Open ones of companies where it is daytime."""
        cycles = self.env["cs.appraisal.cycle"].search([("state", "=", "open")])
        now = fields.Datetime.now()
        return cycles.filtered(
            lambda cycle: (
                TOLD_FROM
                <= words.localized(now, cycle.company_id._cs_zone()).hour
                < TOLD_TO
            )
        )

    @api.model
    def _kind(self, cycle):
        """Only the last reached: who is told that it is due needs no earlier word."""
        company = cycle.company_id
        today = company._cs_today()
        left = (cycle.due_on - today).days
        if left <= 0:
            return "due"
        policy = self.env["cs.appraisal.policy"]._policy_of_unit(
            company, self.env["hr.department"], today
        )
        warned = policy.rating_warn_days if policy else RATING_WARN_DAYS
        return "soon" if left <= warned else "open"

    @api.model
    def _waiting(self, cycles):
        """:return: dict user -> cycles in which the user has ratings to give"""
        found = self.env["cs.appraisal.rater"]._read_group(
            [
                ("cycle_id", "in", cycles.ids),
                ("state", "=", "asked"),
                ("is_closed", "=", False),
                ("appraisal_id.state", "=", "open"),
                ("employee_id.user_id.active", "=", True),
            ],
            ["employee_id"],
            ["cycle_id:recordset"],
        )
        result = {}
        for employee, some in found:
            known = result.get(employee.user_id, some.browse())
            result[employee.user_id] = known | some
        return result

    @api.model
    def _officers(self, cycle):
        """HR officers of the company."""
        group = self.env.ref("cs_base.group_hr_officer")
        return group.all_user_ids.filtered(
            lambda user: user.active and cycle.company_id in user.company_ids
        )

    @api.model
    def _safely(self, tell, user, *of_what):
        """What fails holds up nobody else and is tried again by the next run."""
        try:
            with self.env.cr.savepoint():
                tell(user, *of_what)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except Exception:
            _logger.exception("The reminder of ratings to user %s failed", user.id)

    @api.model
    def _new(self, user, cycles, kinds):
        """Note what is told now; what was told before is left out.

        :return: the cycles that are new to the user
        """
        known = self.search([("user_id", "=", user.id), ("cycle_id", "in", cycles.ids)])
        told = {(one.cycle_id, one.kind) for one in known}
        new = cycles.filtered(lambda cycle: (cycle, kinds[cycle]) not in told)
        self._kept_create(
            [
                {"cycle_id": cycle.id, "user_id": user.id, "kind": kinds[cycle]}
                for cycle in new
            ]
        )
        return new

    @api.model
    def _tell_rater(self, user, cycles, kinds):
        """One message of all cycles that have something new to say."""
        new = self._new(user, cycles, kinds)
        if not new:
            return
        env = self.env(context={**self.env.context, "lang": user.lang})
        lines = []
        for cycle in new.sorted("due_on"):
            waiting = env["cs.appraisal.rater"].search_count(
                [
                    ("cycle_id", "=", cycle.id),
                    ("state", "=", "asked"),
                    ("employee_id.user_id", "=", user.id),
                ]
            )
            day = words.day_name(env, cycle.due_on)
            lines.append((cycle.name, day, waiting))
        self._send(env, user, env._("Ratings to give"), lines, "/odoo/my-ratings")

    @api.model
    def _tell_officer(self, user, cycle):
        """What is missing, once the date has come."""
        # As the user: whoever is rated does not count the own peers.
        mine = self.env["cs.appraisal.rater"].with_user(user)
        missing = mine.with_context(allowed_company_ids=cycle.company_id.ids)
        waiting = missing.search_count(
            [("cycle_id", "=", cycle.id), ("state", "=", "asked")]
        )
        if not waiting or not self._new(user, cycle, {cycle: "missing"}):
            return
        env = self.env(context={**self.env.context, "lang": user.lang})
        line = (cycle.name, words.day_name(env, cycle.due_on), waiting)
        link = "/odoo/raters"
        self._send(env, user, env._("Ratings that are missing"), [line], link)

    @api.model
    def _send(self, env, user, subject, lines, link):
        body = env["ir.qweb"]._render(
            "cs_appraisal.cs_appraisal_rating_digest",
            {"lines": lines, "url": self.get_base_url() + link},
        )
        env["mail.thread"].message_notify(
            partner_ids=user.partner_id.ids, subject=subject, body=body
        )
