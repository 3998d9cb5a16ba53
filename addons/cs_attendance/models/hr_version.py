from datetime import date

from odoo import api, models

_DECIDING = {
    "active",
    "company_id",
    "contract_date_end",
    "contract_date_start",
    "date_version",
    "department_id",
    "departure_date",
    "employee_id",
    "job_id",
    "resource_calendar_id",
}


class HrVersion(models.Model):
    """Where, when and by which calendar somebody works decides the days."""

    _inherit = "hr.version"

    @api.model_create_multi
    def create(self, vals_list):
        versions = super().create(vals_list)
        versions._cs_touch_days()
        return versions

    def write(self, vals):
        if not _DECIDING & vals.keys():
            return super().write(vals)
        self._cs_touch_days()
        result = super().write(vals)
        self._cs_touch_days()
        return result

    def unlink(self):
        self._cs_touch_days()
        return super().unlink()

    def _cs_touch_days(self):
        """The months from the version's first day on that have been judged."""
        Stale = self.env["cs.attendance.stale"].sudo()
        for first, versions in self.sudo().grouped("date_version").items():
            people = versions.employee_id
            # The first version stands for the days before it, too.
            whole = people.filtered(
                lambda person, first=first: (
                    min(person.version_ids.mapped("date_version")) == first
                )
            )
            Stale._touch_known(whole, date(1970, 1, 2), date.max)
            Stale._touch_known(people - whole, first, date.max)
