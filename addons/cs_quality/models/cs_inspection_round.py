from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ..engine import inspection
from .cs_inspection_plan import KINDS
from .draw_notice import verified


class CsInspectionRound(models.Model):
    """A round of inspections: on which day, by whom, and who is inspected (HD-30).

    Seed and lists are kept, so that who leads can have it drawn again and compared. The
    database refuses a second round of a plan on the same day, or with the same number
    in a week.

    Access: the inspectors named read theirs; supervisors, HR officers and the general
    manager all. Rounds are drawn on Monday by themselves, or by a supervisor or HR
    officer.
    """

    _name = "cs.inspection.round"
    _inherit = ["cs.kept.mixin"]
    _description = "Inspection Round"
    _order = "date desc, id desc"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    plan_id = fields.Many2one(
        "cs.inspection.plan",
        "Inspection Plan",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    kind = fields.Selection(KINDS, "What Is Inspected", required=True, readonly=True)
    week = fields.Date("Week From", required=True, readonly=True, index=True)
    number = fields.Integer("Number in the Week", required=True, readonly=True)
    date = fields.Date("Day of the Round", required=True, readonly=True, index=True)
    inspector_ids = fields.Many2many(
        "hr.employee",
        "cs_inspection_round_inspector_rel",
        string="Inspectors",
        readonly=True,
    )
    drawn_at = fields.Datetime("Drawn On", required=True, readonly=True)
    drawn_by_id = fields.Many2one(
        "res.users", required=True, readonly=True, ondelete="restrict"
    )
    seed = fields.Char(
        required=True,
        readonly=True,
        help="Made by chance at the draw. Who has it and the lists draws the same"
        " lots.",
    )
    drawn_from = fields.Json(readonly=True, required=True, groups=fields.NO_ACCESS)
    people_count = fields.Integer("People Drawn From", readonly=True)
    newcomer_count = fields.Integer(
        "Newcomers", readonly=True, help="Inspected every week until proficient."
    )
    result_ids = fields.One2many("cs.inspection.result", "round_id", "Results")
    result_count = fields.Integer("People Inspected", readonly=True)

    _day_once = models.Constraint(
        "UNIQUE(plan_id, date)", "The plan has a round on this day already (HD-30)."
    )
    _number_once = models.Constraint(
        "UNIQUE(plan_id, week, number)",
        "The rounds of this week have been drawn already (HD-30).",
    )
    _week_begins_on_monday = models.Constraint(
        "CHECK(extract(isodow FROM week) = 1)", "A week begins on Monday."
    )
    _day_of_the_week = models.Constraint(
        "CHECK(date BETWEEN week AND week + 6)", "A round is on a day of its week."
    )

    @api.depends_context("lang")
    @api.depends("date", "kind")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for one in self:
            day = format_date(self.env, one.date) if one.date else ""
            one.display_name = f"{kinds.get(one.kind, '')} {day}".strip()

    def _kept_text(self):
        return self.env._(
            "HD-30: a round stays as it was drawn, with its seed. The next week is"
            " drawn anew."
        )

    @api.model
    def action_draw(self):
        """Draw the rounds of this week now, and show them.

        :raise AccessError: for everybody but supervisors and HR officers
        :raise UserError: there is nothing to draw
        """
        groups = ("cs_base.group_supervisor", "cs_base.group_hr_officer")
        if not any(self.env.user.has_group(group) for group in groups):
            raise AccessError(
                self.env._("HD-30: supervisors and HR officers have a week drawn.")
            )
        company = self.env.company
        rounds = self._draw_week(company, self._this_week(company))
        if not rounds:
            raise UserError(
                self.env._(
                    "HD-30: there is nothing to draw. Either this week is drawn"
                    " already, or no plan was in force on its Monday, or no working day"
                    " is left, or fewer than two people have the role Quality reviewer."
                )
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Inspection Rounds"),
            "res_model": self._name,
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "mobile_view_mode": "kanban",
            "domain": [("id", "in", rounds.ids)],
        }

    def action_verify(self):
        """Draw once more by the kept seed and lists, and compare."""
        self.ensure_one()
        self.check_access("read")
        is_same = self.sudo()._is_reproduced()
        text = (
            self.env._("Drawn again by the same seed: the same people.")
            if is_same
            else self.env._("Drawn again by the same seed: other people!")
        )
        return verified(is_same, text)

    def _is_reproduced(self):
        """Whether seed and lists give the inspectors and people of this round."""
        kept = self.drawn_from
        lists = self._as_lists(kept)
        drawn = inspection.draw(
            lists, kept["inspector_count"], kept["people_count"], self.seed
        )
        same_people = set(drawn.people) == set(self.result_ids.employee_id.ids)
        return same_people and set(drawn.inspectors) == set(self.inspector_ids.ids)

    @api.model
    def _as_lists(self, kept):
        """:param kept: the lists as they are stored"""
        return inspection.Lists(
            people=frozenset(kept["people"]),
            newcomers=frozenset(kept["newcomers"]),
            inspectors=frozenset(kept["inspectors"]),
            barred={int(key): value for key, value in kept["barred"].items()},
            load={int(key): value for key, value in kept["load"].items()},
        )

    @api.model
    def _this_week(self, company):
        """Monday of the week that runs, where the company is."""
        today = company._cs_today()
        return today - timedelta(days=today.weekday())

    @api.model
    def _cron_draw(self):
        """The rounds of the week that runs, once; and what time has made final."""
        Cron = self.env["ir.cron"].sudo()
        for company in self.env["cs.inspection.plan"].sudo().search([]).company_id:
            self._draw_week(company, self._this_week(company))
            Cron._commit_progress(1)
        self.env["cs.inspection.result"].sudo()._finish_overdue()
