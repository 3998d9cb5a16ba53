from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import AccessError
from odoo.tools import format_date

#: So many results make the drawing of the past.
HISTORY = 12
#: The steps in order, with what a person may see at each (APP-08).
STEPS = ("open", "calibration", "released", "signed", "closed")


class CsAppraisalMy(models.AbstractModel):
    """A person's own appraisal: how far it is, the score with how it came about, and
    the months before (APP-08, ALL-01).

    Access: everybody, each the own; all is read with the user's rights, so nothing is
    told before the result is given.
    """

    _name = "cs.appraisal.my"
    _description = "My Appraisal"

    @api.model
    @api.readonly
    def get_my_appraisal(self, appraisal_id=None):
        """The page of the user.

        :param appraisal_id: id of an own appraisal; None: the newest
        :return: dict for the client action ``cs_appraisal.my_appraisal``: ``newer`` and
            ``older`` (ids of the neighbours or False), ``appraisal`` (or False),
            ``result`` (or False), ``history`` (oldest first)
        :raise AccessError: for the appraisal of somebody else
        """
        if not self.env.user.has_group("cs_base.group_agent"):
            raise AccessError(self.env._("This page is not for your post."))
        mine = self.env["cs.appraisal"].search(
            [("employee_id", "in", self.env.user._cs_employees().ids)]
        )
        mine = mine.sorted(lambda one: (one.date_to, one.id), reverse=True)
        shown = mine.filtered(lambda one: one.id == appraisal_id) or mine[:1]
        if appraisal_id and shown.id != appraisal_id:
            raise AccessError(self.env._("This is not your own appraisal."))
        place = mine.ids.index(shown.id) if shown else 0
        results = self.env["cs.appraisal.result"].search(
            [("appraisal_id", "in", mine.ids)]
        )
        result = results.filtered(lambda one: one.appraisal_id == shown)
        return {
            "newer": mine[place - 1 : place].id if place else False,
            "older": mine[place + 1 : place + 2].id,
            "appraisal": self._appraisal(shown) if shown else False,
            "result": self._result(result) if result else False,
            "history": self._history(mine, results, shown),
        }

    def _appraisal(self, one):
        states = dict(one._fields["state"]._description_selection(self.env))
        now = STEPS.index(one.state) if one.state in STEPS else -1
        return {
            "id": one.id,
            # sudo: the name of the own appraisal
            "name": one.sudo().cycle_id.name,
            "period": self._span(one.date_from, one.date_to),
            "state": one.state,
            "state_label": states[one.state],
            "can_sign": one.can_sign,
            "note": self._note(one),
            "steps": [
                {
                    "label": states[step],
                    "is_now": place == now,
                    "is_done": place < now,
                }
                for place, step in enumerate(STEPS)
            ],
        }

    def _note(self, one):
        """What the person may see at this step, and what comes next."""
        due = format_date(self.env, one.due_on)
        return {
            "left_out": self.env._(
                "APP-02: you were away for too long in this period, so there is no"
                " appraisal. The months before and after count as if they followed"
                " each other."
            ),
            "open": self.env._(
                "Ratings are asked for until %(due)s. You see your own self evaluation;"
                " the result can be read once it is given.",
                due=due,
            ),
            "calibration": self.env._(
                "The ratings have ended and grades are compared with each other. You"
                " will be told when the general manager has approved the results."
            ),
            "released": self.env._(
                "The result is given. Talk about it with your superior, then sign it,"
                " or appeal if you do not agree."
            ),
            "signed": self.env._("You have signed the result."),
            "closed": self.env._(
                "This appraisal is closed. What becomes known later is shown as a"
                " difference."
            ),
        }[one.state]

    def _result(self, result):
        deadline = result.can_appeal and result.appeal_deadline
        zone = result.company_id._cs_zone()
        return {
            "id": result.id,
            "score": result.score_text,
            "grade": result.sudo().grade_id.name or "",
            "rank": result.rank,
            "rank_of": result.rank_of,
            "group": result.sudo().department_id.name or "",
            "differs": bool(result.change_ids),
            "current_score": f"{result.current_score:.2f}"
            if result.is_scored or result.change_ids
            else result.score_text,
            "current_grade": result.sudo().current_grade_id.name or "",
            "deadline": words.stamp(deadline, zone, year=True) if deadline else "",
            "lines": [self._line(line) for line in result.line_ids],
        }

    def _line(self, line):
        part = line.contribution / line.weight_given if line.weight_given else 0
        return {
            "id": line.id,
            "name": line.name,
            "value": line.value_text if line.is_applicable else "",
            "points": line.points_text if line.is_known else line.value_text,
            "weight": f"{line.weight_given:g}",
            "added": f"{line.contribution:.2f}",
            "applies": line.is_applicable,
            "part": round(min(part, 1) * 100),
        }

    def _history(self, mine, results, shown):
        by_appraisal = {one.appraisal_id.id: one for one in results}
        rows = []
        for one in mine.filtered(lambda one: one.cycle_id.kind == shown.cycle_id.kind):
            result = by_appraisal.get(one.id)
            is_scored = bool(result and result.is_scored)
            rows.append(
                {
                    "id": one.id,
                    "label": fields.Date.to_string(one.date_to)[:7],
                    "score": result.current_score if is_scored else False,
                    "grade": result.sudo().current_grade_id.name if is_scored else "",
                }
            )
        return rows[:HISTORY][::-1]

    def _span(self, first, last):
        return f"{format_date(self.env, first)} – {format_date(self.env, last)}"
