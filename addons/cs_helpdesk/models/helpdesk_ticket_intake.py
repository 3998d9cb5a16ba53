from odoo import api, fields, models
from odoo.exceptions import UserError

#: Longest answer, in characters.
ANSWER_MAX = 1000
LARGEST = 10**15


def is_asked(definition, kind):
    """Whether a team asks this of a matter of the kind."""
    return (
        definition.get("cs_intake")
        and not definition.get("cs_hidden")
        and definition.get("cs_kind") in (None, False, "", kind)
    )


class HelpdeskTicket(models.Model):
    """Intake fields of a team: what is required is asked for when a matter is entered,
    at the latest before closing (HD-09).

    Who enters a ticket is refused without them. Mail, import and what the server opens
    itself cannot ask; a customer on the portal is asked by the form.
    """

    _inherit = "helpdesk.ticket"

    @api.model_create_multi
    def create(self, vals_list):
        tickets = super().create(vals_list)
        tickets._cs_check_answers(vals_list)
        if not (self.env.su or self.env.context.get("import_file")):
            for ticket in tickets:
                ticket._cs_check_intake()
        return tickets

    def write(self, vals):
        result = super().write(vals)
        if "properties" in vals:
            self._cs_check_answers([vals] * len(self))
        return result

    def _cs_answers(self):
        """What the team asks of this matter, with the answers (sudo).

        :return: list of definitions with ``value``
        """
        self.ensure_one()
        ticket = self.sudo()
        definitions = ticket.team_id.ticket_properties
        if not any(is_asked(one, ticket.cs_kind) for one in definitions):
            return []
        field = self._fields["properties"]
        answers = field.convert_to_read(ticket.properties, ticket, False)
        return [one for one in answers if is_asked(one, ticket.cs_kind)]

    def _cs_unanswered(self):
        """:return: names of what is required and not there"""
        return [
            one["string"]
            for one in self._cs_answers()
            if one.get("cs_required") and _is_empty(one.get("value"))
        ]

    def _cs_check_intake(self):
        names = self._cs_unanswered()
        if names:
            raise UserError(
                self.env._(
                    "HD-09: the team %(team)s needs to know more. Please ask and enter:"
                    " %(names)s",
                    team=self.sudo().team_id.name,
                    names=self._cs_listed(names),
                )
            )

    def _cs_check_answers(self, vals_list):
        """Answers are what their type says; RPC and portal send any text."""
        for ticket, vals in zip(self, vals_list, strict=True):
            for one in ticket._cs_answers() if vals.get("properties") else ():
                if not (_is_empty(one.get("value")) or _is_right(one)):
                    raise UserError(
                        self.env._(
                            "HD-09: “%(answer)s” is no possible answer to “%(name)s”.",
                            answer=str(one["value"])[:50],
                            name=one["string"],
                        )
                    )

    @api.model
    def _cs_listed(self, names):
        return self.env._(", ").join(names)

    def _cs_missing(self):
        missing = super()._cs_missing()
        names = [] if self.duplicate_id else self._cs_unanswered()
        return [*missing, *([self._cs_intake_text(names)] if names else [])]

    def _cs_intake_text(self, names):
        return self.env._("HD-09: what the team asks for: %s", self._cs_listed(names))

    @api.depends("properties", "team_id")
    def _compute_cs_gate(self):
        super()._compute_cs_gate()
        for ticket in self.filtered("cs_gate"):
            required = [one for one in ticket._cs_answers() if one.get("cs_required")]
            if required:
                names = [one["string"] for one in required]
                done = not ticket._cs_unanswered()
                text = ticket._cs_intake_text(names)
                ticket.cs_gate = [
                    *ticket.cs_gate,
                    {"name": "intake", "text": text, "done": done},
                ]


def _is_empty(value):
    """0 is an answer."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or value is False


def _is_right(one):
    value, type_ = one["value"], one["type"]
    if type_ in ("integer", "float"):
        right = int if type_ == "integer" else (int, float)
        return isinstance(value, right) and abs(value) < LARGEST
    if not isinstance(value, str) or len(value) > ANSWER_MAX:
        return False
    if type_ == "date":
        try:
            return bool(fields.Date.to_date(value)) and len(value) == 10
        except ValueError:
            return False
    return True


def answer_of_text(definition, text):
    """The value of what somebody typed in, or None when it is no possible answer."""
    type_, value = definition["type"], text
    try:
        if type_ == "integer":
            value = int(text)
        elif type_ == "float":
            value = float(text)
    except ValueError:
        return None
    if type_ == "selection" and text not in dict(definition["selection"]):
        return None
    return value if _is_right({**definition, "value": value}) else None
