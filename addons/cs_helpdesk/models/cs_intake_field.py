from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from .cs_ticket_outcome import KINDS

TYPES = [
    ("char", "Line of text"),
    ("integer", "Whole number"),
    ("float", "Number with decimals"),
    ("date", "Date"),
    ("selection", "Choice"),
    ("yesno", "Yes or no"),
]
#: Once tickets have answers, another type or team would turn them into nonsense.
FIXED = ("team_id", "type")
#: What of a definition is ours, beside the keys that Odoo knows.
DEFINITION_KEYS = (
    "cs_intake",
    "cs_kind",
    "cs_required",
    "cs_customers",
    "cs_hidden",
)
MOST_FIELDS, MOST_CHOICES, LONGEST_NAME = 50, 50, 100


class CsIntakeField(models.Model):
    """Something that a team asks for in each matter, without code (HD-09).

    Answers are properties of the ticket; these records are what the team's definition
    of properties follows from, and who may change it.

    Access: leaders define the fields of their teams, supervisors those of their
    departments, helpdesk managers all; who works on tickets reads.
    """

    _name = "cs.intake.field"
    _description = "Intake Field"
    _order = "team_id, sequence, id"

    team_id = fields.Many2one(
        "helpdesk.ticket.team",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env["helpdesk.ticket.team"].search(
            [("user_id", "=", self.env.uid)], limit=1
        ),
    )
    company_id = fields.Many2one(
        related="team_id.company_id", store=True, index="btree_not_null"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("Asked For", required=True)
    kind = fields.Selection(KINDS, "Only for Kind", help="Empty: for every kind.")
    type = fields.Selection(TYPES, "Answer Is", required=True, default="char")
    choices = fields.Text(help="One a line, in the order in which they are offered.")
    is_required = fields.Boolean(
        "Required",
        help="HD-09: asked for when the matter is entered, and needed for closing.",
    )
    for_customers = fields.Boolean(
        "Customers Answer", help="Also asked for in the customers' portal."
    )
    active = fields.Boolean(default=True)
    key = fields.Char("Name of Property", readonly=True, copy=False)

    _key_uniq = models.Constraint(
        "UNIQUE(team_id, key)", "Each intake field has a name of its own."
    )

    @api.constrains("name", "type", "choices", "team_id")
    def _check_definition(self):
        for one in self:
            if not one.name.strip() or len(one.name) > LONGEST_NAME:
                raise ValidationError(
                    self.env._("Name it with 1 to %s characters.", LONGEST_NAME)
                )
            count = self.sudo().search_count([("team_id", "=", one.team_id.id)])
            if count > MOST_FIELDS:
                raise ValidationError(
                    self.env._("A team asks for at most %s things.", MOST_FIELDS)
                )
            labels = one._labels()
            if one.type == "selection" and not (
                1 < len(set(labels)) == len(labels) <= MOST_CHOICES
            ):
                raise ValidationError(
                    self.env._(
                        "HD-09: write 2 to %(most)s different choices for “%(name)s”,"
                        " one a line.",
                        most=MOST_CHOICES,
                        name=one.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        made = super().create([{**vals, "key": uuid4().hex[:16]} for vals in vals_list])
        made._sync(made.team_id)
        return made

    def write(self, vals):
        vals = {name: vals[name] for name in vals if name != "key"}
        for one in self:
            one._check_fixed(vals)
        result = super().write(vals)
        self._sync(self.team_id)
        return result

    def unlink(self):
        teams = self.team_id
        self._check_unanswered()
        result = super().unlink()
        self._sync(teams)
        return result

    def _check_unanswered(self):
        for one in self:
            if one._is_answered():
                raise UserError(
                    self.env._(
                        "HD-09: “%s” is answered in tickets. Please archive it; the"
                        " answers stay.",
                        one.name,
                    )
                )

    def _check_fixed(self, vals):
        for name in FIXED:
            value = self[name].id if name == "team_id" else self[name]
            if name in vals and vals[name] != value:
                raise UserError(
                    self.env._(
                        "HD-09: team and type of “%s” stay as they are. Please archive"
                        " it and make another one.",
                        self.name,
                    )
                )
        if "choices" in vals and self.type == "selection":
            left = self._labels(vals["choices"])
            for key, label in self._options():
                if label not in left and self._is_answered(key):
                    raise UserError(
                        self.env._(
                            "HD-09: “%s” has been chosen in tickets and stays on the"
                            " list.",
                            label,
                        )
                    )

    def _is_answered(self, option=None):
        """Whether any ticket has an answer, or this one.

        :param option: key of a choice
        """
        self.env["helpdesk.ticket"].flush_model(["properties", "team_id"])
        answer = SQL("properties ->> %s", self.key)
        wanted = (
            SQL("%s = %s", answer, option)
            if option
            else SQL("%s NOT IN ('', 'false')", answer)
        )
        return bool(
            self.env.execute_query(
                SQL(
                    "SELECT FROM helpdesk_ticket WHERE team_id = %s AND %s LIMIT 1",
                    self.team_id.id,
                    wanted,
                )
            )
        )

    # The team's definition of properties

    def _labels(self, text=None):
        lines = (self.choices if text is None else text) or ""
        return [line.strip() for line in lines.splitlines() if line.strip()]

    def _options(self):
        """:return: list of [key, label]; a label keeps its key"""
        if self.type == "yesno":
            return [["yes", self.env._("Yes")], ["no", self.env._("No")]]
        known = {}
        for one in self.sudo().team_id.ticket_properties:
            if one["name"] == self.key:
                known = {label: key for key, label in one["selection"]}
        return [
            [known.get(label) or uuid4().hex[:8], label] for label in self._labels()
        ]

    def _definition(self):
        is_choice = self.type in ("selection", "yesno")
        return {
            "name": self.key,
            "string": self.name,
            "type": "selection" if is_choice else self.type,
            **({"selection": self._options()} if is_choice else {}),
            "cs_intake": True,
            "cs_kind": self.kind or False,
            "cs_required": self.is_required,
            "cs_customers": self.for_customers,
            "cs_hidden": not self.active,
        }

    @api.model
    def _sync(self, teams):
        """Bring the teams' definitions of properties up to these records."""
        # sudo: leaders define fields without writing the team otherwise
        every = self.sudo().with_context(active_test=False)
        for team in teams.sudo():
            own = every.search([("team_id", "=", team.id)])
            others = [one for one in team.ticket_properties if not one.get("cs_intake")]
            team._cs_define([*others, *(one._definition() for one in own)])


class HelpdeskTicketTeam(models.Model):
    _inherit = "helpdesk.ticket.team"

    cs_intake_ids = fields.One2many("cs.intake.field", "team_id", "Intake Fields")

    def write(self, vals):
        result = super().write(vals)
        if "ticket_properties" in vals:
            self.env["cs.intake.field"]._sync(self)
        return result

    def copy_data(self, default=None):
        # Another team asks for what it defines itself.
        return super().copy_data({"ticket_properties": False, **(default or {})})

    def _cs_define(self, definition):
        """Write past the guard above."""
        super().write({"ticket_properties": definition})


class Base(models.AbstractModel):
    _inherit = "base"

    def _additional_allowed_keys_properties_definition(self):
        return (
            *super()._additional_allowed_keys_properties_definition(),
            *DEFINITION_KEYS,
        )
