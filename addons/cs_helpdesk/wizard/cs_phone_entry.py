from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import plaintext2html

from ..engine.phone_number import BadNumber
from ..models.cs_ticket_outcome import KINDS
from ..models.helpdesk_ticket_guard import seen_text

#: Longest title and longest text, in characters.
TITLE_MAX, TEXT_MAX = 200, 5000


class CsPhoneEntry(models.TransientModel):
    """A matter is entered while the caller is on the line (电话登记, HD-02, HD-09).

    Number first: it shows who calls, and what is open (``cs_phone_history.py``).
    Saving makes the ticket as the agent makes any other, or adds to the open one of the
    same matter; saved twice, it is one call (``cs.phone.call``).

    Access: who works on tickets; each one only the own forms.
    """

    _name = "cs.phone.entry"
    _description = "Phone Entry"

    def _default_team_id(self):
        """The first team that the agent works in, else leads."""
        user, here = self.env.user, (False, self.env.company.id)
        return self.env["helpdesk.ticket.team"].search(
            [("company_id", "in", here), ("user_ids", "=", user.id)], limit=1
        ) or self.env["helpdesk.ticket.team"].search(
            [("company_id", "in", here), ("user_id", "=", user.id)], limit=1
        )

    token = fields.Char(default=lambda self: uuid4().hex, required=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    phone = fields.Char("Caller's Number", required=True)
    phone_key = fields.Char("Number Compared", compute="_compute_number")
    phone_shown = fields.Char("Number as Kept", compute="_compute_number")
    phone_problem = fields.Char(compute="_compute_number")
    is_barred = fields.Boolean("Does Not Want Callbacks", compute="_compute_number")
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
    )
    caller_name = fields.Char("Name of New Caller")

    cs_kind = fields.Selection(KINDS, "Kind", required=True, default="inquiry")
    team_id = fields.Many2one(
        "helpdesk.ticket.team",
        domain="[('company_id', 'in', (False, company_id))]",
        default=lambda self: self._default_team_id(),
    )
    category_id = fields.Many2one(
        "helpdesk.ticket.category",
        domain="[('company_id', 'in', (False, company_id))]",
    )
    title = fields.Char("Subject of the Call")
    description = fields.Text("What the Caller Says")
    priority = fields.Selection(
        selection=lambda self: self.env["helpdesk.ticket"]
        ._fields["priority"]
        ._description_selection(self.env),
        string="Urgency",
        default="1",
    )
    cs_risk = fields.Selection(
        selection=lambda self: self.env["helpdesk.ticket"]
        ._fields["cs_risk"]
        ._description_selection(self.env),
        string="Risk",
        help="HD-04: a complaint that touches safety, media or law is severe.",
    )
    properties = fields.Properties(definition="team_id.ticket_properties")
    decision = fields.Selection(
        [("same", "Go on with that one"), ("new", "It is a new matter")],
        "Same Matter?",
    )

    @api.depends("phone", "company_id")
    def _compute_number(self):
        Phone = self.env["cs.phone"]
        for entry in self:
            entry.phone_key = entry.phone_shown = entry.phone_problem = False
            try:
                number = Phone._parse(entry.phone, entry.company_id)
            except BadNumber as error:
                if entry.phone:
                    entry.phone_problem = entry._problem_text(error.reason)
            else:
                entry.phone_key, entry.phone_shown = number.key, number.shown
            asked = {(entry.phone_key, entry.company_id)}
            entry.is_barred = bool(Phone._barred(asked))

    def _problem_text(self, reason):
        return {
            "empty": self.env._("Enter the caller's number, please."),
            "letters": self.env._(
                "A number has digits only; an extension follows a dash:"
                " 010-62251234-801."
            ),
            "short": self.env._("The number has too few digits. Please ask again."),
            "long": self.env._("The number has too many digits. Please ask again."),
            "area": self.env._("The area code is missing: 010-62251234."),
            "unknown": self.env._(
                "There is no such number: mobile numbers have 11 digits, landlines an"
                " area code. One abroad begins with +."
            ),
        }[reason]

    @api.depends("phone_key")
    def _compute_partner_id(self):
        for entry in self:
            callers = entry._callers()
            if entry.partner_id not in callers:
                entry.partner_id = callers if len(callers) == 1 else False

    def _callers(self):
        """Customers with this number; of a secret one the agent is told the number of
        the customer only (HD-20)."""
        # as the agent: stored fields are computed as sudo
        Partner = self.env["res.partner"].sudo(False)
        if not self.phone_key:
            return Partner
        domain = Domain("cs_phone_key", "=", self.phone_key) & Domain(
            "company_id", "in", (False, self.company_id.id)
        )
        # sudo: who calls is served, and not entered twice; the name stays hidden
        hidden = domain & Domain("cs_is_hidden", "=", True)
        secret = Partner.sudo().search(hidden, limit=10, order="id").sudo(False)
        return secret | Partner.search(domain, limit=10, order="id")

    # Saving

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([_seen(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(_seen(vals))

    def action_save(self):
        """Make the ticket, or add to the one that is open, once; and open it."""
        self.ensure_one()
        call = self.env["cs.phone.call"]._taken(self.token)
        ticket = call.ticket_id.sudo(False) if call else self._save()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ticket"),
            "res_model": "helpdesk.ticket",
            "res_id": ticket.id,
            "views": [(False, "form")],
        }

    def _save(self):
        self._check_caller()
        same = self.same_id
        if same and not self.decision:
            raise UserError(
                self.env._(
                    "%s of the same caller is open. Go on with that one, or is it a new"
                    " matter?",
                    same.display_name,
                )
            )
        is_new = not same or self.decision == "new"
        if is_new:
            self._check_matter()
            ticket = self.env["helpdesk.ticket"].create(self._ticket_vals())
        else:
            ticket = self._add_to(same)
        self.env["cs.phone.call"]._note(
            {
                "ticket_id": ticket.id,
                "company_id": ticket.company_id.id,
                "token": self.token,
                "user_id": self.env.uid,
                "called_at": fields.Datetime.now(),
                "phone": self.phone_shown,
                "phone_key": self.phone_key,
                "is_new": is_new,
            }
        )
        return ticket

    def _check_caller(self):
        if not self.phone_key:
            raise UserError(self.phone_problem or self._problem_text("empty"))

    def _check_matter(self):
        needed = ["team_id", "title"] + ([] if self.partner_id else ["caller_name"])
        for name in needed:
            if not str(self[name] or "").strip():
                label = self._fields[name]._description_string(self.env)
                raise UserError(self.env._("Please enter: %s", label))
        for name, most in (
            ("title", TITLE_MAX),
            ("caller_name", TITLE_MAX),
            ("description", TEXT_MAX),
        ):
            self._check_length(self[name], most)

    def _check_length(self, text, most):
        if len(text or "") > most:
            raise UserError(
                self.env._("Please write at most %s characters here.", most)
            )

    def _ticket_vals(self):
        # sudo: the card of a secret customer; who takes the call is in charge then
        partner = (self.partner_id or self._new_caller()).sudo()
        field = self._fields["properties"]
        answers = field.convert_to_read(self.properties, self, False)
        channel = self.env.ref(
            "helpdesk_mgmt.helpdesk_ticket_channel_phone", raise_if_not_found=False
        )
        return {
            "name": self.title.strip(),
            "description": plaintext2html(self.description or self.title),
            "cs_kind": self.cs_kind,
            "company_id": self.company_id.id,
            "team_id": self.team_id.id,
            "category_id": self.category_id.id,
            "priority": self.priority,
            "cs_risk": self.cs_kind == "complaint" and self.cs_risk,
            "channel_id": channel and channel.id,
            # who takes the call works on it until it is handed on (HD-02)
            "user_id": self.env.uid,
            "partner_id": partner.id,
            "partner_name": partner.name,
            "partner_email": partner.email,
            "cs_phone": self.phone_shown,
            "properties": {
                one["name"]: one["value"] for one in answers if "value" in one
            },
        }

    def _new_caller(self):
        # sudo: agents take down who calls, and change no other contacts
        partner = self.env["res.partner"].sudo()
        return partner.create(
            {
                "name": self.caller_name.strip(),
                "phone": self.phone_shown,
                "company_id": self.company_id.id,
                # of the agent they spoke to; else it would be the database's
                "lang": self.env.user.lang,
            }
        ).sudo(False)

    def _add_to(self, ticket):
        text = (self.description or self.title or "").strip()
        if not text:
            raise UserError(self.env._("Please write down what the caller says."))
        self._check_length(text, TEXT_MAX)
        body = self.env._(
            "%(phone)s called again: %(text)s", phone=self.phone_shown, text=text
        )
        ticket.check_access("write")
        ticket.message_post(
            body=plaintext2html(body),
            message_type="comment",
            subtype_xmlid="mail.mt_note",
        )
        return ticket


def _seen(vals):
    return {
        name: seen_text(value) if isinstance(value, str) else value
        for name, value in vals.items()
    }
