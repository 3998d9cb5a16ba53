"""Changes after which the limits of open tickets are replayed (HD-03)."""

from odoo import api, models


class CsTicketHoursMixin(models.AbstractModel):
    """Something that working time follows from."""

    _name = "cs.ticket.hours.mixin"
    _description = "Source of Working Time of Tickets"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._cs_touch_tickets()
        return records

    def write(self, vals):
        result = super().write(vals)
        if self._cs_moves_limits(vals):
            self._cs_touch_tickets()
        return result

    def unlink(self):
        is_source = self._cs_is_hours()
        result = super().unlink()
        if is_source:
            self.env["helpdesk.ticket"].sudo()._cs_clock_stale("hours")
        return result

    def _cs_touch_tickets(self):
        if self._cs_is_hours():
            # sudo: hours hold for tickets that who sets them may not read
            self.env["helpdesk.ticket"].sudo()._cs_clock_stale("hours")

    def _cs_is_hours(self):
        """Whether these records decide anybody's working time."""
        return bool(self)

    def _cs_moves_limits(self, vals):
        return True


class CalendarPublicHoliday(models.Model):
    _name = "calendar.public.holiday"
    _inherit = ["calendar.public.holiday", "cs.ticket.hours.mixin"]


class CalendarPublicHolidayLine(models.Model):
    _name = "calendar.public.holiday.line"
    _inherit = ["calendar.public.holiday.line", "cs.ticket.hours.mixin"]


class CsMakeupDay(models.Model):
    _name = "cs.makeup.day"
    _inherit = ["cs.makeup.day", "cs.ticket.hours.mixin"]


class ResourceCalendarLeaves(models.Model):
    _name = "resource.calendar.leaves"
    _inherit = ["resource.calendar.leaves", "cs.ticket.hours.mixin"]

    def _cs_is_hours(self):
        return any(not leave.resource_id for leave in self)


class ResourceCalendar(models.Model):
    _name = "resource.calendar"
    _inherit = ["resource.calendar", "cs.ticket.hours.mixin"]

    def _cs_moves_limits(self, vals):
        names = {"attendance_ids", "tz", "two_weeks_calendar", "flexible_hours"}
        return bool(
            (names | {"full_time_required_hours", "hours_per_day"}) & vals.keys()
        )


class ResourceCalendarAttendance(models.Model):
    _name = "resource.calendar.attendance"
    _inherit = ["resource.calendar.attendance", "cs.ticket.hours.mixin"]


class HrDepartment(models.Model):
    _name = "hr.department"
    _inherit = ["hr.department", "cs.ticket.hours.mixin"]

    def _cs_moves_limits(self, vals):
        return bool({"cs_calendar_id", "parent_id", "company_id"} & vals.keys())


class ResCompany(models.Model):
    _inherit = "res.company"

    def write(self, vals):
        result = super().write(vals)
        if "resource_calendar_id" in vals:
            # sudo: as above
            self.env["helpdesk.ticket"].sudo()._cs_clock_stale("hours", self)
        return result


class CsHelpdeskPolicy(models.Model):
    """A policy that is approved, ended by its successor or taken back."""

    _inherit = "cs.helpdesk.policy"

    def _decision_write(self, vals):
        result = super()._decision_write(vals)
        if {"state", "date_to"} & vals.keys():
            # sudo: rules bind also the tickets that who decides may not read
            Ticket = self.env["helpdesk.ticket"].sudo()
            Ticket._cs_clock_stale("policy", self.sudo().company_id)
        return result


class HelpdeskTicketTeam(models.Model):
    _inherit = "helpdesk.ticket.team"

    def write(self, vals):
        result = super().write(vals)
        if {"cs_first_reply_hours", "cs_first_reply_time"} & vals.keys():
            # sudo: as above
            Ticket = self.env["helpdesk.ticket"].sudo()
            Ticket._cs_clock_stale("policy", self.company_id or None)
        return result
