from datetime import datetime, time, timedelta

from pytz import timezone

from odoo import api, models
from odoo.fields import Date

from .payroll_facts import PayFacts, is_month
from .payroll_rows import worked_days

COUNTS = ("number_of_days", "number_of_hours")


class HrPayslip(models.Model):
    """Worked days by attendance, else by the calendar: in its time zone, and within
    the days of each version (INC-31)."""

    _inherit = "hr.payslip"

    @api.model
    def get_worked_day_lines(self, contracts, date_from, date_to):
        """Days by each version within the period, in the time zone of its calendar.

        The payroll addon takes the days for UTC, the latest version of a contract
        only, and the month to its end for who leaves.
        """
        self._cs_check_makes(contracts.employee_id)
        first, last = Date.to_date(date_from), Date.to_date(date_to)
        versions = self._cs_versions(contracts, first, last)
        found = []
        for employee, own in versions.grouped("employee_id").items():
            found += self._cs_sheet_days(employee, first, last) or [
                row
                for version in own.filtered("resource_calendar_id")
                for row in self._cs_calendar_days(version, first, last)
            ]
        return found

    def _cs_calendar_days(self, version, first, last):
        # The context as in the payroll addon, for the one of public holidays.
        version = version.with_context(
            employee_id=version.employee_id.id, exclude_public_holidays=True
        )
        span = _localised(version, first, last)
        days = self._compute_worked_days(version, *span)
        # A shift that ends at midnight lacks a microsecond.
        return [
            row | {name: round(row[name], 4) for name in COUNTS}
            for row in [*self._compute_leave_days(version, *span), days]
        ]

    @api.model
    def _cs_sheet_days(self, employee, first, last):
        """What the attendance sheet of a calendar month counts, if there is one."""
        if not is_month(first, last):
            return []
        # sudo: who makes the slip may know what it is made of
        person = employee.sudo()
        facts = PayFacts(self.env, person.company_id, first, person)
        if not facts.sheets or not facts.wages.get(person.id):
            return []
        return worked_days(self.env, facts, person.id)

    @api.model
    def _cs_versions(self, contracts, first, last):
        """hr.version of the people within the period, by person and day"""
        first, last = Date.to_date(first), Date.to_date(last)
        people = contracts.employee_id
        found = people._get_contract_versions(date_start=first, date_end=last)
        versions = contracts.browse().union(
            *(
                versions
                for by_contract in found.values()
                for versions in by_contract.values()
            )
        )
        return versions.filtered(
            lambda one: one._is_overlapping_period(first, last)
        ).sorted(lambda one: (one.employee_id.id, one.date_start))


def _localised(version, first, last):
    """First and last moment of a version within a period, both aware"""
    zone = timezone(version.resource_calendar_id.tz)
    start = max(first, version.date_start)
    stop = min(last, version.date_end or last)
    return (
        zone.localize(datetime.combine(start, time.min)),
        zone.localize(datetime.combine(stop + timedelta(days=1), time.min)),
    )
