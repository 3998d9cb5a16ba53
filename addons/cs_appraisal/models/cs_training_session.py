from datetime import timezone

from odoo import api, fields, models
from odoo.exceptions import UserError


class CsTrainingRowMixin(models.AbstractModel):
    """A part of a course: entered while the course is open, frozen when it ends.

    What only the steps of the course set is refused from outside, also as a default
    of the context.
    """

    _name = "cs.training.row.mixin"
    _inherit = ["cs.decision.line.mixin"]
    _description = "Part of a Course"

    _decision_parent_field = "course_id"
    #: fields that only the model's own code sets
    _stamps = ()

    course_id = fields.Many2one(
        "cs.training.course", required=True, index=True, ondelete="cascade"
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_stamps(vals)
        forged = {f"default_{name}" for name in self._stamps}
        context = {k: v for k, v in self.env.context.items() if k not in forged}
        return super(CsTrainingRowMixin, self.with_context(context)).create(vals_list)

    def write(self, vals):
        self._check_stamps(vals)
        result = super().write(vals)
        # Stock asks before only: no row is moved out of one's reach.
        self.check_access("write")
        return result

    def _check_stamps(self, vals):
        for name in self._stamps:
            if vals.get(name):
                raise UserError(
                    self.env._(
                        "“%(field)s” follows from the course; it is not written by"
                        " hand (APP-11).",
                        field=self._fields[name]._description_string(self.env),
                    )
                )


class CsTrainingSession(models.Model):
    """When a course is held: its planned hours (APP-11). Access: as the course."""

    _name = "cs.training.session"
    _inherit = ["cs.training.row.mixin"]
    _description = "Session of a Course"
    _order = "start_at, id"
    _rec_names_search = ["course_id"]

    _stamps = ("minutes",)

    start_at = fields.Datetime("From", required=True)
    stop_at = fields.Datetime("To", required=True)
    minutes = fields.Integer(compute="_compute_minutes", store=True, precompute=True)
    place = fields.Char("Room")

    _in_order = models.Constraint(
        "CHECK(stop_at > start_at)", "A session ends after it begins."
    )
    _whole_minutes = models.Constraint(
        "CHECK(minutes BETWEEN 1 AND 1440)", "A session takes a minute to a day."
    )

    @api.depends("start_at", "stop_at")
    def _compute_minutes(self):
        for session in self:
            minutes = 0
            if session.start_at and session.stop_at:
                minutes = int(
                    (session.stop_at - session.start_at).total_seconds() // 60
                )
            session.minutes = minutes

    @api.depends("start_at", "stop_at")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        for session in self:
            session.display_name = session._span()

    def _span(self):
        """``2026-12-01 14:00–16:00`` on the company's clock."""
        if not self.start_at or not self.stop_at:
            return ""
        zone = (self.course_id.company_id or self.env.company)._cs_zone()
        start, stop = (
            moment.replace(tzinfo=timezone.utc).astimezone(zone)
            for moment in (self.start_at, self.stop_at)
        )
        last = "%H:%M" if start.date() == stop.date() else "%Y-%m-%d %H:%M"
        return f"{start:%Y-%m-%d %H:%M}–{stop.strftime(last)}"
