from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain


class CsDeputy(models.Model):
    """Who decides in whose place, from a day to a day (both included).

    Access: named by the person, by an HR officer or by the general manager of the
    company; nobody names the own person. The person, the deputy, HR officers and the
    general manager read it. What has been named does not change: only the last
    day, the reason and archiving (revoking) do. Nobody deletes.
    """

    _name = "cs.deputy"
    _description = "Deputy"
    _inherit = ["mail.thread"]
    _order = "date_from desc, id desc"
    _rec_name = "deputy_id"

    principal_id = fields.Many2one(
        "hr.employee",
        string="Person Represented",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.employee_id,
    )
    deputy_id = fields.Many2one(
        "hr.employee",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    company_id = fields.Many2one(
        related="principal_id.company_id", store=True, precompute=True, index=True
    )
    date_from = fields.Date("First Day", required=True, tracking=True)
    date_to = fields.Date("Last Day", required=True, tracking=True)
    kind_ids = fields.Many2many(
        "cs.decision.kind",
        string="Only For",
        help="Empty: for everything the person decides.",
    )
    reason = fields.Char()
    active = fields.Boolean(default=True, tracking=True)

    _dates_ordered = models.Constraint(
        "CHECK(date_from <= date_to)", "The last day is before the first day."
    )
    _two_people = models.Constraint(
        "CHECK(principal_id <> deputy_id)", "Nobody can be their own deputy."
    )

    @api.constrains("principal_id", "deputy_id")
    def _check_people(self):
        for record in self.sudo():
            if record.principal_id._cs_is_same_person(record.deputy_id):
                raise ValidationError(self.env._("Nobody can be their own deputy."))
            if record.deputy_id.company_id != record.company_id:
                raise ValidationError(
                    self.env._("The deputy works in another company.")
                )
            if not record.deputy_id.user_id:
                raise ValidationError(
                    self.env._(
                        "%(name)s has no user and so could not decide.",
                        name=record.deputy_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        mine = self.env.user._cs_employees()._cs_all_records()
        if any(record.deputy_id in mine for record in records.sudo()):
            raise AccessError(self.env._("You cannot name yourself as deputy."))
        for record in records.sudo():
            self.env["cs.decision.notice"].sudo()._tell_deputy(record)
        return records

    def write(self, vals):
        open_fields = {"date_to", "reason", "active"} | set(
            self.env["mail.thread"]._fields
        )
        if not vals.keys() <= open_fields:
            raise UserError(
                self.env._(
                    "Only the last day and the reason of a deputy can be changed."
                    " Please archive this one and name another."
                )
            )
        return super().write(vals)

    @api.model
    def _running_domain(self, employees):
        """Deputies running today, in the companies of these principals. Revoked ones
        never count, whatever ``active_test`` the caller's context carries."""
        return Domain("active", "=", True) & Domain.OR(
            Domain("principal_id", "in", people.ids)
            & Domain("date_from", "<=", company._cs_today())
            & Domain("date_to", ">=", company._cs_today())
            for company, people in employees.grouped("company_id").items()
        )

    @api.model
    def _active_for(self, principals, kind):
        """The deputies of each person today, for one kind of decision.

        :param kind: code of a cs.decision.kind
        :return: dict employee id -> hr.employee (sudo), perhaps empty
        """
        result = dict.fromkeys(principals.ids, principals.sudo().browse())
        for record in self.sudo().search(self._running_domain(principals.sudo())):
            if not record.kind_ids or kind in record.kind_ids.mapped("code"):
                result[record.principal_id.id] |= record.deputy_id
        return result

    @api.model
    def _represented(self, employees):
        """Whom these people represent today.

        :return: list of (principal id, set of kinds; empty = every kind)
        """
        # No zone is more than a day away from UTC.
        yesterday = fields.Date.today() - timedelta(days=1)
        records = self.sudo().search(
            [
                ("deputy_id", "in", employees.ids),
                ("date_to", ">=", yesterday),
                ("active", "=", True),
            ]
        )
        return [
            (record.principal_id.id, set(record.kind_ids.mapped("code")))
            for record in records
            if record.date_from <= record.company_id._cs_today() <= record.date_to
        ]
