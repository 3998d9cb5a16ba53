from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import mute_logger


class CsPhoneCall(models.Model):
    """A call of a customer that was registered (电话登记, HD-09).

    Access: who reads the ticket reads its calls; registering a call makes one.
    """

    _name = "cs.phone.call"
    _inherit = ["cs.ticket.record.mixin"]
    _description = "Call of a Customer"
    _order = "called_at desc, id desc"
    _rec_name = "phone"

    token = fields.Char(
        required=True,
        readonly=True,
        groups=fields.NO_ACCESS,
        help="Of the form in which it was entered: saved twice, it is one call.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Taken By",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    called_at = fields.Datetime(required=True, readonly=True)
    phone = fields.Char(required=True, readonly=True)
    phone_key = fields.Char("Number Compared", readonly=True, index=True)
    is_new = fields.Boolean("Opened the Ticket", readonly=True)

    _once = models.UniqueIndex("(user_id, token)", "This call is saved already.")

    def _kept_text(self):
        return self.env._(
            "HD-09: calls are registered with “Phone Entry” and stay as they are."
        )

    @api.model
    def _taken(self, token):
        """The current user's call that was entered in a form; possibly none (sudo)."""
        return self.sudo().search(
            [("user_id", "=", self.env.uid), ("token", "=", token)]
        )

    @api.model
    def _note(self, vals):
        """Of two forms with one token, the second looks again and finds the first.

        :raise ConcurrencyError: somebody saves it at this moment
        """
        try:
            # sudo: calls are made by registering them only
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                return self.sudo()._kept_create([vals])
        except IntegrityError as error:
            raise ConcurrencyError(self.env._("This call is saved already.")) from error
