from odoo import fields, models
from odoo.exceptions import UserError

from ..engine.rotation import WEEK, stagger


class CsRosterJoin(models.TransientModel):
    """Puts several people into a pattern, one place of the cycle after the other, so
    that their days off rotate (ATT-10)."""

    _name = "cs.roster.join"
    _description = "Join Several People"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    pattern_id = fields.Many2one("cs.roster.pattern", required=True, check_company=True)
    # Leaders do not open the files of their people.
    employee_ids = fields.Many2many(
        "hr.employee.public",
        string="People",
        domain="[('company_id', '=', company_id)]",
    )
    date_from = fields.Date(
        "First Day", required=True, default=lambda self: fields.Date.context_today(self)
    )
    step = fields.Integer(
        "Moved By",
        required=True,
        default=1,
        help="Places in the cycle from one person to the next, in a week plan weeks."
        " 0: everybody works the same days.",
    )
    summary = fields.Char(related="pattern_id.summary")

    _step_not_negative = models.Constraint(
        "CHECK(step >= 0)", "People are moved by 0 places or more."
    )

    def action_join(self):
        """:return: action showing the lines made"""
        self.ensure_one()
        if not self.employee_ids:
            raise UserError(self.env._("Choose the people who join the pattern."))
        places = self.pattern_id.day_count // (WEEK if self.pattern_id.is_weekly else 1)
        if not places:
            raise UserError(
                self.env._(
                    "The pattern “%s” has no days yet. Enter its days first.",
                    self.pattern_id.name,
                )
            )
        people = self.employee_ids.sorted(lambda person: (person.name, person.id))
        offsets = stagger(places, len(people), self.step)
        lines = self.env["cs.roster.member"].create(
            [
                {
                    "company_id": self.company_id.id,
                    "employee_id": person.id,
                    "pattern_id": self.pattern_id.id,
                    "date_from": self.date_from,
                    "offset": offset,
                }
                for person, offset in zip(people, offsets, strict=True)
            ]
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cs_attendance.cs_roster_member_action"
        )
        return {**action, "domain": [("id", "in", lines.ids)], "context": {}}
