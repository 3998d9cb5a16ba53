from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: Lines of troubles and of gaps that are shown.
SHOWN = 100


class CsRosterPublish(models.TransientModel):
    """Makes drafts count, after a look at what speaks against it (ATT-10)."""

    _name = "cs.roster.publish"
    _inherit = ["cs.roster.range"]
    _description = "Publish a Roster"

    def _default_employee_ids(self):
        """Everybody with a draft whose roster the user may plan."""
        # sudo: leaders plan people whose file they may not open
        Employee = self.env["hr.employee"].sudo()
        mine = Employee.search(self.env["cs.roster"]._domain_planned())
        drafts = self.env["cs.duty.slot"]._read_group(
            [
                ("employee_id", "in", mine.ids),
                ("is_draft", "=", True),
                ("date", ">=", self.env.company._cs_today()),
            ],
            ["employee_id"],
        )
        return self.env["hr.employee.public"].browse(person.id for [person] in drafts)

    draft_count = fields.Integer("Days to Be Published", compute="_compute_look")
    people_count = fields.Integer(compute="_compute_look")
    hard_count = fields.Integer(
        "To Be Solved First", compute="_compute_look", help="These refuse publishing."
    )
    troubles = fields.Html(
        "What Speaks Against It", compute="_compute_look", sanitize=False
    )
    gaps = fields.Html("Too Few People", compute="_compute_look", sanitize=False)

    @api.depends("date_from", "date_to", "employee_ids")
    @api.depends_context("lang")
    def _compute_look(self):
        for wizard in self:
            troubles, gaps = wizard._troubles(), wizard._gaps()
            wizard.draft_count, wizard.people_count = wizard._count_drafts()
            wizard.hard_count = len([one for one in troubles if one["is_hard"]])
            wizard.troubles = troubles and wizard._rendered("roster_troubles", troubles)
            wizard.gaps = gaps and wizard._rendered("roster_gaps", gaps)

    def action_publish(self):
        """:raises UserError: nothing to publish, or a trouble to be solved first"""
        self.ensure_one()
        if not self.draft_count:
            raise UserError(self.env._("There are no drafts of these people and days."))
        counts = self.env["cs.roster"].publish(
            self.employee_ids.ids, self.date_from, self.date_to
        )
        return self._done(
            self.env._(
                "%(slots)s days of %(people)s people are published, and the people"
                " have been told.",
                **counts,
            )
        )

    def _people(self):
        """Those chosen whose roster the user may plan."""
        Roster = self.env["cs.roster"]
        chosen = Domain("id", "in", self.employee_ids.ids)
        # sudo: see above
        return self.env["hr.employee"].sudo().search(chosen & Roster._domain_planned())

    def _is_asked(self):
        return self.date_from and self.date_to and self.date_from <= self.date_to

    def _count_drafts(self):
        """:return: (days, people)"""
        if not self._is_asked():
            return 0, 0
        [counts] = self.env["cs.duty.slot"]._read_group(
            [
                ("employee_id", "in", self._people().ids),
                ("is_draft", "=", True),
                ("date", ">=", self.date_from),
                ("date", "<=", self.date_to),
            ],
            aggregates=["__count", "employee_id:count_distinct"],
        )
        return counts

    def _troubles(self):
        people = self._people()
        if not people or not self._is_asked():
            return []
        found = self.env["cs.roster"]._troubles(people, self.date_from, self.date_to)
        names = {person.id: person.name for person in people}
        return [
            {
                **one,
                "name": names[one["employee_id"]],
                "day": self._day_title(one["date"]),
            }
            for one in sorted(found, key=lambda one: not one["is_hard"])
        ]

    def _gaps(self):
        """Days on which a shift has fewer people than it needs."""
        people = self._people()
        if not people or not self._is_asked():
            return []
        above = {
            number
            for ids in people.department_id._cs_ancestor_ids().values()
            for number in ids
        }
        # sudo: how many are needed is no secret of who plans
        needs = self.env["cs.roster.need"].sudo()
        needed = needs.search([("department_id", "in", list(above))])
        rows = []
        for department, shifts in needed._tables().items():
            coverage = self.env["cs.roster"]._coverage(
                department, self.date_from, self.date_to
            )
            rows += [
                (day, department.name, needed.shift_id.browse(shift).name, *counts)
                for (shift, day), counts in coverage.items()
                if shift in shifts and counts[0] < counts[1]
            ]
        return [
            {
                "day": self._day_title(day),
                "department": department,
                "shift": shift,
                "planned": planned,
                "needed": count,
            }
            for day, department, shift, planned, count in sorted(rows)
        ]

    def _day_title(self, day):
        return self.env["cs.attendance.board"]._day_title(day, "")

    def _rendered(self, template, rows):
        left = len(rows) - SHOWN
        values = {
            "rows": rows[:SHOWN],
            "more": self.env._("and %s more", left) if left > 0 else "",
        }
        return self.env["ir.qweb"]._render(f"cs_attendance.{template}", values)
