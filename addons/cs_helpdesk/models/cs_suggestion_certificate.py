from psycopg2.errors import UniqueViolation

from odoo import api, fields, models, tools
from odoo.exceptions import UserError


class CsSuggestionCertificate(models.Model):
    """Thanks to a customer whose suggestions were not adopted (HD-08).

    Issued by the worker, once a customer and year; nobody writes or deletes it.
    Everybody in the service reads those of the own company; leaders and management
    hand them over.
    """

    _name = "cs.suggestion.certificate"
    _inherit = ["cs.kept.mixin"]
    _description = "Certificate of Thanks"
    _order = "year desc, id desc"
    _rec_name = "number"

    company_id = fields.Many2one("res.company", required=True, index=True)
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, index=True, ondelete="restrict"
    )
    customer_name = fields.Char("Made Out To", required=True)
    number = fields.Char("Certificate No.", required=True)
    year = fields.Integer(required=True, aggregator=None)
    count = fields.Integer("Suggestions", required=True)
    issued_on = fields.Date(required=True)
    sent_at = fields.Datetime("Given On")
    can_send = fields.Boolean(compute="_compute_can_send")
    sent_by_id = fields.Many2one("res.users", "Given By", ondelete="restrict")
    sent_way = fields.Selection(
        [("email", "E-mail"), ("paper", "On Paper")], "Given As"
    )

    _once_a_year = models.Constraint(
        "UNIQUE(company_id, partner_id, year)",
        "HD-08: one certificate a customer and year.",
    )

    def _kept_text(self):
        return self.env._(
            "HD-08: certificates are issued by the figures of the year and stay."
        )

    @api.model
    def _issue(self, company, partner, year, count):
        """:return: the certificate, or none when there is one already"""
        try:
            with self.env.cr.savepoint():
                return self._kept_create(
                    [
                        {
                            "company_id": company.id,
                            "partner_id": partner.id,
                            "customer_name": partner.name or partner.email or "—",
                            "number": self.env["ir.sequence"]
                            .with_company(company)
                            .next_by_code("cs.suggestion.certificate"),
                            "year": year,
                            "count": count,
                            "issued_on": company._cs_today(),
                            "sent_at": False,
                            "sent_by_id": False,
                            "sent_way": False,
                        }
                    ]
                )
        except UniqueViolation:
            return self.browse()

    @api.model
    def _issue_due(self):
        """HD-08: a customer with so many suggestions not adopted in a calendar year."""
        for company in self.env["res.company"].search([]):
            today = company._cs_today()
            for year in (today.year - 1, today.year):
                self._issue_year(company, year, today)

    def _issue_year(self, company, year, today):
        first, last = fields.Date.to_date(f"{year}-01-01"), f"{year}-12-31"
        policy = self.env["cs.helpdesk.policy"]._suggestion_policy(
            company, self.env["hr.department"], min(today, fields.Date.to_date(last))
        )
        rows = self.env["cs.suggestion"]._read_group(
            [
                ("company_id", "=", company.id),
                ("partner_id", "!=", False),
                ("state", "=", "not_adopted"),
                ("decided_on", ">=", first),
                ("decided_on", "<=", last),
            ],
            ["partner_id"],
            ["__count"],
            [("__count", ">=", policy.certificate_count)],
        )
        same = [("company_id", "=", company.id), ("year", "=", year)]
        there = self.search(same).partner_id
        for partner, count in rows:
            if partner not in there:
                self._issue(company, partner, year, count)

    # On paper

    def _address(self):
        return self.env._("%(name)s:", name=self.customer_name)

    def _thanks(self):
        return self.env._(
            "In %(year)s you gave us %(count)s suggestions that we could not adopt."
            " Each one made us think about our work. We thank you for your trust and"
            " your patience, and ask you to go on telling us what could be better.",
            year=str(self.year),
            count=self.count,
        )

    # Handing over

    @api.depends("sent_at", "partner_id.email")
    def _compute_can_send(self):
        # sudo: whether there is an address, not which
        for one in self.sudo():
            address = tools.email_normalize(one.partner_id.email)
            one.can_send = not one.sent_at and bool(address)

    def action_send(self):
        """E-mail it to the customer, the PDF attached."""
        for one in self:
            one._check_sender()
            known = one.sudo()
            if not tools.email_normalize(known.partner_id.email):
                raise UserError(
                    self.env._("The customer has no valid e-mail address. Print it.")
                )
            template = self.env.ref("cs_helpdesk.mail_template_suggestion_thanks")
            template.sudo().send_mail(one.id, force_send=False)
            one._mark("email")
        return True

    def action_handed_over(self):
        """Write down that the customer has it on paper."""
        for one in self:
            one._check_sender()
            one._mark("paper")
        return True

    def _check_sender(self):
        self.check_access("read")
        user = self.env.user
        if not (
            user.has_group("cs_base.group_team_leader")
            or user.has_group("cs_base.group_general_manager")
        ):
            raise UserError(
                self.env._("Team leaders and the general manager hand these over.")
            )
        if self.sudo().sent_at:
            raise UserError(self.env._("This certificate has been handed over."))

    def _mark(self, way):
        self.sudo()._kept_write(
            {
                "sent_at": fields.Datetime.now(),
                "sent_by_id": self.env.uid,
                "sent_way": way,
            }
        )
