from decimal import Decimal

from odoo import api, fields, models
from odoo.addons.cs_base.engine.explanation import Explanation, Fact, Param, Reason
from odoo.addons.cs_base.models import period_words as words

CLASSES = [("general", "General"), ("repeat", "Repeat"), ("severe", "Severe")]
TIMING = [
    ("running", "Open, in time so far"),
    ("in_time", "Closed within the limit"),
    ("late", "Past the limit"),
    ("none", "Without a limit"),
]


class CsComplaintMonthRow(models.AbstractModel):
    """A complaint in the statistics: of whom, and the way to the complaint itself.

    Who is named in a complaint never reads it, so it is reached by the button only,
    where its own access rights decide.
    """

    _name = "cs.complaint.month.row.mixin"
    _description = "Row of Complaint Statistics"
    _log_access = False

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    ticket_id = fields.Many2one(
        "helpdesk.ticket",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        groups=fields.NO_ACCESS,
    )
    ticket_number = fields.Char("Complaint", required=True, readonly=True)
    department_id = fields.Many2one(
        "hr.department",
        "Responsible Unit",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    employee_id = fields.Many2one(
        "hr.employee",
        "Responsible Person",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    can_open = fields.Boolean(compute="_compute_can_open")

    @api.depends_context("uid")
    def _compute_can_open(self):
        # sudo: only to know which complaints are asked for
        tickets = self.sudo().ticket_id.sudo(False)._filtered_access("read")
        for row in self:
            row.can_open = row.sudo().ticket_id.id in tickets.ids

    def action_open_ticket(self):
        """The complaint; its own access rights decide."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "helpdesk.ticket",
            # sudo: the id only
            "res_id": self.sudo().ticket_id.id,
            "views": [[False, "form"]],
        }

    def _kept_text(self):
        return self.env["cs.complaint.month"]._kept_text()


class CsComplaintMonthCase(models.Model):
    """A complaint, or a share of one, that the figures of a month rest on (HD-06).

    One row a complaint, unit and person. Written by ``cs.complaint.month.maker`` while
    the list is open; afterwards it stays as it is. The complaint itself is reached by
    the button only: who is named in it sees the own row, never what the customer said.

    Access, nobody writes: the person named sees the own row once the list is
    published, and may appeal (ALL-02); leaders and supervisors those of the units they
    manage, HR officers and the general manager all, but for complaints that name
    themselves. An upheld appeal becomes a difference in the next open month.
    """

    _name = "cs.complaint.month.case"
    _inherit = [
        "cs.complaint.month.row.mixin",
        "cs.kept.mixin",
        "cs.appealable.mixin",
    ]
    _description = "Complaint in the Statistics of a Month"
    _order = "month_id desc, department_id, received_at, id"
    _log_access = False

    month_id = fields.Many2one(
        "cs.complaint.month",
        "Month List",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    share = fields.Float("Share (%)", digits=(6, 2), required=True, readonly=True)
    number = fields.Float("Counts As", digits=(16, 4), required=True, readonly=True)
    complaint_class = fields.Selection(CLASSES, "Class of Complaint", readonly=True)
    category_id = fields.Many2one(
        "helpdesk.ticket.category", "Type", readonly=True, ondelete="restrict"
    )
    received_at = fields.Datetime("Received On", required=True, readonly=True)
    closed_at = fields.Datetime("Complaint Closed On", readonly=True)
    days = fields.Float(
        "Days Until Closed", digits=(16, 2), readonly=True, aggregator="max"
    )
    due_at = fields.Datetime("Close By", readonly=True)
    timing = fields.Selection(TIMING, "Limit Kept", required=True, readonly=True)
    explanation = fields.Json(compute="_compute_explanation", store=False)

    _share_uniq = models.UniqueIndex(
        "(month_id, ticket_id, COALESCE(department_id, 0), COALESCE(employee_id, 0))",
        "A complaint stands once for each unit and person.",
    )

    @api.depends_context("lang")
    @api.depends("ticket_number", "department_id.name")
    def _compute_display_name(self):
        for case in self:
            # sudo: name of the unit whose row the user reads
            unit = case.sudo().department_id.name
            case.display_name = " · ".join(filter(None, (case.ticket_number, unit)))

    # Explanation: the row is frozen, so it says the same whenever it is opened.

    def _compute_is_explained(self):
        self.is_explained = True

    def _compute_explanation(self):
        for case in self:
            reasons = [case._reason_of_month(), case._reason_of_class()]
            reasons.append(case._reason_of_time())
            verdict = f"complaint.class.{case.complaint_class}"
            case.explanation = Explanation(
                list(filter(None, reasons)), verdict if case.complaint_class else ""
            ).to_json()

    def _reason_of_month(self):
        zone = self.company_id._cs_zone()
        return Reason(
            "HD-06",
            "complaint.month.case",
            facts=[Fact("helpdesk.ticket", self.sudo().ticket_id.id, "complaint")],
            values=[
                Param("received", self.received_at),
                Param("day", words.localized(self.received_at, zone).date()),
                Param("month", f"{self.month_id.month:%Y-%m}"),
                Param("share", _exact(self.share)),
                Param("number", _exact(self.number)),
            ],
        )

    def _reason_of_class(self):
        if not self.complaint_class:
            return None
        # sudo: ids only; the reader of the explanation sees what is readable
        events = self.sudo().ticket_id.cs_event_ids
        raised = events.filtered(
            lambda one: one.type == "class" and one.after == self.complaint_class
        )
        return Reason(
            "HD-04",
            "complaint.month.class",
            facts=[
                Fact("cs.complaint.event", one.id, "class_raised") for one in raised
            ],
            values=[Param("name", f"complaint.class.{self.complaint_class}", "term")],
        )

    def _reason_of_time(self):
        # sudo: the limit in force is part of the reason
        limits = self.sudo().ticket_id.cs_limit_ids.filtered(
            lambda one: one.metric == "resolve"
            and one.moment <= (self.month_id.computed_at or one.moment)
        )
        limit = limits.sorted("id")[-1:]
        facts, params = [], []
        if limit.policy_id:
            facts = [Fact("cs.helpdesk.policy", limit.policy_id.id, "policy")]
            params = [
                Param("limit_days", limit.days, "day"),
                Param("limit_time", f"hd.time.{limit.time}", "term"),
            ]
        values = [Param("due", self.due_at or None)]
        if self.closed_at:
            values += [
                Param("closed", self.closed_at),
                Param("days", _exact(self.days)),
            ]
        key = "closed" if self.closed_at else "open"
        return Reason(
            "HD-03",
            f"complaint.month.{self.timing}.{key}",
            facts=facts,
            params=params,
            values=values,
        )

    def _explanation_header(self):
        return super()._explanation_header() | {
            "subtitle": self.sudo().month_id.display_name
        }

    def _explanation_history(self):
        # sudo: when the list became known is no secret to who reads the row
        month = self.sudo().month_id
        history = [
            (month.computed_at, self.env._("Figures counted")),
            (month.approved_at, self.env._("Approved")),
            (month.published_at, self.env._("Published")),
        ]
        return [(moment, text) for moment, text in history if moment]

    # Appeal

    def _appeal_since(self):
        return self.month_id.published_at or None

    def _appeal_first_decider(self):
        month = self.month_id
        return month.approved_by_id._cs_employees() | month.prepared_by_id.employee_ids

    def _appeal_accepted(self, appeal):
        """The person is not responsible; the unit keeps the share. The published list
        stays, so it becomes a difference in the next open month."""
        self.env["cs.complaint.month.change"]._book_appeal(self, appeal)

    def _appeal_title(self):
        return f"{self.display_name} · {self.month_id.display_name}"


def _exact(number):
    return Decimal(str(round(number, 4)))
