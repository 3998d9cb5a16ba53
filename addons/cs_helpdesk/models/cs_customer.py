from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..engine.customer_owner import PROOFS
from .cs_customer_change import LOYALTIES
from .cs_customer_policy import GRADES

PROOF_NAMES = list(
    zip(
        PROOFS,
        (
            "Brought the customer in",
            "The customer's own statement",
            "Registered first",
            "First full contact",
        ),
        strict=True,
    )
)


class CsCustomer(models.Model):
    """A customer of a company: class, loyalty, next visit and owner (HD-21, HD-22).

    One row for each company and commercial partner, made and recomputed by the server
    from tickets, callbacks, visits and claims; nobody enters or changes one.

    Access: agents read those that they own or that their team serves; leaders those of
    their team and its members; supervisors those of their departments; the general
    manager and technical administrators all.
    """

    _name = "cs.customer"
    _inherit = ["cs.kept.mixin", "cs.explained.mixin"]
    _description = "Classed Customer"
    _order = "grade, next_due_on, id"
    _rec_names_search = ["partner_id.name", "partner_id.phone"]

    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    phone = fields.Char(related="partner_id.phone")
    currency_id = fields.Many2one(related="company_id.currency_id")

    grade = fields.Selection(GRADES, "Class", readonly=True, index=True)
    loyalty = fields.Selection(LOYALTIES, readonly=True, index=True)
    turnover = fields.Monetary(
        readonly=True, help="HD-21: of finished orders, in the months that count."
    )
    service_count = fields.Integer(
        "Services", readonly=True, help="HD-21: finished orders and repairs."
    )
    complaint_count = fields.Integer("Complaints", readonly=True)
    last_activity_on = fields.Date("Last Activity", readonly=True)
    next_due_on = fields.Date(
        "Next Visit or Service",
        readonly=True,
        index="btree_not_null",
        help="HD-21: the planned visit, else the last service and the interval of the"
        " class.",
    )

    owner_id = fields.Many2one(
        "res.users",
        "Whose Customer",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    owner_proof = fields.Selection(
        PROOF_NAMES,
        "By Which Proof",
        readonly=True,
        help="HD-22: empty when the manager decided.",
    )
    is_disputed = fields.Boolean("Disputed", readonly=True, index="btree_not_null")
    team_ids = fields.Many2many(
        "helpdesk.ticket.team",
        "cs_customer_team_rel",
        "customer_id",
        "team_id",
        string="Served By",
        readonly=True,
    )
    visit_ids = fields.One2many("cs.customer.visit", "customer_id", "Visits")
    claim_ids = fields.One2many("cs.customer.claim", "customer_id", "Claims")
    dispute_ids = fields.One2many("cs.customer.dispute", "customer_id", "Disputes")
    change_ids = fields.One2many("cs.customer.change", "customer_id", "Changes So Far")

    _partner_uniq = models.Constraint(
        "UNIQUE(company_id, partner_id)", "This customer has a record already."
    )

    @api.depends("partner_id.name")
    def _compute_display_name(self):
        for one in self:
            # sudo: who reads the customer may know the name
            one.display_name = one.sudo().partner_id.display_name

    def _kept_text(self):
        return self.env._(
            "HD-21: class and owner of a customer follow from services, visits and"
            " claims; nobody enters them."
        )

    # Buttons

    def action_claim(self):
        """Open a new claim on this customer (HD-22)."""
        return self._open_new("cs.customer.claim", self.env._("Claim"))

    def action_visit(self):
        """Open a new visit of this customer (HD-21)."""
        return self._open_new("cs.customer.visit", self.env._("Plan a Visit"))

    @api.readonly
    def action_tickets(self):
        """The customer's tickets, as far as the caller may read them."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Tickets: %(name)s", name=self.display_name),
            "res_model": "helpdesk.ticket",
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "mobile_view_mode": "kanban",
            "domain": [
                ("partner_id", "child_of", self.partner_id.ids),
                ("company_id", "=", self.company_id.id),
            ],
        }

    def _open_new(self, model, name):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_customer_id": self.id},
        }

    # For the others

    @api.model
    def _ensure(self, company, partners):
        """The records of these commercial partners, new ones among them (sudo).

        Of several who need one at the same moment one makes it (database).
        """
        customers = self.sudo()
        rows = [(company.id, partner) for partner in partners.commercial_partner_id.ids]
        if rows:
            self.env.execute_query(
                SQL(
                    "INSERT INTO cs_customer (company_id, partner_id, is_disputed,"
                    " secrecy, create_uid, write_uid, create_date, write_date)"
                    " SELECT v.company, v.partner, false, 'normal', %(uid)s, %(uid)s,"
                    " now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'"
                    " FROM (VALUES %(rows)s) AS v (company, partner)"
                    " ON CONFLICT DO NOTHING RETURNING id",
                    uid=self.env.uid,
                    rows=SQL(", ").join(rows),
                )
            )
        return customers.search(
            [
                ("company_id", "=", company.id),
                ("partner_id", "in", partners.commercial_partner_id.ids),
            ]
        )

    @api.model
    def _open_of(self, company, partner):
        """The record of a contact, made when there is none yet.

        :raise AccessError: when the caller may not read it
        """
        customer = self._ensure(company, partner)
        if not customer.grade:
            customer._compute_again()
        if customer.cs_is_hidden:
            raise AccessError(
                self.env._(
                    "HD-20: the customer %s is secret. Leaders open it with a reason"
                    " under Helpdesk > Customers > Secret Records.",
                    customer._secret_number(),
                )
            )
        customer.sudo(False).check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": customer.id,
            "views": [(False, "form")],
        }

    def _summary(self):
        """``Class A · Loyal · Wang Min`` for the contact's form."""
        grades = dict(self._fields["grade"]._description_selection(self.env))
        loyalties = dict(self._fields["loyalty"]._description_selection(self.env))
        # sudo: the name of a colleague
        parts = grades.get(self.grade), loyalties.get(self.loyalty)
        parts = (*parts, self.sudo().owner_id.name)
        return " · ".join(part for part in parts if part)

    def _touch(self):
        """Take the customers for this transaction: whoever claims or decides at the
        same moment starts anew and sees what was done (HD-22)."""
        if self:
            self.env.execute_query(
                SQL(
                    "UPDATE cs_customer SET write_date = write_date WHERE id IN %s"
                    " RETURNING id",
                    tuple(self.ids),
                )
            )

    def _explanation_header(self):
        loyalties = dict(self._fields["loyalty"]._description_selection(self.env))
        return super()._explanation_header() | {
            "subtitle": loyalties.get(self.loyalty, ""),
            "badge": (self.grade or "").upper(),
        }

    def _explanation_history(self):
        self.check_access("read")
        # sudo: who reads the customer reads its history
        changes = self.sudo().change_ids[:20].sorted("id")
        return [(one.changed_at, one.what) for one in changes]

    @api.model
    def _check_person(self, user, company):
        """:raise UserError: when that user does not work in the company"""
        people = user.sudo()._cs_employees()
        if not people.filtered(lambda person: person.company_id == company):
            raise UserError(
                self.env._("HD-22: only colleagues of the company own customers.")
            )
