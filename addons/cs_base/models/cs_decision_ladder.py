from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..engine.ladder import LadderError, check


class CsDecisionLadder(models.Model):
    """Who decides on one kind of document, by its size, from a day on.

    In force for a person is the approved ladder with the nearest scope (the
    department, those above it, then the company) and there the latest first day
    that is not in the future.

    Access: HR officers and supervisors write drafts and propose; the general
    manager approves (ALL-07); everybody reads what is approved.
    """

    _name = "cs.decision.ladder"
    _description = "Decision Ladder"
    _inherit = ["cs.decision.mixin"]
    _order = "kind_id, company_id, department_id, date_from desc, id desc"
    _check_company_auto = True

    _decision_pending = "proposed"
    _decision_refused = "draft"

    kind_id = fields.Many2one(
        "cs.decision.kind",
        string="For",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("is_fixed", "=", False)],
    )
    unit = fields.Char(related="kind_id.unit")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
    )
    department_id = fields.Many2one(
        "hr.department",
        index=True,
        ondelete="restrict",
        check_company=True,
        help="Empty: for the whole company.",
    )
    date_from = fields.Date("In Force From", required=True)
    rung_ids = fields.One2many(
        "cs.decision.rung", "ladder_id", string="Who Decides", copy=True
    )
    note = fields.Text("Reason for the Change")
    state = fields.Selection(
        [("draft", "Draft"), ("proposed", "Proposed"), ("approved", "Approved")],
        required=True,
        default="draft",
        copy=False,
        tracking=True,
    )

    _scope_date_uniq = models.UniqueIndex(
        "(kind_id, company_id, COALESCE(department_id, 0), date_from)"
        " WHERE state = 'approved'",
        "Another ladder has been approved for the same scope from the same day.",
    )

    @api.depends("kind_id", "department_id", "company_id", "date_from")
    def _compute_display_name(self):
        for ladder in self:
            scope = ladder.department_id or ladder.company_id
            parts = (ladder.kind_id.name, scope.display_name, ladder.date_from)
            ladder.display_name = " · ".join(str(part) for part in parts if part)

    @api.constrains("kind_id")
    def _check_kind(self):
        for ladder in self:
            if ladder.kind_id.is_fixed:
                raise ValidationError(
                    self.env._(
                        "%(kind)s is always decided by the general manager.",
                        kind=ladder.kind_id.name,
                    )
                )

    def _decision_kind(self):
        return "ladder"

    def _decision_detail(self):
        previous = self._in_force(
            self.kind_id.code, self.company_id, self.department_id, self.date_from
        )
        return {
            "date_from": self.date_from,
            "before": previous.rung_ids._as_text(),
            "after": self.rung_ids._as_text(),
        }

    def _decision_check_submit(self):
        try:
            check(self.rung_ids._as_rungs())
        except LadderError:
            raise UserError(
                self.env._(
                    "The ladder has a gap. Please give each step a last line without"
                    " limit, and let somebody decide at every size."
                )
            ) from None

    @api.model
    def _in_force(self, kind, company, departments, date):
        """The ladder for people of these departments on a date, perhaps empty.

        For people of several departments the nearest scope they share counts.

        :param kind: code of a cs.decision.kind
        :return: one cs.decision.ladder (sudo) or none
        """
        chains = list(departments._cs_ancestor_ids().values()) or [[]]
        shared = [id_ for id_ in chains[0] if all(id_ in c for c in chains)]
        ladders = self.sudo().search(
            Domain("kind_id.code", "=", kind)
            & Domain("company_id", "=", company.id)
            & Domain("department_id", "in", [*shared, False])
            & Domain("state", "=", "approved")
            & Domain("date_from", "<=", date),
            order="date_from desc, id desc",
        )
        by_scope = ladders.grouped(lambda ladder: ladder.department_id.id)
        for scope in (*shared, False):
            if scope in by_scope:
                return by_scope[scope][0]
        return ladders.browse()
