from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words
from odoo.addons.cs_base.models.uninstall import is_uninstalling
from odoo.exceptions import UserError
from odoo.fields import Domain

from .cs_duty_place import entered_only, hours_text

DAY = timedelta(days=1)
UTC = ZoneInfo("UTC")
#: What a planner enters; everything else follows.
ENTERED = {"place_id", "date", "hour_from", "hour_to", "person_ids"}


class CsDutyWatch(models.Model):
    """One duty: a place, a day, from when to when, and who (值班, ATT-13).

    A draft is planned and told to nobody. A published duty keeps place and hours;
    people come and go until it begins, afterwards they are only added, so that the
    roster cannot be changed to fit what happened.

    Access: everybody reads the published duties of the own department's places and
    those with oneself; team leaders plan where their team works, supervisors their
    departments'; HR and the general manager read the company's.

    ``date`` is the local date of the start where the company works, ``start`` and
    ``stop`` are naive UTC.
    """

    _name = "cs.duty.watch"
    _description = "Duty"
    _order = "date, start, place_id, id"
    _rec_names_search = ["place_id"]

    place_id = fields.Many2one(
        "cs.duty.place", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="place_id.company_id", store=True, index=True, precompute=True
    )
    department_id = fields.Many2one(
        related="place_id.department_id", store=True, index=True, precompute=True
    )
    date = fields.Date(
        required=True, index=True, default=lambda self: self.env.company._cs_today()
    )
    hour_from = fields.Float("Start", required=True, default=8.5)
    hour_to = fields.Float(
        "Until",
        required=True,
        default=17.5,
        help="In company time. Not after the start: on the next day.",
    )
    hours = fields.Char("Hours of Duty", compute="_compute_hours")
    start = fields.Datetime(
        "Begins At", compute="_compute_start", store=True, precompute=True
    )
    stop = fields.Datetime(compute="_compute_start", store=True, precompute=True)
    person_ids = fields.One2many("cs.duty.person", "watch_id", "Those on Duty")
    people = fields.Char("Who", compute="_compute_people", compute_sudo=True)
    count = fields.Integer(
        "People Planned", compute="_compute_count", store=True, compute_sudo=True
    )
    is_holiday = fields.Boolean(
        "Public Holiday", compute="_compute_needed", store=True, compute_sudo=True
    )
    needed = fields.Integer(
        "People Needed",
        compute="_compute_needed",
        store=True,
        compute_sudo=True,
        help="ATT-13: by the attendance policy, more on public holidays.",
    )
    is_short = fields.Boolean("Too Few People", compute="_compute_is_short", store=True)
    state = fields.Selection(
        [("draft", "Draft"), ("published", "Published")],
        required=True,
        readonly=True,
        default="draft",
        index=True,
    )
    is_mine = fields.Boolean(
        "My Duty", compute="_compute_is_mine", search="_search_is_mine"
    )
    can_hand_on = fields.Boolean(compute="_compute_is_mine")
    can_plan = fields.Boolean(compute="_compute_can_plan")

    _place_start_uniq = models.Constraint(
        "UNIQUE(place_id, date, hour_from)",
        "A duty at this place begins then already.",
    )
    _hours_of_a_day = models.Constraint(
        "CHECK(hour_from >= 0 AND hour_from < 24 AND hour_to >= 0 AND hour_to <= 24"
        " AND start < stop)",
        "Hours run from 0:00 to 24:00.",
    )

    @api.depends("hour_from", "hour_to")
    def _compute_hours(self):
        for watch in self:
            watch.hours = hours_text(watch.hour_from, watch.hour_to)

    @api.depends("place_id", "date", "hour_from", "hour_to")
    def _compute_start(self):
        for watch in self:
            watch.start = watch.stop = False
            if watch.place_id and watch.date:
                ends_on = watch.date
                if watch.hour_to <= watch.hour_from:
                    ends_on += DAY
                watch.start = watch._utc(watch.date, watch.hour_from)
                watch.stop = watch._utc(ends_on, watch.hour_to)

    @api.depends("person_ids.employee_id.name", "person_ids.is_manager")
    def _compute_people(self):
        for watch in self:
            names = watch.person_ids.mapped("employee_id.name")
            watch.people = ", ".join(name for name in names if name)

    @api.depends("person_ids")
    def _compute_count(self):
        for watch in self:
            watch.count = len(watch.person_ids)

    @api.depends("place_id", "place_id.department_id", "date")
    def _compute_needed(self):
        for watch in self:
            watch.is_holiday, watch.needed = False, 0
        complete = self.filtered(lambda watch: watch.place_id and watch.date)
        for department, watches in complete.grouped("department_id").items():
            watches._set_needed(department or watches.place_id.department_id[:1])

    def _set_needed(self, department):
        """ATT-13: reinforced on the public holidays of the company's calendar."""
        days = self.mapped("date")
        first, last = min(days), max(days)
        holidays = self._holidays(department, first, last)
        parameters = self._parameters(department, first, last)
        for watch in self:
            watch.is_holiday = watch.date in holidays
            name = "duty_holiday_people" if watch.is_holiday else "duty_people"
            watch.needed = parameters(watch.date, name)

    @api.depends("count", "needed")
    def _compute_is_short(self):
        for watch in self:
            watch.is_short = watch.count < watch.needed

    @api.depends_context("uid")
    @api.depends("person_ids.employee_id", "state", "start")
    def _compute_is_mine(self):
        mine, now = self.env.user._cs_employees(), fields.Datetime.now()
        for watch in self:
            watch.is_mine = bool(watch.sudo().person_ids.employee_id & mine)
            watch.can_hand_on = (
                watch.is_mine and watch.state == "published" and watch.start > now
            )

    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        mine = self.env.user._cs_employees().ids
        return Domain("person_ids.employee_id", "in", mine)

    @api.depends_context("uid")
    def _compute_can_plan(self):
        allowed = self._filtered_access("write")
        for watch in self:
            watch.can_plan = watch in allowed or not watch.id

    @api.depends_context("lang")
    @api.depends("date", "place_id.name", "hour_from", "hour_to")
    def _compute_display_name(self):
        for watch in self:
            day = words.day_name(self.env, watch.date)
            # sudo: whoever reads the duty may know where it is
            place = watch.sudo().place_id.name or ""
            watch.display_name = f"{day} {watch.hours} {place}".strip()

    @api.onchange("place_id")
    def _onchange_place_id(self):
        if hours := self.place_id.hours_ids[:1]:
            self.hour_from, self.hour_to = hours.hour_from, hours.hour_to

    # What planners do

    def action_publish(self):
        """Make drafts count and tell the people, each once."""
        self._check_planner()
        drafts = self.filtered(lambda watch: watch.state == "draft")
        drafts.sudo()._set({"state": "published"})
        drafts.sudo().person_ids._tell()
        return True

    def action_take_back(self):
        """Make duties that have not begun drafts again; the people are told."""
        self._check_planner()
        published = self.filtered(lambda watch: watch.state == "published").sudo()
        published._check_not_begun()
        published.person_ids._tell_off()
        published.person_ids._set({"told_at": False})
        published._set({"state": "draft"})
        return True

    def _check_planner(self):
        self.check_access("write")

    def _check_not_begun(self):
        now = fields.Datetime.now()
        for watch in self:
            if watch.state == "published" and watch.start <= now:
                raise UserError(
                    self.env._(
                        "ATT-13: the duty %s has begun and stays as it was.",
                        watch.display_name,
                    )
                )

    # Guards

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_entered(vals)
        watches = super(CsDutyWatch, entered_only(self, ENTERED)).create(vals_list)
        return watches.with_env(self.env)

    def write(self, vals):
        self._check_entered(vals)
        if vals.keys() - {"person_ids"}:
            self._check_draft()
        result = super().write(vals)
        # Stock asks before only: a duty must not be moved to a place out of reach.
        self.check_access("write")
        return result

    def unlink(self):
        self._check_draft()
        return super().unlink()

    def _set(self, vals):
        return super().write(vals)

    def _check_entered(self, vals):
        if not vals.keys() <= ENTERED:
            raise UserError(
                self.env._(
                    "Enter place, day, hours and people of a duty; the rest follows,"
                    " and publishing has its button."
                )
            )

    def _check_draft(self):
        if any(watch.state != "draft" for watch in self.sudo()):
            raise UserError(
                self.env._(
                    "ATT-13: a published duty keeps its place and hours. Take it back"
                    " before it begins, or change the people."
                )
            )

    # Calendar and policy

    @api.model
    def _refresh_needed(self, first=None):
        """Holidays and policies may have changed: today's and later duties."""
        low = first or fields.Date.today() - DAY
        coming = self.sudo().search([("date", ">=", low)])
        for name in ("needed", "is_holiday", "is_short"):
            self.env.add_to_compute(self._fields[name], coming)

    def _utc(self, day, hour):
        """A moment of company time in naive UTC."""
        zone = (self.place_id.company_id or self.env.company)._cs_zone()
        local = datetime.combine(day, time()) + timedelta(minutes=round(hour * 60))
        return local.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)

    @api.model
    def _holidays(self, department, first, last):
        """Public holidays of a department's working calendar."""
        Time = self.env["cs.working.time"].sudo()
        calendar = Time._calendars(department)[department.id]
        if not calendar:
            return set()
        company = department.sudo().company_id or self.env.company
        plans = Time._facts(calendar, company).plans(first, last)
        return {plan.day for plan in plans if plan.kind == "holiday"}

    @api.model
    def _parameters(self, department, first, last):
        """The policy of a department's people, by day and name of the parameter; the
        defaults where none is in force."""
        Policy = self.env["cs.attendance.policy"].sudo()
        # sudo: parameters are no secret, the people they are looked up by are
        person = (
            self.env["hr.employee"]
            .sudo()
            .search([("department_id", "child_of", department.id)], order="id", limit=1)
        )
        spans = Policy._policy_spans(person, first, last).get(person.id, ())

        def value(day, name):
            for low, high, policy in spans:
                if low <= day <= high and policy:
                    return policy[name]
            return Policy._fields[name].default(Policy)

        return value


class CsAttendanceSourceMixin(models.AbstractModel):
    _inherit = "cs.attendance.source.mixin"

    def _cs_touch_days(self):
        super()._cs_touch_days()
        # The places of duties may be gone already, in the way of the calendars.
        if not is_uninstalling(self.env):
            self.env["cs.duty.watch"]._refresh_needed()
