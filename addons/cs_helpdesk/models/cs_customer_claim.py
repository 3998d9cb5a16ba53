from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .cs_customer import PROOF_NAMES

#: What people enter; everything else follows.
ENTERED = {
    "customer_id",
    "claimant_id",
    "proof",
    "since_on",
    "evidence",
    "attachment_ids",
    "ticket_id",
}
MAX_TEXT = 5000


class CsCustomerClaim(models.Model):
    """That a customer is somebody's, and the proof of it (HD-22).

    Who reads the customer enters one, for oneself or for a colleague; it stays as it
    was entered. The order of proofs decides whose customer it is; what contradicts a
    fact goes to the manager (``cs.customer.dispute``).

    Access: who reads the customer, whom it is for and who entered it read it.
    """

    _name = "cs.customer.claim"
    _inherit = ["cs.kept.mixin"]
    _description = "Claim on a Customer"
    _order = "id desc"
    _rec_name = "customer_id"
    _kept_is_entered = True

    customer_id = fields.Many2one(
        "cs.customer", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="customer_id.company_id", store=True, index=True, precompute=True
    )
    claimant_id = fields.Many2one(
        "res.users",
        "Whose Customer",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
    )
    proof = fields.Selection(
        PROOF_NAMES,
        required=True,
        help="HD-22: the order of this list decides; equal proofs: the earliest day.",
    )
    since_on = fields.Date(
        "Day of the Proof",
        required=True,
        default=lambda self: self.env.company._cs_today(),
    )
    evidence = fields.Text(
        required=True, help="What shows it: who said what, which paper, which visit."
    )
    attachment_ids = fields.Many2many("ir.attachment", string="Papers")
    ticket_id = fields.Many2one(
        "helpdesk.ticket", "From Ticket", index="btree_not_null", ondelete="set null"
    )
    entered_by_id = fields.Many2one(
        "res.users", required=True, readonly=True, ondelete="restrict"
    )

    _once_uniq = models.Constraint(
        "UNIQUE(customer_id, claimant_id, proof)",
        "This person has a claim of this kind on the customer already.",
    )

    @api.depends("customer_id", "claimant_id")
    def _compute_display_name(self):
        proofs = dict(self._fields["proof"]._description_selection(self.env))
        for one in self:
            # sudo: who reads the claim may know both names
            names = one.sudo().customer_id.display_name, one.sudo().claimant_id.name
            parts = (*names, proofs.get(one.proof))
            one.display_name = " · ".join(part for part in parts if part)

    @api.model_create_multi
    def create(self, vals_list):
        prepared = [self._prepare(vals) for vals in vals_list]
        customers = self.env["cs.customer"].browse(
            vals["customer_id"] for vals in prepared
        )
        # sudo: the row is taken before anything is read of other claims
        customers.sudo()._touch()
        claims = super(CsCustomerClaim, self.sudo()).create(prepared)
        claims._link_papers()
        customers.sudo()._compute_again()
        return claims.with_env(self.env)

    def _prepare(self, vals):
        """What is stored of what was entered; refuses what is not to be."""
        if not vals.keys() <= ENTERED:
            raise UserError(
                self.env._(
                    "HD-22: enter customer, person, proof, day and evidence; the rest"
                    " follows."
                )
            )
        customer = self.env["cs.customer"].browse(vals.get("customer_id")).exists()
        user = self.env["res.users"].browse(vals.get("claimant_id") or self.env.uid)
        if not customer or not user.exists():
            raise UserError(self.env._("HD-22: choose the customer and the person."))
        customer.check_access("read")
        self._check_enterer()
        customer._check_person(user, customer.sudo().company_id)
        day = fields.Date.to_date(vals.get("since_on"))
        today = customer.sudo().company_id._cs_today()
        if (day or today) > today:
            raise UserError(self.env._("HD-22: the day of the proof lies ahead."))
        self._check_ticket(customer, vals.get("ticket_id"))
        return {
            **vals,
            "claimant_id": user.id,
            "since_on": day or today,
            "evidence": self._clean(vals.get("evidence")),
            "entered_by_id": self.env.uid,
        }

    def _check_enterer(self):
        if not (self.env.su or self.env.user.has_group("cs_base.group_agent")):
            raise AccessError(self.env._("HD-22: who serves customers enters claims."))

    def _check_ticket(self, customer, ticket_id):
        ticket = self.env["helpdesk.ticket"].browse(ticket_id or ()).exists()
        if ticket:
            ticket.check_access("read")
            # sudo: only to compare
            partner = ticket.sudo().partner_id.commercial_partner_id
            if partner != customer.sudo().partner_id:
                raise UserError(
                    self.env._("HD-22: that ticket is one of another customer.")
                )

    @api.model
    def _clean(self, text):
        """Evidence without NUL, not empty and not longer than that."""
        text = text.replace("\0", "").strip() if isinstance(text, str) else ""
        if not text or len(text) > MAX_TEXT:
            raise UserError(
                self.env._(
                    "HD-22: write down what shows it, in at most %s characters.",
                    MAX_TEXT,
                )
            )
        return text

    def _link_papers(self):
        """The claim's access rights decide about its papers: files that the caller has
        just uploaded and that belong to nothing yet."""
        for claim in self:
            files = claim.attachment_ids
            mine = files.filtered(
                lambda file: file.create_uid == self.env.user and not file.res_id
            )
            if files - mine:
                raise UserError(
                    self.env._("HD-22: upload the papers here; others stay theirs.")
                )
            mine.write({"res_model": self._name, "res_id": claim.id})

    def _kept_text(self):
        return self.env._(
            "HD-22: a claim stays as it was entered. Enter another one with what is"
            " new, or let the manager decide."
        )
