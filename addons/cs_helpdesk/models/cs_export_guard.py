from odoo import models
from odoo.exceptions import UserError

#: Models of which every row holds data of a customer: names, numbers, addresses.
HOLDERS = {
    "helpdesk.ticket",
    "cs.call.conversion",
    "cs.callback",
    "cs.callback.attempt",
    "cs.customer",
    "cs.customer.claim",
    "cs.customer.visit",
    "cs.phone.call",
    "cs.phone.held",
    "cs.phone.record",
    "cs.ticket.quarantine",
}
#: What other records show of a customer anyway: the name in a column of theirs.
NAMES = {"id", ".id", "display_name", "name"}


class Base(models.AbstractModel):
    """The stock export of customers' data is refused: it needs approval (HD-20).

    Whichever way the export begins: what is reached through another record, such as
    the tickets of a team, passes here as well. Administrators go on exporting.
    """

    _inherit = "base"

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        is_named = not _is_toplevel_call and all(
            not path or path[0] in NAMES for path in fields
        )
        if not is_named and not self.env.is_system() and self._cs_holds_customers():
            raise UserError(
                self.env._(
                    "HD-20: customers' data is exported with approval only. Please ask"
                    " for it under Helpdesk > Customers > Data Exports, or choose the"
                    " records in their list and then Actions > Ask for an Export."
                )
            )
        return super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)

    def _cs_holds_customers(self):
        """Whether one of the records holds data of customers."""
        return self._name in HOLDERS and bool(self)


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _cs_holds_customers(self):
        """Contacts that are customers of the user's companies, colleagues never."""
        # sudo: whether somebody is a customer does not depend on who reads it
        known = self.sudo().filtered("partner_share").commercial_partner_id
        companies = self.env.user.sudo().company_ids.ids
        return any(
            self.env[model].sudo().search_count(domain, limit=1)
            for model, domain in (
                (
                    "cs.customer",
                    [("partner_id", "in", known.ids), ("company_id", "in", companies)],
                ),
                (
                    "helpdesk.ticket",
                    [
                        ("partner_id.commercial_partner_id", "in", known.ids),
                        ("company_id", "in", companies),
                    ],
                ),
            )
        )


class ResUsers(models.Model):
    _inherit = "res.users"

    def _cs_holds_customers(self):
        """Customers who log in: a user holds what the contact holds."""
        # sudo: as for the contacts
        return self.sudo().partner_id.sudo(False)._cs_holds_customers()
