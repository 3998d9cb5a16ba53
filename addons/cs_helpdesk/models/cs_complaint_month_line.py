from decimal import Decimal

from odoo import api, fields, models
from odoo.addons.cs_base.engine.explanation import Explanation, Param, Reason


class CsComplaintMonthFigures(models.AbstractModel):
    """The figures of one unit, of a month or of a week (HD-06).

    Numbers are complaints, a shared one in parts. Ratios are of 1, and 0 where there
    is nothing to divide by; the texts say "not applicable" then.
    """

    _name = "cs.complaint.figures.mixin"
    _description = "Complaint Figures of a Unit"

    department_id = fields.Many2one(
        "hr.department",
        "Responsible Unit",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: no unit is named yet.",
    )
    rank = fields.Integer(
        readonly=True,
        aggregator=None,
        help="By complaints to volume, the most complaints first; equal ratios share a"
        " rank. A unit that took in no tickets has no ratio and no rank.",
    )
    number = fields.Float("Complaints", digits=(16, 4), readonly=True)
    volume = fields.Integer(
        "Tickets Taken In",
        readonly=True,
        help="Tickets of all kinds that the unit took in.",
    )
    ratio = fields.Float("Complaints to Volume", digits=(16, 6), readonly=True)
    ratio_text = fields.Char("Ratio", compute="_compute_texts")
    general_number = fields.Float("General", digits=(16, 4), readonly=True)
    repeat_number = fields.Float("Repeat", digits=(16, 4), readonly=True)
    severe_number = fields.Float("Severe", digits=(16, 4), readonly=True)
    closed_number = fields.Float("Closed", digits=(16, 4), readonly=True)
    judged_number = fields.Float(
        "Judged by the Limit",
        digits=(16, 4),
        readonly=True,
        help="Closed ones, and open ones past their limit. Complaints without a limit"
        " are not judged.",
    )
    in_time_number = fields.Float(
        "Closed Within the Limit", digits=(16, 4), readonly=True
    )
    in_time_ratio = fields.Float("Share in Time", digits=(16, 6), readonly=True)
    in_time_text = fields.Char("In Time", compute="_compute_texts")
    average_days = fields.Float(
        "Days Until Closed, Average",
        digits=(16, 2),
        readonly=True,
        aggregator=None,
        help="By the clock, pauses included; shared complaints by their shares.",
    )
    worst_days = fields.Float(
        "Days Until Closed, Longest", digits=(16, 2), readonly=True, aggregator="max"
    )
    average_text = fields.Char("Average Days", compute="_compute_texts")
    worst_text = fields.Char("Longest Days", compute="_compute_texts")
    by_type = fields.Json(
        "Numbers by Type", readonly=True, help="[[type, number]], the most first"
    )
    type_text = fields.Char("By Type", compute="_compute_type_text")

    @api.depends_context("lang")
    @api.depends("department_id.name")
    def _compute_display_name(self):
        for line in self:
            # sudo: names of units are no secret to whoever reads the list
            name = line.sudo().department_id.name
            line.display_name = name or self.env._("No unit named yet")

    @api.depends_context("lang")
    @api.depends("number", "volume", "judged_number", "closed_number")
    def _compute_texts(self):
        nothing = self.env._("Not applicable")
        for line in self:
            has_ratio = line.volume and line.department_id
            line.ratio_text = _percent(line.ratio) if has_ratio else nothing
            judged = line.judged_number
            line.in_time_text = _percent(line.in_time_ratio) if judged else nothing
            closed = line.closed_number
            line.average_text = f"{line.average_days:.2f}" if closed else nothing
            line.worst_text = f"{line.worst_days:.2f}" if closed else nothing

    @api.depends_context("lang")
    @api.depends("by_type")
    def _compute_type_text(self):
        for line in self:
            parts = [f"{name} {number:g}" for name, number in line._type_lines()]
            line.type_text = " · ".join(parts)

    def _type_lines(self):
        """:return: list of (name of the type, number), the most first"""
        self.ensure_one()
        rows = self.by_type or []
        ids = [category for category, _number in rows if category]
        # sudo: names of types are no secret
        known = self.env["helpdesk.ticket.category"].sudo().browse(ids).exists()
        names = {one.id: one.name for one in known}
        without = self.env._("Without type")
        return [(names.get(category, without), number) for category, number in rows]

    @api.model
    def _figure_vals(self, row, types):
        """Values of the stored figures.

        :param row: ``Figures`` of the engine
        :param types: [[category id or None, number]]
        """
        return {
            "department_id": row.unit,
            "rank": row.rank or 0,
            "number": row.number,
            "volume": row.volume,
            "ratio": row.ratio or 0,
            "general_number": row.general,
            "repeat_number": row.repeat,
            "severe_number": row.severe,
            "closed_number": row.closed,
            "judged_number": row.judged,
            "in_time_number": row.in_time,
            "in_time_ratio": row.in_time_ratio or 0,
            "average_days": row.average_days or 0,
            "worst_days": row.worst_days or 0,
            "by_type": types,
        }


