from odoo import api, fields, models
from odoo.addons.cs_base.engine.sheet_out import Column, Sheet
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import AccessError, UserError

from .cs_complaint_penalty import READERS

#: who takes the sheet for finance
FINANCE = (
    "cs_base.group_hr_officer",
    "cs_base.group_payroll_accountant",
    "cs_base.group_general_manager",
)


class CsComplaintMonth(models.Model):
    """The penalties that the complaints of a published list led to go to finance
    (HD-06): shown on the list to who may read them, and as a sheet."""

    _inherit = "cs.complaint.month"

    penalty_ids = fields.One2many(
        "cs.complaint.penalty", "month_id", "Penalties", readonly=True, groups=READERS
    )
    penalty_count = fields.Integer(
        "Number of Penalties", compute="_compute_penalty_count", groups=READERS
    )
    penalty_amount = fields.Monetary(
        "Penalties in Money", compute="_compute_penalty_count", groups=READERS
    )
    currency_id = fields.Many2one(related="company_id.currency_id")

    @api.depends("penalty_ids")
    @api.depends_context("uid")
    def _compute_penalty_count(self):
        """As far as the reader may read them."""
        rows = self.env["cs.complaint.penalty"]._read_group(
            [("month_id", "in", self.ids)], ["month_id"], ["__count", "amount:sum"]
        )
        found = {one: (count, amount) for one, count, amount in rows}
        for one in self:
            count, amount = found.get(one._origin, (0, 0))
            one.penalty_count = count
            one.penalty_amount = amount

    def _on_published(self):
        super()._on_published()
        self.env["cs.complaint.penalty"]._hand_over(self)

    def _tell_finance(self, penalties):
        """One message to payroll; it names nobody."""
        month = words.month_name(self.env, self.month)
        group = self.env.ref("cs_base.group_payroll_accountant")
        users = group.all_user_ids.filtered(
            lambda user: user.active and self.company_id in user.company_ids
        )
        for lang, same in users.grouped("lang").items():
            mine = self.with_context(lang=lang)
            mine.message_notify(
                partner_ids=same.partner_id.ids,
                subject=mine.env._(
                    "Penalties from complaints of %(month)s (HD-06)", month=month
                ),
                body=mine.env._(
                    "Handed to finance: %(count)s. They stand on the list; “Penalties"
                    " for Finance” writes them as a sheet. The money is taken by the"
                    " statements.",
                    count=len(penalties),
                ),
            )

    # Sheet

    def action_export_penalties(self):
        """The sheet for finance: who, for which complaint, by which rule, how much.

        :raise AccessError: for all but HR officers, payroll and the general manager
        :raise UserError: there are none that the reader may read
        """
        self.ensure_one()
        self.check_access("read")
        if not any(self.env.user.has_group(group) for group in FINANCE):
            raise AccessError(
                self.env._(
                    "HD-06: HR officers, payroll and the general manager take the"
                    " penalties for finance."
                )
            )
        sheet = self._penalty_sheet()
        if not sheet:
            raise UserError(
                self.env._(
                    "HD-06: no penalty of these complaints has been handed over yet."
                )
            )
        title = self.env._("Penalties: %s", self.display_name)
        content = self.env["cs.sheet"]._xlsx([sheet], title=title)
        return self.env["cs.sheet"]._download_action(f"{title}.xlsx", content)

    def _book(self):
        sheet = self._penalty_sheet()
        return super()._book() + ([sheet] if sheet else [])

    def _penalty_sheet(self):
        """The penalties that the reader may read, or None."""
        Penalty = self.env["cs.complaint.penalty"]
        if not Penalty.has_access("read"):
            return None
        found = Penalty.search([("month_id", "=", self.id)])
        if not found:
            return None
        return Sheet(
            self.env._("Penalties"),
            self._penalty_columns(found),
            [self._penalty_row(one) for one in found],
            notes=[
                self.env._(
                    "HD-06, INC-21: what is taken is negative. The money is taken by"
                    " the statements, once; this list is for comparison."
                )
            ],
            frozen_columns=2,
            **self._sheet_head(),
        )

    def _penalty_columns(self, found):
        return [
            Column("number", self.env._("Employee Number")),
            self._column("employee_id", found),
            self._column("department_id", found),
            self._column("ticket_number", found),
            self._column("date", found, "date"),
            self._column("rule", found),
            self._column("kind", found),
            self._column("points", found, "decimal", total=True),
            self._column("amount", found, "money", total=True),
            self._column("is_reversal", found),
            self._column("handed_at", found, "datetime"),
        ]

    def _penalty_row(self, one):
        # sudo: name and number of who is on the row that is read
        person, unit = one.sudo().employee_id, one.sudo().department_id
        kinds = dict(one._fields["kind"]._description_selection(self.env))
        handed = words.localized(one.handed_at, self.company_id._cs_zone())
        return {
            "number": person.barcode or "",
            "employee_id": person.name,
            "department_id": unit.name or "",
            "ticket_number": one.ticket_number or "",
            "date": one.date,
            "rule": one.rule,
            "kind": kinds[one.kind],
            "points": one.points,
            "amount": one.amount,
            "is_reversal": self.env._("Taken back") if one.is_reversal else "",
            "handed_at": handed.replace(tzinfo=None),
        }
