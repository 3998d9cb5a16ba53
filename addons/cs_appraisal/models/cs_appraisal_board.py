from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import format_date

#: So many people of a grade are drawn; further ones are counted and open as a list.
CARDS = 60


class CsAppraisalBoard(models.AbstractModel):
    """A cycle at a glance: how far it is, grades and their distribution, and people
    who can be moved between grades with a reason (APP-06, APP-08).

    All is read with the user's rights: team leaders see their people, supervisors
    their departments, HR officers and the general manager all, nobody the own
    unreleased result. Moving is ``cs.appraisal.result.action_calibrate``.
    """

    _name = "cs.appraisal.board"
    _description = "Appraisal Board"

    @api.model
    @api.readonly
    def get_board(self, cycle_id=None, department_id=None):
        """The board; the number of queries does not depend on the people.

        :param cycle_id: None: the newest that has results, else the newest
        :param department_id: with those below it; None: all that the user reads
        :return: dict for the client action ``cs_appraisal.board``: ``cycle`` (or
            False), ``cycles`` and ``departments`` to choose from, ``facts``,
            ``grades`` with ``cards``, ``can_move``
        :raise AccessError: for who leads nobody
        """
        self._check_role()
        Cycle = self.env["cs.appraisal.cycle"]
        cycles = Cycle.search([("state", "!=", "draft")], limit=24)
        cycle = cycles.filtered(lambda one: one.id == cycle_id)
        if not cycle:
            done = cycles.filtered(lambda one: one.state != "open")
            cycle = (done or cycles)[:1]
        if not cycle:
            return {"cycle": False, "cycles": [], "clock": self._clock()}
        domain = Domain("cycle_id", "=", cycle.id)
        departments = self._departments(domain)
        known = {one["id"] for one in departments}
        department_id = department_id if department_id in known else False
        if department_id:
            domain &= Domain("department_id", "child_of", department_id)
        return {
            "clock": self._clock(),
            "cycle": self._cycle(cycle),
            "cycles": [{"id": one.id, "name": one.name} for one in cycles],
            "departments": departments,
            "department_id": department_id,
            "facts": self._facts(cycle, domain),
            "grades": self._grades(domain),
            "can_move": self._can_move(cycle),
        }

    def _check_role(self):
        groups = ("team_leader", "hr_officer", "general_manager")
        if not any(self.env.user.has_group(f"cs_base.group_{one}") for one in groups):
            raise AccessError(self.env._("This page is not for your post."))

    def _clock(self):
        now = words.localized(fields.Datetime.now(), self.env.company._cs_zone())
        return f"{now:%H:%M}"

    def _can_move(self, cycle):
        is_open = cycle.state == "calibration" and cycle.release_state == "draft"
        return is_open and self.env.user.has_group("cs_base.group_supervisor")

    def _cycle(self, cycle):
        states = dict(cycle._fields["state"]._description_selection(self.env))
        release = dict(cycle._fields["release_state"]._description_selection(self.env))
        keys = list(states)
        now = keys.index(cycle.state)
        return {
            "id": cycle.id,
            "due": format_date(self.env, cycle.due_on),
            "release": release[cycle.release_state]
            if cycle.state == "calibration"
            else "",
            "steps": [
                {"label": states[key], "is_now": place == now, "is_done": place < now}
                for place, key in enumerate(keys)
            ],
        }

    def _departments(self, domain):
        """Departments with people of the cycle whom the user reads."""
        groups = self.env["cs.appraisal"]._read_group(domain, ["department_id"])
        # sudo: names of the departments of people whom the user reads
        found = self.env["hr.department"].browse(
            department.id for [department] in groups if department
        )
        return [
            {"id": one.id, "name": one.display_name}
            for one in found.sudo().sorted("complete_name")
        ]

    def _facts(self, cycle, domain):
        """Numbers above the board, each with the list of what it counts."""
        people = domain & Domain("state", "!=", "left_out")
        left_out = domain & Domain("state", "=", "left_out")
        facts = [
            self._fact(self.env._("Take part"), "cs.appraisal", people),
            self._fact(self.env._("Left out"), "cs.appraisal", left_out),
        ]
        Rater = self.env["cs.appraisal.rater"]
        if cycle.state == "open" and self.env.user.has_group(
            "cs_base.group_hr_officer"
        ):
            asked = domain & Domain("state", "=", "asked")
            facts.append(self._fact(self.env._("Ratings to come"), Rater._name, asked))
        if cycle.state not in ("draft", "open"):
            none = domain & Domain("is_scored", "=", False)
            unknown = Domain("is_known", "=", False) & Domain(
                "result_id", "any", domain
            )
            facts += [
                self._fact(self.env._("Without a score"), "cs.appraisal.result", none),
                self._fact(self.env._("Figures missing"), "cs.appraisal.line", unknown),
            ]
        for fact in facts:
            fact["count"] = self.env[fact["model"]].search_count(fact["domain"])
        return facts

    def _fact(self, label, model, domain):
        return {"label": label, "model": model, "domain": list(domain)}

    def _grades(self, domain):
        """Grades of the policies met, best first, with counts, shares and people."""
        Result = self.env["cs.appraisal.result"]
        groups = Result._read_group(
            domain & Domain("grade_id", "!=", False), ["grade_id"], ["__count"]
        )
        # sudo: grades of published policies
        met = self.env["cs.appraisal.policy.grade"].browse(
            grade.id for grade, _count in groups
        )
        counts = {}
        for grade, count in groups:
            name = grade.sudo().name
            counts[name] = counts.get(name, 0) + count
        grades = met.sudo().policy_id.grade_ids.sorted("score_from", reverse=True)
        total = sum(counts.values())
        by_name = {}
        for grade in grades:
            by_name.setdefault(grade.name, grade)
        return [
            self._grade(domain, grade, counts.get(name, 0), total)
            for name, grade in by_name.items()
        ]

    def _grade(self, domain, grade, count, total):
        own = domain & Domain("grade_id.name", "=", grade.name)
        results = self.env["cs.appraisal.result"].search(
            own, order="score desc, id", limit=CARDS
        )
        is_forced = grade.policy_id.grading == "distribution"
        return {
            "name": grade.name,
            "band": grade.band,
            "count": count,
            "share": round(100 * count / total) if total else 0,
            "target": round(grade.share) if is_forced else False,
            "domain": list(own),
            "more": count - len(results),
            "cards": [self._card(one) for one in results],
        }

    def _card(self, result):
        # sudo: names of people whose result the user reads
        known = result.sudo()
        return {
            "id": result.id,
            "person": known.employee_id.name,
            "group": known.department_id.name or "",
            "score": result.score_text,
            "rank": result.rank_text if result.rank else "",
            "was": known.computed_grade_id.name
            if known.computed_grade_id != known.grade_id
            else "",
        }

    @api.model
    def move(self, result_id, grade_name, reason):
        """Move somebody to the grade of that name, with a reason.

        :raise UserError, AccessError: as ``cs.appraisal.result.action_calibrate``
        """
        result = self.env["cs.appraisal.result"].browse(result_id).exists()
        result.check_access("read")
        # sudo: grades of published policies
        grades = result.sudo().appraisal_id.policy_id.grade_ids
        grade = grades.filtered(lambda one: one.name == grade_name)
        return result.action_calibrate(grade.id, reason)
