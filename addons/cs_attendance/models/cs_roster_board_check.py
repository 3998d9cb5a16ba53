from collections import defaultdict

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: Of so many departments side by side the people needed are added up.
MAX_DEPARTMENTS = 8


class CsRosterBoard(models.AbstractModel):
    """What the roster board says of the people planned: needs and troubles (ATT-10)."""

    _inherit = "cs.roster.board"

    @api.model
    @api.readonly
    def check(self, view):
        """How many people are planned and needed, and what speaks against publishing.

        Apart from ``load``, so that the roster is on the screen before.

        :param view: dict ``first``, ``last`` and ``department_id`` of what is shown
        :return: dict: ``coverage``, list of [shift id, [[planned, needed, missing],
            …]] with figures for each day; ``troubles`` of those whom the caller plans,
            list of [employee id, ISO date, rule, text, is hard]
        """
        self.env["cs.duty.slot"].check_access("read")
        first, last, department_id = self._viewed(view)
        domain = self.env["cs.roster"]._domain_planned() & self._domain_company()
        if department_id:
            domain &= Domain("department_id", "child_of", department_id)
        planned = self._employees(domain)
        return {
            "coverage": self._coverage(department_id, first, last),
            "troubles": self._troubles(planned, first, last),
        }

    def _coverage(self, department_id, first, last):
        """Of the department chosen, else of the topmost ones of whom the caller plans
        or, who plans nobody, reads. Drafts are counted: not for those planned.

        Who works elsewhere fills no gap: people are counted where they are needed, and
        a department that has too few is missed, however many another one has.

        :return: list of [shift id, [[planned, needed, missing], …]]
        """
        covered = self._covered(department_id)
        counted = self._needing(covered)
        needed = {shift for shifts in counted.values() for shift in shifts}
        count = (last - first).days + 1
        result = defaultdict(lambda: [[0, 0, 0] for _number in range(count)])
        for department in covered.union(*counted):
            found = self.env["cs.roster"]._coverage(department, first, last)
            for (shift, day), (planned, asked) in found.items():
                is_here = shift in counted.get(department, ())
                if is_here or (department in covered and shift not in needed):
                    cell = result[shift][(day - first).days]
                    cell[0] += planned
                    cell[1] += asked
                    cell[2] += max(asked - planned, 0)
        return sorted(result.items())

    def _needing(self, covered):
        """The departments whose tables count; where they are too many to be looked at
        one by one, those covered.

        :return: dict department -> set of shift ids
        """
        # sudo: how many are needed is no secret of who reads the roster
        Need = self.env["cs.roster.need"].sudo()
        needs = Need.search([("department_id", "child_of", covered.ids)])
        departments = needs.department_id
        if len(departments) > MAX_DEPARTMENTS:
            return dict.fromkeys(covered, set(needs.shift_id.ids))
        return needs._tables()

    def _covered(self, department_id):
        people = self._shown()
        planned = self._planned(people)
        if not planned and not self._reads_all():
            return people.department_id.browse()
        if department_id:
            # A department that has nobody in sight is none of the caller's.
            below = Domain("department_id", "child_of", department_id)
            seen = people.filtered_domain(below)
            return people.department_id.browse(department_id if seen else ())
        departments = (planned or people).department_id
        paths = departments._cs_ancestor_ids()
        top = departments.filtered(
            lambda one: not (set(paths[one.id]) - {one.id}) & set(departments.ids)
        )
        return top if len(top) <= MAX_DEPARTMENTS else top.browse()

    def _troubles(self, people, first, last):
        if not people:
            return []
        found = self.env["cs.roster"]._troubles(people, first, last)
        return [
            [one["employee_id"], str(one["date"]), one["rule"]]
            + [one["text"], one["is_hard"]]
            for one in found
        ]

    def _viewed(self, view):
        """(first, last, department id) of what a client shows."""
        if not isinstance(view, dict):
            raise UserError(
                self.env._("This change cannot be read. Please load the board again.")
            )
        days = self.env["cs.roster"]._check_days(view.get("first"), view.get("last"))
        number = view.get("department_id")
        return *days, number if type(number) is int else None
