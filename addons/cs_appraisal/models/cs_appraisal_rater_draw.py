from collections import defaultdict

from odoo import api, models

from ..engine import ratings
from .appraisal_rows import insert_new
from .cs_appraisal_rater import CONFIDENTIAL

#: Items that people score; the others come from figures.
RATED = ("rating", "manual")
_COLUMNS = {
    "appraisal_id": "int",
    "company_id": "int",
    "cycle_id": "int",
    "subject_id": "int",
    "department_id": "int",
    "group": "varchar",
    "employee_id": "int",
    "due_on": "date",
    "state": "varchar",
    "origin": "varchar",
}


class CsAppraisalTemplate(models.Model):
    _inherit = "cs.appraisal.template"

    def _rated_items(self, group):
        """The items that a group of raters scores: points only the superior gives."""
        sources = RATED if group == "superior" else ("rating",)
        return self.item_ids.filtered(lambda item: item.source in sources)

    def _group_weights(self, item):
        """:return: dict group -> percent (Decimal), those above 0"""
        if item.source == "manual":
            return {"superior": ratings.HUNDRED}
        return {
            group: weight
            for group in ratings.GROUPS
            if (weight := ratings.percent(self[f"weight_{group}"])) > 0
        }

    def _asked_groups(self):
        """Groups of people who are asked: those that have a weight for some item."""
        asked = {
            group
            for item in self._rated_items("superior")
            for group in self._group_weights(item)
        }
        return [group for group in ratings.GROUPS if group in asked - {"customer"}]


class CsAppraisalRater(models.Model):
    """Who is asked: the superior, oneself, and drawn peers and subordinates."""

    _inherit = "cs.appraisal.rater"

    @api.model
    def _assign(self, appraisals):
        """Ask the raters of open appraisals (APP-05); who is asked already stays.

        The number of queries does not depend on the number of people.

        :return: the new rows
        """
        appraisals = appraisals.sudo().filtered(lambda one: one.state == "open")
        asked = {one: one._asked_groups() for one in appraisals.template_id}
        if not any(asked.values()):
            return self.browse()
        known = {
            (appraisal.id, group)
            for appraisal, group in self.sudo()._read_group(
                [("appraisal_id", "in", appraisals.ids)], ["appraisal_id", "group"]
            )
        }
        pools = self.sudo()._pools(appraisals)
        everybody = appraisals.employee_id | appraisals.superior_id
        everybody.fetch(["user_id"])  # else a thousand at a time
        rows = [
            self._prepare_row(appraisal, group, employee)
            for appraisal in appraisals
            for group in asked[appraisal.template_id]
            if (appraisal.id, group) not in known
            for employee in self.sudo()._drawn(appraisal, group, pools)
        ]
        # what the person may see comes first: gaps between ids tell nothing
        rows.sort(key=lambda row: row["group"] in CONFIDENTIAL)
        self.env.flush_all()
        started = {"state": "asked", "origin": "drawn"}
        new = insert_new(self.env, self._table, _COLUMNS, [r | started for r in rows])
        self.env["cs.appraisal"].invalidate_model(["rater_ids"], flush=False)
        self.env["cs.appraisal.rating.notice"].sudo()._wake()
        return self.browse(new)

    @api.model
    def _prepare_row(self, appraisal, group, employee):
        return {
            "appraisal_id": appraisal.id,
            "company_id": appraisal.company_id.id,
            "cycle_id": appraisal.cycle_id.id,
            "subject_id": appraisal.employee_id.id,
            "department_id": appraisal.department_id.id or None,
            "group": group,
            "employee_id": employee.id,
            "due_on": appraisal.cycle_id.due_on,
        }

    @api.model
    def _pools(self, appraisals):
        """Who could be asked: people with a login of the same companies.

        :return: (employees by department and post, employees by direct superior)
        """
        people = self.env["hr.employee"].search(
            [
                ("company_id", "in", appraisals.company_id.ids),
                ("user_id.active", "=", True),
            ]
        )
        posts, teams = defaultdict(list), defaultdict(list)
        people.fetch()  # else a thousand at a time
        people.current_version_id.fetch()
        supervisors = people._cs_supervisors()
        for person in people:
            posts[person.company_id, person.department_id, person.job_id].append(person)
            teams[supervisors[person.id]].append(person)
        return posts, teams

    @api.model
    def _drawn(self, appraisal, group, pools):
        """:return: list of employees"""
        subject, superior = appraisal.employee_id, appraisal.superior_id
        if group == "self":
            return [subject]
        if group == "superior":
            is_oneself = superior.user_id and superior.user_id == subject.user_id
            return [superior] if superior and not is_oneself else []
        posts, teams = pools
        team = teams.get(subject, [])
        pool, count = team, appraisal.template_id.subordinate_count
        if group == "peer":
            place = appraisal.company_id, appraisal.department_id, appraisal.job_id
            pool = posts.get(place, []) if all(place) else []
            pool = [person for person in pool if person not in team]
            count = appraisal.template_id.peer_count
        known = (subject + superior).user_id
        people = {one.id: one for one in pool if one.user_id not in known}
        seed = f"{self._draw_secret()}/{appraisal.id}/{group}"
        drawn = ratings.draw(people, count, seed)
        # nobody is asked for an answer that could not be used
        enough = len(drawn) >= self._minimum(appraisal)
        return [people[one] for one in drawn] if enough else []

    @api.model
    def _draw_secret(self):
        """Else everybody could draw the lots again and know who rates whom."""
        return self.env["ir.config_parameter"].sudo().get_param("database.secret")
