from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class CsRecordDisposal(models.Model):
    """A list of documents past retention that are destroyed (ALL-06).

    The general manager approves it; one person destroys and another one, who is
    present, says so. Then the content is gone and the line in the register stays.

    Access: leaders write and read their own lists, HR officers and the general manager
    read all; who destroys and who is present read theirs.
    """

    _name = "cs.record.disposal"
    _inherit = ["cs.record.number.mixin", "cs.decision.mixin"]
    _description = "Disposal of Records"
    _order = "year desc, serial desc, id desc"
    _rec_name = "number"
    _number_code = "XH"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    date = fields.Date(
        "Planned For", required=True, default=lambda self: self.env.company._cs_today()
    )
    reason = fields.Char(required=True)
    way = fields.Selection(
        [("shred", "Shredded"), ("pulp", "Pulped"), ("burn", "Burnt")],
        "How",
        required=True,
        default="shred",
    )
    line_ids = fields.One2many("cs.record.disposal.line", "disposal_id", "Records")
    executor_id = fields.Many2one(
        "res.users", "Destroyed By", required=True, ondelete="restrict"
    )
    witness_id = fields.Many2one(
        "res.users",
        "Supervised By",
        required=True,
        ondelete="restrict",
        help="Is present and says so: somebody else than who destroys.",
    )
    destroyed_at = fields.Datetime("Destroyed On", readonly=True, copy=False)
    witnessed_at = fields.Datetime("Supervised On", readonly=True, copy=False)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("refused", "Rejected"),
            ("done", "Destroyed"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
    )
    is_executor = fields.Boolean(compute="_compute_is")
    is_witness = fields.Boolean(compute="_compute_is")

    _number_once = models.Constraint(
        "UNIQUE(company_id, year, serial)", "A number is given once."
    )
    _two_people = models.Constraint(
        "CHECK(executor_id != witness_id)",
        "Who destroys and who supervises are two people.",
    )
    _done_by_both = models.Constraint(
        "CHECK((state = 'done') = (witnessed_at IS NOT NULL)"
        " AND (witnessed_at IS NULL OR destroyed_at IS NOT NULL))",
        "It is done when both have said so.",
    )

    @api.depends_context("uid")
    @api.depends("state", "destroyed_at", "executor_id", "witness_id")
    def _compute_is(self):
        user = self.env.user
        for one in self:
            approved = one.state == "approved"
            one.is_executor = (
                approved and not one.destroyed_at and one.executor_id == user
            )
            one.is_witness = (
                approved and bool(one.destroyed_at) and one.witness_id == user
            )

    @api.model_create_multi
    def create(self, vals_list):
        lists = super().create(vals_list)
        lists._number_give()
        return lists

    def action_fill(self):
        """Add every filed document past retention that the caller may read."""
        self.ensure_one()
        self.check_access("write")
        self._decision_check_open()
        found = self.env["cs.record"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "=", "filed"),
                ("retain_until", "<", self.company_id._cs_today()),
                ("id", "not in", self.line_ids.record_id.ids),
            ]
        )
        self.write(
            {
                "line_ids": [
                    fields.Command.create({"record_id": record.id}) for record in found
                ]
            }
        )
        return True

    def action_destroyed(self):
        """The originals are destroyed; by who is named for it."""
        for one in self:
            one._check_turn(one.executor_id)
            if one.destroyed_at:
                raise UserError(self.env._("ALL-06: this has been said already."))
            for line in one.sudo().line_ids:
                line._check_disposable()
            one.sudo()._decision_write({"destroyed_at": fields.Datetime.now()})
        return True

    def action_witnessed(self):
        """The supervisor was present: the files are deleted, for good."""
        for one in self:
            one._check_turn(one.witness_id)
            if not one.destroyed_at:
                raise UserError(
                    self.env._("ALL-06: first %s says so.", one.executor_id.name)
                )
            # sudo: states are nobody's to write; the check above decides
            mine = one.sudo()
            for line in mine.line_ids:
                line.record_id._dispose()
            mine._decision_write(
                {"state": "done", "witnessed_at": fields.Datetime.now()}
            )
        return True

    def _check_turn(self, user):
        self.check_access("read")
        if self.env.user != user:
            raise AccessError(
                self.env._("ALL-06: this is for %s to say.", user.sudo().name)
            )
        if self.state != "approved":
            raise UserError(
                self.env._("ALL-06: %s is not approved, or done.", self.number)
            )

    # Decision hooks

    def _decision_kind(self):
        return "record_disposal"

    def _decision_protected_fields(self):
        names = {"number", "year", "serial"}
        names |= {"destroyed_at", "witnessed_at"}
        return super()._decision_protected_fields() | names

    def _decision_excluded(self):
        """Who destroys does not approve."""
        return (self.executor_id | self.witness_id).employee_ids

    def _decision_check_submit(self):
        if not self.line_ids:
            raise UserError(self.env._("ALL-06: please add the documents first."))
        for line in self.line_ids:
            line._check_disposable()

    def _decision_on_approved(self):
        for line in self.line_ids:
            line._check_disposable()