def _percent(ratio):
    return f"{ratio * 100:.2f} %"


class CsComplaintMonthLine(models.Model):
    """One unit in the statistics of a month (HD-06).

    Written by ``cs.complaint.month.maker`` while the list is open. Access: as the list.
    """

    _name = "cs.complaint.month.line"
    _inherit = ["cs.kept.mixin", "cs.explained.mixin", "cs.complaint.figures.mixin"]
    _description = "Complaint Statistics of a Unit"
    _order = "month_id, position, id"
    _log_access = False

    month_id = fields.Many2one(
        "cs.complaint.month",
        "Month List",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    position = fields.Integer(readonly=True, required=True, aggregator=None)
    correction_number = fields.Float(
        "Difference of Earlier Months",
        digits=(16, 4),
        readonly=True,
        help="Complaints more or fewer that became known after a month was frozen.",
    )
    unit_count = fields.Integer("Units Ranked", readonly=True, aggregator=None)
    explanation = fields.Json(compute="_compute_explanation", store=False)

    _unit_uniq = models.UniqueIndex(
        "(month_id, COALESCE(department_id, 0))", "A unit stands in the list once."
    )

    def _kept_text(self):
        return self.env["cs.complaint.month"]._kept_text()

    def _compute_is_explained(self):
        self.is_explained = True

    def _compute_explanation(self):
        """Follows from the figures, so it is not kept beside them (ALL-01)."""
        for line in self:
            figures = [
                Param("number", _exact(line.number)),
                Param("volume", line.volume),
                Param("general", _exact(line.general_number)),
                Param("repeat", _exact(line.repeat_number)),
                Param("severe", _exact(line.severe_number)),
            ]
            reasons = [Reason("HD-06", "complaint.month.counted", values=figures)]
            place = [Param("rank", line.rank), Param("units", line.unit_count)]
            if line.rank:
                ratio = Param("ratio", _exact(line.ratio), "ratio")
                reasons.append(
                    Reason("HD-06", "complaint.month.ranked", values=[*place, ratio])
                )
            else:
                reasons.append(Reason("HD-06", "complaint.month.unranked"))
            reasons.append(self._reason_of_time(line))
            line.explanation = Explanation(reasons).to_json()

    def _reason_of_time(self, line):
        return Reason(
            "HD-03",
            "complaint.month.time",
            values=[
                Param("judged", _exact(line.judged_number)),
                Param("in_time", _exact(line.in_time_number)),
            ],
        )

    def _explanation_header(self):
        return super()._explanation_header() | {
            "subtitle": self.month_id.display_name,
        }

    @api.readonly
    def action_open_cases(self):
        """The complaints behind the figures of the unit."""
        self.ensure_one()
        self.check_access("read")
        unit = [("department_id", "=", self.department_id.id)]
        return self.month_id._cases_window([("month_id", "=", self.month_id.id), *unit])


def _exact(number):
    return Decimal(str(round(number, 6)))
