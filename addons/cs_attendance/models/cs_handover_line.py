from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: What follows from other fields and nobody enters.
DERIVED_FIELDS = {
    "company_id",
    "expected",
    "difference",
    "item_name",
    "carried_from_id",
    "continued_ids",
}


class CsHandoverLineMixin(models.AbstractModel):
    """A line of a handover changes only as long as nobody has signed (ATT-14)."""

    _name = "cs.handover.line.mixin"
    _description = "Line of a Handover"

    handover_id = fields.Many2one(
        "cs.handover", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="handover_id.company_id", store=True)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_entered(vals)
        lines = super().create([self._own_vals(vals) for vals in vals_list])
        # Afterwards: the handover may come from a default of the caller.
        lines.handover_id._check_unsigned()
        return lines

    def write(self, vals):
        self._check_entered(vals)
        self.handover_id._check_unsigned()
        if vals.get("handover_id"):
            self.env["cs.handover"].browse(vals["handover_id"])._check_unsigned()
        result = super().write(vals)
        # Stock asks before only: no line is moved to a handover out of reach.
        self.check_access("write")
        return result

    def unlink(self):
        # Not by @api.ondelete: a context key that any caller can send passes it over.
        self.handover_id._check_unsigned()
        return super().unlink()

    def _derived_fields(self):
        """Names of fields that nobody enters; other addons add theirs."""
        return DERIVED_FIELDS & self._fields.keys()

    def _check_entered(self, vals):
        if self._derived_fields() & vals.keys() and not self.env.su:
            raise UserError(
                self.env._("What a handover works out by itself cannot be entered.")
            )

    def _own_vals(self, vals):
        """What is entered, without what defaults of the caller would add."""
        return {
            **{
                name: False
                for name in self._derived_fields() - {"continued_ids"}
                if not self._fields[name].compute
            },
            **vals,
        }


class CsHandoverItem(models.Model):
    """Something open that the relief goes on with (ATT-14)."""

    _name = "cs.handover.item"
    _inherit = "cs.handover.line.mixin"
    _description = "Open Item of a Handover"
    _order = "is_urgent desc, id"

    name = fields.Char("What", required=True)
    cause = fields.Text()
    course = fields.Text("Course So Far")
    result = fields.Text("Result So Far")
    is_urgent = fields.Boolean("Serious or Urgent")
    is_done = fields.Boolean("Settled")
    carried_from_id = fields.Many2one(
        "cs.handover.item",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The item of the handover before that this one goes on with.",
    )
    continued_ids = fields.One2many("cs.handover.item", "carried_from_id")

    def unlink(self):
        self._check_not_carried()
        return super().unlink()

    def _check_not_carried(self):
        """Who deletes the whole handover leaves its items to the next one."""
        if not self.env.su and self.carried_from_id:
            raise UserError(
                self.env._(
                    "What was taken over is not deleted. Please mark it as settled,"
                    " with its result."
                )
            )

    def _says_result(self):
        """Whether the relief can read how far it has come (ATT-14)."""
        self.ensure_one()
        return bool((self.result or "").strip())


class CsSharedItem(models.Model):
    """What a desk shares and counts at each change of shift: keys, phones, forms.

    Access: everybody reads; team leaders and HR officers keep them.
    """

    _name = "cs.shared.item"
    _description = "Shared Item"
    _order = "sequence, name"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    department_id = fields.Many2one(
        "hr.department",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Counted by this department and those below it; empty: by everybody.",
    )
    quantity = fields.Integer("Should Be", required=True, default=1)

    _quantity_positive = models.Constraint(
        "CHECK(quantity >= 0)", "The number of a shared item cannot be negative."
    )

    @api.model
    def _of(self, employee):
        """The shared items that a person hands over."""
        domain = Domain("company_id", "=", employee.company_id.id)
        domain &= Domain("department_id", "=", False) | Domain(
            "department_id", "parent_of", employee.department_id.ids
        )
        return self.search(domain)


class CsHandoverCount(models.Model):
    """A shared item as it was counted, against the handover before (ATT-14)."""

    _name = "cs.handover.count"
    _inherit = "cs.handover.line.mixin"
    _description = "Shared Item of a Handover"
    _order = "item_id, id"

    item_id = fields.Many2one(
        "cs.shared.item", "Shared Item", required=True, ondelete="restrict"
    )
    item_name = fields.Char(
        "Shared Item as Counted", compute="_compute_expected", store=True
    )
    expected = fields.Integer(
        "Should Be",
        compute="_compute_expected",
        store=True,
        help="What the handover before counted, or what the item says.",
    )
    counted = fields.Integer()
    is_counted = fields.Boolean("Counted?")
    difference = fields.Integer(
        "Surplus or Lack", compute="_compute_difference", store=True
    )
    note = fields.Char("Why It Differs")

    _item_uniq = models.Constraint(
        "UNIQUE(handover_id, item_id)", "This item is counted already."
    )
    _counted_positive = models.Constraint(
        "CHECK(counted >= 0)", "What is counted cannot be negative."
    )

    @api.depends("item_id")
    def _compute_expected(self):
        """Not from ``item_id.name``: an item renamed later was counted as it was."""
        for line in self:
            line.item_name = line.item_id.name
            # sudo: the count before may be between two other people
            last = self.env["cs.handover"].sudo()
            last = last.search(
                [
                    ("count_ids.item_id", "=", line.item_id.id),
                    ("state", "=", "signed"),
                ],
                order="relief_signed_at desc, id desc",
                limit=1,
            )
            before = last.count_ids.filtered(
                lambda one, item=line.item_id: one.item_id == item
            )
            line.expected = before.counted if before else line.item_id.quantity

    @api.depends("expected", "counted", "is_counted")
    def _compute_difference(self):
        for line in self:
            line.difference = line.is_counted and line.counted - line.expected

    @api.onchange("counted")
    def _onchange_counted(self):
        if self.counted:
            self.is_counted = True
