from odoo import api, fields, models
from odoo.fields import Domain


class CsPunchClaim(models.TransientModel):
    """Says whose pin an unknown one is, from a day on (ATT-30). For HR officers."""

    _name = "cs.punch.claim"
    _description = "Claim Pin"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    pin = fields.Char(required=True, readonly=True)
    numbering_id = fields.Many2one("cs.terminal", readonly=True)
    employee_id = fields.Many2one(
        "hr.employee",
        domain="[('company_id', '=', company_id)]",
        compute="_compute_employee_id",
        store=True,
        readonly=False,
    )
    is_nobody = fields.Boolean(
        "Nobody's", help="A visitor's card, a test of the terminal, and the like."
    )
    note = fields.Char("What It Is")
    first_day = fields.Date("From", required=True)
    last_day = fields.Date("Until", help="Empty: until further notice")
    waiting_count = fields.Integer("Punches Waiting", compute="_compute_waiting_count")
    copy_count = fields.Integer(
        "Of Them Already There",
        compute="_compute_waiting_count",
        help="The person has a punch at the same moment by another path.",
    )

    @api.depends("pin", "company_id")
    def _compute_employee_id(self):
        """The one whose badge ID it is, if there is one."""
        for claim in self:
            claim.employee_id = self.env["hr.employee"].search(
                [
                    ("barcode", "=", claim.pin),
                    ("company_id", "=", claim.company_id.id),
                ],
                limit=1,
            )

    @api.depends("pin", "company_id", "employee_id", "first_day", "last_day")
    def _compute_waiting_count(self):
        Punch = self.env["cs.punch"]
        for claim in self:
            moments = [
                punch.moment
                for punch in Punch.search(claim._domain())
                if claim.first_day
            ]
            claim.waiting_count = len(moments)
            claim.copy_count = (
                Punch.search_count(
                    [
                        ("employee_id", "=", claim.employee_id.id),
                        ("moment", "in", moments),
                    ]
                )
                if claim.employee_id
                else 0
            )

    def _domain(self):
        domain = Domain(
            [
                ("company_id", "=", self.company_id.id),
                ("pin", "=", self.pin),
                ("numbering_id", "=", self.numbering_id.id),
                ("employee_id", "=", False),
                ("pin_id", "=", False),
                ("local_moment", ">=", self.first_day),
            ]
        )
        if self.last_day:
            end = fields.Date.add(self.last_day, days=1)
            domain &= Domain("local_moment", "<", end)
        return domain

    def action_claim(self):
        """Give the pin, and the punches that wait for it, to a person or to nobody."""
        self.ensure_one()
        person = self.employee_id if not self.is_nobody else self.employee_id.browse()
        entry = self.env["cs.pin"].create(
            {
                "company_id": self.company_id.id,
                "pin": self.pin,
                "terminal_id": self.numbering_id.id,
                "employee_id": person.id,
                "note": self.note,
                "first_day": self.first_day,
                "last_day": self.last_day,
            }
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self._message(entry),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _message(self, entry):
        if not entry.employee_id:
            return self.env._(
                "%(given)s punches are nobody's and wait no longer.",
                given=entry.given_count,
            )
        return self.env._(
            "%(given)s punches are %(person)s's now; %(copies)s were there already.",
            given=entry.given_count,
            person=entry.employee_id.name,
            copies=entry.copy_count,
        )
