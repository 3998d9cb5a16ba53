from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

DAY = timedelta(days=1)


class CsDutyPlace(models.Model):
    """Where people are on duty (值班地点, ATT-13), when, and what is patrolled.

    Duties are planned ahead for each line of hours; how many people each needs says
    the attendance policy.

    Access: everybody reads; supervisors keep their departments', HR officers the
    company's.
    """

    _name = "cs.duty.place"
    _description = "Place of Duty"
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    department_id = fields.Many2one(
        "hr.department",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        default=lambda self: self._default_department_id(),
        help="Whose people are on duty here; its head is told of serious events.",
    )
    hours_ids = fields.One2many("cs.duty.hours", "place_id", "Hours of Duty", copy=True)
    area_ids = fields.One2many("cs.duty.area", "place_id", "Areas of Patrol", copy=True)
    filled_to = fields.Date("Planned Until", readonly=True, copy=False)
    can_plan = fields.Boolean(compute="_compute_can_plan")

    def _default_department_id(self):
        managed = self.env.user.sudo().cs_managed_department_ids
        return managed.filtered(lambda one: one.company_id == self.env.company)[:1]

    def write(self, vals):
        result = super().write(vals)
        # Stock asks before only: a place must not be moved to a foreign department.
        self.check_access("write")
        return result

    @api.depends_context("uid")
    @api.depends("department_id")
    def _compute_can_plan(self):
        mine = self._origin._planned_by_user()
        for place in self:
            place.can_plan = place._origin in mine

    def action_plan_ahead(self):
        """Plan the duties of the coming weeks now, as drafts without people."""
        self.check_access("read")
        mine = self._planned_by_user()
        for place in self:
            if place not in mine:
                raise AccessError(
                    self.env._("ATT-13: only who plans the duty of %s.", place.name)
                )
            place.sudo()._fill()
        return True

    @api.model
    def _cron_fill(self):
        """Plan ahead what has not been planned yet, and look at holidays anew."""
        Watch = self.env["cs.duty.watch"].sudo()
        Watch._refresh_needed()
        for place in self.sudo().search([]):
            place._fill()
            if not self.env["ir.cron"]._commit_progress(1):
                return

    def _fill(self):
        """Duties up to the company's number of days ahead; days planned before are
        left alone, so that what was taken out does not come back."""
        self.ensure_one()
        today = self.company_id._cs_today()
        last = today + timedelta(self.company_id.cs_roster_ahead_days)
        first = max(today, self.filled_to + DAY if self.filled_to else today)
        if first > last or not self.hours_ids:
            return
        there = self._planned_hours(first, last)
        self.env["cs.duty.watch"].create(
            [
                {
                    "place_id": self.id,
                    "date": day,
                    "hour_from": hours.hour_from,
                    "hour_to": hours.hour_to,
                }
                for day in (first + n * DAY for n in range((last - first).days + 1))
                for hours in self.hours_ids
                if (day, hours.hour_from) not in there
            ]
        )
        self.filled_to = last

    def _planned_hours(self, first, last):
        domain = Domain("place_id", "=", self.id)
        domain &= Domain("date", ">=", first) & Domain("date", "<=", last)
        watches = self.env["cs.duty.watch"].search_fetch(domain, ["date", "hour_from"])
        return {(watch.date, watch.hour_from) for watch in watches}

    def _planned_by_user(self):
        """Those whose duty the user plans: supervisors in their departments, team
        leaders where somebody of their team works. As the record rules say."""
        user, domain = self.env.user, Domain.FALSE
        if user.has_group("cs_base.group_team_leader"):
            path = "department_id.member_ids.parent_id.user_id"
            domain |= Domain(path, "=", user.id)
        if user.has_group("cs_base.group_supervisor"):
            managed = user.sudo().cs_managed_department_ids.ids
            domain |= Domain("department_id", "in", managed)
        return self.sudo().search(domain & Domain("id", "in", self.ids)).sudo(False)


class CsDutyHours(models.Model):
    """Hours of a duty at a place, in company time; an end not after the start is on
    the next day."""

    _name = "cs.duty.hours"
    _description = "Hours of Duty"
    _order = "hour_from, id"

    place_id = fields.Many2one(
        "cs.duty.place", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="place_id.company_id", store=True)
    hour_from = fields.Float("Start", required=True)
    hour_to = fields.Float("Until", required=True)

    _start_uniq = models.Constraint(
        "UNIQUE(place_id, hour_from)", "A duty of this place begins then already."
    )
    _hours_of_a_day = models.Constraint(
        "CHECK(hour_from >= 0 AND hour_from < 24 AND hour_to >= 0 AND hour_to <= 24)",
        "Hours run from 0:00 to 24:00.",
    )

    @api.depends("hour_from", "hour_to")
    def _compute_display_name(self):
        for hours in self:
            hours.display_name = hours_text(hours.hour_from, hours.hour_to)


class CsDutyArea(models.Model):
    """A part of a place that the manager on duty looks at (巡查区域, ATT-13)."""

    _name = "cs.duty.area"
    _description = "Area of Patrol"
    _order = "sequence, id"

    place_id = fields.Many2one(
        "cs.duty.place", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="place_id.company_id", store=True)
    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)


def entered_only(records, names):
    """The records without defaults of the caller's context for other fields."""
    return records.with_context(
        {
            key: value
            for key, value in records.env.context.items()
            if not key.startswith("default_") or key.removeprefix("default_") in names
        }
    )


def hours_text(hour_from, hour_to):
    """``17:30–08:30``"""
    minutes = (round(hour * 60) for hour in (hour_from, hour_to))
    return "–".join(f"{minute // 60:02}:{minute % 60:02}" for minute in minutes)
