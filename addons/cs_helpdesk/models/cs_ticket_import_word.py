from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .cs_ticket_outcome import KINDS
from .cs_ticket_past import MEANINGS

TYPES = [
    ("activity", "Event"),
    ("person", "Person"),
    ("unit", "Unit"),
    ("kind", "Kind"),
    ("priority", "Priority"),
]
#: type -> field that says what its words mean
MEANING_OF = {
    "activity": "meaning",
    "person": "user_id",
    "unit": "department_id",
    "kind": "kind",
    "priority": "priority",
}
PRIORITIES = [("0", "Low"), ("1", "Medium"), ("2", "High"), ("3", "Very High")]


class CsTicketImportWord(models.Model):
    """A word or name in a file of tickets, and what it means for us.

    Access: helpdesk managers read, and choose the meaning before the import runs.
    """

    _name = "cs.ticket.import.word"
    _description = "Word of a Ticket Import"
    _order = "type, count desc, text, id"
    _log_access = False
    _rec_name = "text"
    _check_company_auto = True

    import_id = fields.Many2one(
        "cs.ticket.import", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="import_id.company_id")
    type = fields.Selection(TYPES, required=True, readonly=True)
    text = fields.Char("In the File", required=True, readonly=True)
    count = fields.Integer("Rows", readonly=True, aggregator=None)
    meaning = fields.Selection(MEANINGS, "Means")
    user_id = fields.Many2one(
        "res.users",
        "Colleague",
        check_company=True,
        ondelete="restrict",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        context={"active_test": False},
        help="Empty: the name is kept as text, and the clock runs for nobody.",
    )
    department_id = fields.Many2one(
        "hr.department",
        "Our Unit",
        check_company=True,
        ondelete="restrict",
        help="Empty: the name is kept as text, and the clock runs for no unit.",
    )
    kind = fields.Selection(KINDS)
    priority = fields.Selection(PRIORITIES)

    _text_uniq = models.Constraint(
        "UNIQUE(import_id, type, text)", "This word is there already."
    )

    @api.constrains("user_id")
    def _check_user(self):
        for word in self.filtered("user_id"):
            # sudo: only whether it is a colleague
            if word.user_id.sudo().share:
                raise ValidationError(
                    self.env._("Only a colleague has worked on tickets.")
                )

    def write(self, vals):
        """Only the meaning is chosen, and only before the import runs."""
        self.import_id._check_draft()
        names = vals.keys() & set(MEANING_OF.values())
        return super().write({name: vals[name] for name in names})

    def _recount(self, count):
        return super().write({"count": count})

    @api.model
    def _propose(self, batch, texts):
        """What words probably mean: as in the last import that had them, else as they
        are called here.

        :param texts: dict type -> texts
        :return: dict (type, text) -> value of the field of that type
        """
        found = self._own_names(batch, texts)
        earlier = self.search(
            [
                ("import_id.company_id", "=", batch.company_id.id),
                ("import_id.state", "=", "done"),
                ("text", "in", [text for words in texts.values() for text in words]),
            ],
            order="id",
        )
        for word in earlier:
            value = word[MEANING_OF[word.type]]
            if value:
                value = value.id if word.type in ("person", "unit") else value
                found[word.type, word.text] = value
        return found

    def _own_names(self, batch, texts):
        """People and units of that very name; of two, nobody."""
        company = batch.company_id
        found = {}
        # sudo: names of colleagues, archived ones too, and of units
        Users = self.env["res.users"].sudo().with_context(active_test=False)
        names = list(texts.get("person", ()))
        users = Users.search(
            [
                ("share", "=", False),
                ("company_ids", "in", company.ids),
                "|",
                ("name", "in", names),
                ("login", "in", names),
            ]
        )
        units = self.env["hr.department"].sudo()
        units = units.search(
            [
                ("company_id", "in", [company.id, False]),
                ("name", "in", list(texts.get("unit", ()))),
            ]
        )
        keys = [("person", name, user) for user in users for name in _names(user)]
        keys += [("unit", unit.name, unit) for unit in units]
        for type_, name, record in keys:
            known = found.setdefault((type_, name), record.id)
            if known != record.id:
                found[type_, name] = False
        return found


def _names(user):
    return {user.name, user.login}
