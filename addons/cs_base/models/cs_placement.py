from collections import defaultdict
from datetime import date, timedelta

from odoo import api, models
from odoo.tools import SQL

from ..engine.policy import Placement, Stay


class CsPlacement(models.AbstractModel):
    """Where people work over time, from the stock version history."""

    _name = "cs.placement"
    _description = "Placement over Time"

    @api.model
    def _stays(self, employees, first, last):
        """Company, departments and job of people between two days.

        As in stock ``_get_version``, the first version also stands for the days
        before it (people are often entered after they began), and the last one has
        no end: whether somebody is employed on a day is not asked here, because
        final statements, late callbacks and appeals still need the rules. Archived
        people count like others. The department tree is that of today.

        :param employees: hr.employee, read regardless of the user's rights
        :return: dict employee id -> list of Stay in order, clipped to nothing;
            only people with a version are in it
        """
        rows = self._version_rows(employees, first, last)
        paths = self._department_paths({row[4] for row in rows if row[4]})
        placements = {}
        stays = defaultdict(list)
        for employee, start, following, *place in rows:
            key = tuple(place)
            if key not in placements:
                company, department, job = place
                placements[key] = Placement(company, paths.get(department, ()), job)
            stop = following - timedelta(days=1) if following else date.max
            stays[employee].append(Stay(start or date.min, stop, placements[key]))
        return dict(stays)

    def _version_rows(self, employees, first, last):
        """(employee, first day or None, following version's first day or None,
        company, department, job) of the versions that touch first..last."""
        Version = self.env["hr.version"].sudo()
        Version.flush_model(
            ["active", "company_id", "date_version", "department_id"]
            + ["employee_id", "job_id"]
        )
        return self.env.execute_query(
            SQL(
                """
                SELECT *
                  FROM (SELECT employee_id,
                               CASE WHEN lag(id) OVER versions IS NOT NULL
                                    THEN date_version END AS day,
                               lead(date_version) OVER versions AS following,
                               company_id,
                               department_id,
                               job_id
                          FROM hr_version
                         WHERE employee_id = ANY(%(employees)s) AND active
                        WINDOW versions AS
                               (PARTITION BY employee_id ORDER BY date_version)
                       ) history
                 WHERE (day IS NULL OR day <= %(last)s)
                   AND (following IS NULL OR following > %(first)s)
                 ORDER BY employee_id, day NULLS FIRST
                """,
                employees=employees.ids,
                first=first,
                last=last,
            )
        )

    def _department_paths(self, department_ids):
        """Ids from each department up to its root, in one query."""
        departments = (
            self.env["hr.department"]
            .sudo()
            .with_context(active_test=False)
            .search_fetch([("id", "in", list(department_ids))], ["parent_path"])
        )
        return {
            department: tuple(path)
            for department, path in departments._cs_ancestor_ids().items()
        }
