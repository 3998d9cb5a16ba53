from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from .claim import claimed
from .cs_flower import KINDS


class CsFlowerRedemption(models.Model):
    """Flowers exchanged for gifts, once a month and person; a flag for one (INC-15).

    Access: the person the own ones, a flag's whoever asked for it; supervisors those of
    their departments; HR officers and the general manager all. These two hand out, not
    to themselves. Nobody writes or deletes.
    """

    _name = "cs.flower.redemption"
    _inherit = ["cs.kept.mixin", "cs.explained.mixin"]
    _description = "Redemption of Red Flowers"
    _order = "date desc, id desc"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    kind = fields.Selection(KINDS, required=True, readonly=True)
    employee_id = fields.Many2one(
        "hr.employee",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="INC-15: whose flowers; empty for a flag.",
    )
    asked_by_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, index=True, ondelete="restrict"
    )
    department_id = fields.Many2one(
        "hr.department", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    date = fields.Date(required=True, readonly=True)
    month = fields.Date(required=True, readonly=True)
    flowers = fields.Integer("Flowers Spent", required=True, readonly=True)
    line_ids = fields.One2many("cs.flower.redemption.line", "redemption_id", "Gifts")
    move_ids = fields.One2many("cs.flower.move", "redemption_id", "Flowers Used")
    gift_names = fields.Char("Gifts in Words", compute="_compute_gift_names")
    state = fields.Selection(
        [("asked", "To be handed out"), ("handed", "Handed out")],
        required=True,
        readonly=True,
        default="asked",
        index=True,
    )
    handed_by_id = fields.Many2one(
        "hr.employee", "Handed Out By", readonly=True, ondelete="restrict"
    )
    handed_at = fields.Datetime("Handed Out On", readonly=True)
    can_hand_out = fields.Boolean(compute="_compute_can_hand_out")

    _person_month_uniq = models.Constraint(
        "UNIQUE(employee_id, month)", "INC-15: a person redeems once a month."
    )
    _flag_month_uniq = models.UniqueIndex(
        "(department_id, month) WHERE kind = 'flag'",
        "INC-15: a department redeems once a month.",
    )
    _kind_has_owner = models.Constraint(
        "CHECK((kind = 'flower') = (employee_id IS NOT NULL)"
        " AND (kind = 'flower' OR department_id IS NOT NULL))",
        "INC-15: flowers are redeemed by a person, a flag by a department.",
    )
    _flowers_one_to_three = models.Constraint(
        "CHECK(flowers BETWEEN 1 AND 3 AND (kind = 'flower' OR flowers = 1))",
        "INC-15: one to three flowers are redeemed at a time, and one flag.",
    )
    _handed_by_somebody = models.Constraint(
        "CHECK((state = 'handed') = (handed_at IS NOT NULL)"
        " AND (handed_by_id IS NULL OR handed_by_id <> asked_by_id))",
        "INC-15: somebody else hands the gifts out.",
    )
    _asked_idx = models.Index("(company_id, month) WHERE state = 'asked'")

    @api.depends("employee_id", "department_id", "date", "kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for one in self:
            # sudo: whoever reads the redemption may know whose it is
            known = one.sudo()
            whose = known.employee_id.name or known.department_id.name or ""
            day = format_date(self.env, one.date) if one.date else ""
            one.display_name = f"{whose} · {day}"

    @api.depends("line_ids.gift_id.name")
    @api.depends_context("lang")
    def _compute_gift_names(self):
        for one in self:
            one.gift_names = ", ".join(one.line_ids.mapped("gift_id.name"))

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_can_hand_out(self):
        for one in self:
            one.can_hand_out = one.state == "asked" and not one._why_not()

    def _kept_text(self):
        return self.env._(
            "INC-15: what was redeemed is never changed or deleted. Gifts are handed"
            " out by the button."
        )

    def action_hand_out(self):
        """The gifts of these were handed out; by HR or the general manager, once."""
        self.check_access("read")
        for one in self:
            refusal = one._why_not()
            if refusal:
                raise AccessError(refusal)
        if not claimed(self, "asked"):
            raise UserError(
                self.env._("This has been handed out already. Please look again.")
            )
        for company, same in self.grouped("company_id").items():
            me = self.env.user._cs_employees()
            mine = me.filtered(lambda one, at=company: one.company_id == at) or me
            # sudo: checked above; nobody has the right to write
            same.sudo()._kept_write(
                {
                    "state": "handed",
                    "handed_at": fields.Datetime.now(),
                    "handed_by_id": mine[:1].id,
                }
            )
        return True

    def _why_not(self):
        """Why the current user may not hand this out, or None."""
        me, user = self.env.user._cs_employees(), self.env.user
        roles = ("cs_base.group_hr_officer", "cs_base.group_general_manager")
        if not me or not any(user.has_group(role) for role in roles):
            return self.env._(
                "INC-15: HR officers and the general manager hand gifts out."
            )
        # sudo: whose it is, to compare only
        concerned = self.sudo().asked_by_id | self.sudo().employee_id
        if any(one._cs_is_same_person(other) for one in me for other in concerned):
            return self.env._("INC-15: somebody else hands out the own gifts.")
        return None

    def _explanation_header(self):
        return super()._explanation_header() | {
            "badge": str(self.flowers),
            "token": "ok",
            "subtitle": self.gift_names or "",
        }


class CsFlowerRedemptionLine(models.Model):
    """One gift of a redemption. Access: as the redemption."""

    _name = "cs.flower.redemption.line"
    _inherit = ["cs.kept.mixin"]
    _description = "Gift of a Redemption"
    _rec_name = "gift_id"

    redemption_id = fields.Many2one(
        "cs.flower.redemption",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    gift_id = fields.Many2one(
        "cs.flower.gift", required=True, readonly=True, index=True, ondelete="restrict"
    )
    level = fields.Char("Level Then", required=True, readonly=True)

    def _kept_text(self):
        return self.env._("INC-15: what was redeemed is never changed or deleted.")
