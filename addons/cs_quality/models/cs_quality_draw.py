from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ..engine import sampling
from .draw_notice import verified

WEEK = timedelta(days=7)


class CsQualityDraw(models.Model):
    """The draw of a week: which conversations are reviewed, and by whom (HD-32).

    Seed, list and result are kept, so that who leads can have it drawn again and
    compared. A week is drawn once; the database refuses a second time.

    Access: supervisors, HR officers and the general manager read; the week is drawn on
    Monday by itself, or by a supervisor or HR officer.
    """

    _name = "cs.quality.draw"
    _inherit = ["cs.kept.mixin"]
    _description = "Draw of Conversations"
    _order = "week desc, id desc"
    _rec_name = "week"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    week = fields.Date("Week From", required=True, readonly=True, index=True)
    drawn_at = fields.Datetime("Drawn On", required=True, readonly=True)
    drawn_by_id = fields.Many2one(
        "res.users", required=True, readonly=True, ondelete="restrict"
    )
    seed = fields.Char(
        required=True,
        readonly=True,
        help="Made by chance at the draw. Who has it and the list draws the same lots.",
    )
    drawn_from = fields.Json(readonly=True, required=True, groups=fields.NO_ACCESS)
    people_count = fields.Integer("People Drawn From", readonly=True)
    ticket_count = fields.Integer("Tickets Drawn From", readonly=True)
    unassigned_count = fields.Integer(
        "Without a Reviewer",
        readonly=True,
        help="Drawn, but nobody may review them: name more reviewers, of other units.",
    )
    review_ids = fields.One2many("cs.quality.review", "draw_id", "Reviews")
    review_count = fields.Integer(readonly=True)

    _week_once = models.Constraint(
        "UNIQUE(company_id, week)", "This week has been drawn already (HD-32)."
    )
    _week_begins_on_monday = models.Constraint(
        "CHECK(extract(isodow FROM week) = 1)", "A week begins on Monday."
    )

    @api.depends_context("lang")
    @api.depends("week")
    def _compute_display_name(self):
        for draw in self:
            first = draw.week and format_date(self.env, draw.week)
            draw.display_name = self.env._("Week from %s", first or "")

    def _kept_text(self):
        return self.env._(
            "HD-32: a draw stays as it was drawn, with its seed. The next week is drawn"
            " anew."
        )

    @api.model
    def action_draw(self):
        """Draw the week before this one, now, and show it.

        :raise AccessError: for everybody but supervisors and HR officers
        :raise UserError: when it has been drawn
        """
        groups = ("cs_base.group_supervisor", "cs_base.group_hr_officer")
        if not any(self.env.user.has_group(group) for group in groups):
            raise AccessError(
                self.env._("HD-32: supervisors and HR officers have a week drawn.")
            )
        company = self.env.company
        week = self._last_week(company)
        if self.sudo().search_count(
            [("company_id", "=", company.id), ("week", "=", week)]
        ):
            raise UserError(self.env._("This week has been drawn already (HD-32)."))
        draw = self._draw_week(company, week)
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": draw.id,
            "views": [(False, "form")],
        }

    def action_verify(self):
        """Draw once more by the kept seed and list, and compare."""
        self.ensure_one()
        self.check_access("read")
        is_same = self.sudo()._is_reproduced()
        text = (
            self.env._("Drawn again by the same seed: the same tickets.")
            if is_same
            else self.env._("Drawn again by the same seed: other tickets!")
        )
        return verified(is_same, text)

    def _is_reproduced(self):
        """Whether seed and list give the tickets that stand in the reviews."""
        pool = self.drawn_from
        drawn = sampling.draw(
            {int(key): value for key, value in pool["tickets"].items()},
            {int(key): value for key, value in pool["counts"].items()},
            self.seed,
        )
        again = {ticket for mine in drawn.values() for ticket in mine}
        mine = self.review_ids.filtered(lambda one: one.kind == "main").ticket_id
        return set(mine.ids) == again - set(pool["unassigned"])

    @api.model
    def _last_week(self, company):
        """Monday of the week before the one that runs, where the company is."""
        today = company._cs_today()
        return today - timedelta(days=today.weekday()) - WEEK

    @api.model
    def _cron_draw(self):
        """Every company with a card in force, the week before, once."""
        Cron = self.env["ir.cron"].sudo()
        for company in self.env["cs.quality.card"].sudo().search([]).company_id:
            week = self._last_week(company)
            known = [("company_id", "=", company.id), ("week", "=", week)]
            if not self.sudo().search_count(known):
                self._draw_week(company, week)
            Cron._commit_progress(1)
