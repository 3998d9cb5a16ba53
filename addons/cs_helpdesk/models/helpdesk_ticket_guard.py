import re

from odoo import api, fields, models

from .helpdesk_ticket import STAMPS

#: Control characters, and marks that turn the direction of the text around them.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")

#: What a customer reads of the own tickets over RPC; everything else is internal.
CUSTOMER_FIELDS = {
    "id",
    "active",
    "display_name",
    "number",
    "name",
    "description",
    "stage_id",
    "closed",
    "unattended",
    "partner_id",
    "partner_name",
    "partner_email",
    "company_id",
    "team_id",
    "category_id",
    "create_date",
    "last_stage_update",
    "closed_date",
    "access_url",
    "cs_kind",
    "cs_phone",
}


def seen_text(text):
    """The text without what nobody sees: NUL would stop the database."""
    return _UNSEEN.sub("", text)


class HelpdeskTicket(models.Model):
    """Nobody forges a ticket from outside (TRUST.md); what is refused, and how:

    - stamps, and every other field that the server computes: values that a caller
      sends are dropped in ``create``, ``write``, import, commands of other models and
      defaults of the context or of the user;
    - a stage, team, category or person of another company: an error;
    - writing the stage or the user that it has already leaves the times as they are,
      reopening empties the closing time, another team keeps who works on it (HD-02);
    - customers read ``CUSTOMER_FIELDS`` and write nothing.
    """

    _inherit = "helpdesk.ticket"
    _check_company_auto = True

    stage_id = fields.Many2one(check_company=True)
    team_id = fields.Many2one(check_company=True)
    category_id = fields.Many2one(check_company=True)
    tag_ids = fields.Many2many(check_company=True)
    user_id = fields.Many2one(check_company=True)
    partner_id = fields.Many2one(check_company=True)

    def _compute_user_id(self):
        # HD-02: who works on it hands it over; a change of the team does not.
        for ticket in self:
            ticket.user_id = ticket.user_id

    def _compute_stage_id(self):
        for company, tickets in self.grouped("company_id").items():
            # Without a team, the stages are those of the company at hand.
            own = tickets.with_company(company)
            super(HelpdeskTicket, own)._compute_stage_id()

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if not self.env.su:
            for name in filter(self._cs_is_stamp, list(values)):
                default = self._fields[name].default
                if default:
                    values[name] = default(self)
                else:
                    del values[name]
        return values

    @api.model_create_multi
    def create(self, vals_list):
        tickets = super().create([self._cs_guarded(vals) for vals in vals_list])
        tickets._cs_sync_closed_date({})
        return tickets

    def write(self, vals):
        vals = self._cs_guarded(vals)
        if not vals.keys() & {"stage_id", "team_id", "user_id"}:
            return super().write(vals)
        stage = self.env["helpdesk.ticket.stage"].browse(vals.get("stage_id") or [])
        # the stages before and after in one query
        stage = stage.with_prefetch((*stage.ids, *self.stage_id.ids))
        if "stage_id" in vals and "closed_date" not in vals and not stage.closed:
            vals["closed_date"] = False
        closed = {one.id: one.closed_date for one in self if one.stage_id.closed}
        for same, tickets in self.grouped(lambda one: one._cs_same(vals)).items():
            changed = {name: vals[name] for name in vals if name not in same}
            super(HelpdeskTicket, tickets).write(changed)
        if not (self.env.su and vals.get("closed_date")):
            self._cs_sync_closed_date(closed)
        return True

    @api.model
    def message_new(self, msg, custom_values=None):
        # Defaults of an alias are entered by people.
        custom_values = {
            name: value
            for name, value in (custom_values or {}).items()
            if not self._cs_is_stamp(name)
        }
        return super().message_new(msg, custom_values=custom_values)

    @api.model
    def _has_field_access(self, field, operation):
        if not super()._has_field_access(field, operation):
            return False
        if self.env.su or self.env.user._is_internal():
            return True
        return operation == "read" and field.name in CUSTOMER_FIELDS

    @api.model
    def _cs_is_stamp(self, name):
        field = self._fields.get(name)
        return name in STAMPS or bool(field and field.compute and field.readonly)

    @api.model
    def _cs_guarded(self, vals):
        """A copy of the values without forged stamps and unseen characters."""
        return {
            name: seen_text(value) if isinstance(value, str) else value
            for name, value in vals.items()
            if self.env.su or not self._cs_is_stamp(name)
        }

    def _cs_same(self, vals):
        """Names of the moves among the values that move nothing."""
        return frozenset(
            name
            for name in ("stage_id", "user_id")
            if vals.get(name)
            and vals[name] == self[name].id
            and ("team_id" not in vals or vals["team_id"] == self.team_id.id)
        )

    def _cs_sync_closed_date(self, before):
        """Closed tickets have the time of the closing, open ones have none.

        :param before: closing time of those that were closed before, by id
        """
        now = fields.Datetime.now()
        wrong = {}
        for ticket in self:
            date = ticket.stage_id.closed and (
                before.get(ticket.id) or ticket.closed_date or now
            )
            if date != ticket.closed_date:
                wrong.setdefault(date, self.browse())
                wrong[date] |= ticket
        for date, tickets in wrong.items():
            super(HelpdeskTicket, tickets.sudo()).write({"closed_date": date})
