from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from ..engine import official_holidays as engine


class CsHolidayFill(models.TransientModel):
    """Fill holidays and make-up working days from the official lists, after a look
    at what would change (ATT-18). For HR officers."""

    _name = "cs.holiday.fill"
    _description = "Fill Holidays"

    country_id = fields.Many2one(
        "res.country",
        required=True,
        default=lambda self: self.env.company.country_id,
        domain=lambda self: [("code", "in", list(engine.known_subdivisions()))],
    )
    state_ids = fields.Many2many(
        "res.country.state",
        string="States",
        domain="[('country_id', '=', country_id)]",
        help="Also the holidays that hold in these states only.",
    )
    first_year = fields.Integer(
        required=True, default=lambda self: fields.Date.context_today(self).year
    )
    last_year = fields.Integer(
        required=True, default=lambda self: fields.Date.context_today(self).year
    )
    line_ids = fields.One2many(
        "cs.holiday.fill.line", "fill_id", compute="_compute_line_ids"
    )
    note = fields.Text(compute="_compute_line_ids")

    @api.depends("country_id", "state_ids", "first_year", "last_year")
    def _compute_line_ids(self):
        for fill in self:
            fill.line_ids = [Command.clear()]
            fill.note = False
            try:
                fill._check_years()
                fill.line_ids, fill.note = fill._preview()
            except UserError as error:
                fill.note = str(error)

    @api.constrains("first_year", "last_year")
    def _check_years(self):
        for fill in self:
            if not 1990 <= fill.first_year <= fill.last_year <= 2100:
                raise ValidationError(
                    self.env._("Enter a first and a last year between 1990 and 2100.")
                )
            if fill.last_year - fill.first_year >= 5:
                raise ValidationError(self.env._("Fill at most five years at a time."))

    def action_fill(self):
        """Fill the years and show them."""
        self.ensure_one()
        Year = self.env["calendar.public.holiday"]
        records = Year.browse()
        for year in range(self.first_year, self.last_year + 1):
            records |= Year._cs_fill(self.country_id, year, self.state_ids)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cs_base.calendar_public_holiday_action"
        )
        action["domain"] = [("id", "in", records.ids)]
        if len(records) == 1:
            action.update(views=[(False, "form")], res_id=records.id)
        return action

    def _preview(self):
        """:return: commands for the lines, and the note"""
        Year = self.env["calendar.public.holiday"]
        commands, notes = [], []
        for year in range(self.first_year, self.last_year + 1):
            _record, official, changes = Year._cs_fill_changes(
                self.country_id, year, self.state_ids
            )
            commands += [
                Command.create(self._prepare_line_vals(change)) for change in changes
            ]
            note = Year._cs_note(official)
            notes += [self.env._("%(year)s: %(note)s", year=year, note=note)] * bool(
                note
            )
        return commands, "\n".join(notes) or False

    def _prepare_line_vals(self, change):
        official = change.official
        name = change.key.name if change.action == engine.KEEP else official.name
        return {
            "date": official.day,
            "action": change.action,
            "kind": official.kind,
            "name": name
            or self.env["calendar.public.holiday"]._cs_makeup_name(official),
            "states": ", ".join(sorted(official.states)),
        }


class CsHolidayFillLine(models.TransientModel):
    _name = "cs.holiday.fill.line"
    _description = "Change by Filling Holidays"
    _order = "date, id"

    fill_id = fields.Many2one("cs.holiday.fill", ondelete="cascade")
    date = fields.Date()
    action = fields.Selection(
        [
            (engine.ADD, "Added"),
            (engine.CHANGE, "Changed"),
            (engine.REMOVE, "Removed"),
            (engine.KEEP, "Kept, entered by hand"),
            (engine.BLOCKED, "Left out, another entry by hand"),
        ],
        string="What Happens",
    )
    kind = fields.Selection(
        [(engine.HOLIDAY, "Holiday"), (engine.MAKEUP, "Make-up working day")]
    )
    name = fields.Char()
    states = fields.Char()
