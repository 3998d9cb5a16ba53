from odoo import api, models
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import UserError

from ..engine import ratings
from .cs_appraisal_rater import CONFIDENTIAL


class CsAppraisalRatingForm(models.AbstractModel):
    """My ratings to give: whom, until when, and one form a person (APP-04, APP-05).

    It is the only way to a rating. Each method takes the number of a row of
    ``cs.appraisal.rater`` and asks whether it is the caller's.

    Access: everybody, the own ratings, until they are submitted.
    """

    _name = "cs.appraisal.rating.form"
    _description = "My Ratings"

    @api.model
    @api.readonly
    def get_raters(self):
        """Whom the caller rates in open cycles, soonest first.

        :return: dict ``people``: list of :meth:`_person`; ``left``: how many are not
            given yet
        """
        raters = self._raters()
        noted = dict(
            self.env["cs.appraisal.rating"]
            .sudo()
            ._read_group([("rater_id", "in", raters.ids)], ["rater_id"], ["__count"])
        )
        people = [self._person(rater, noted.get(rater, 0)) for rater in raters]
        left = sum(rater.state == "asked" for rater in raters)
        return {"people": people, "left": left}

    @api.model
    @api.readonly
    def get_form(self, rater_id):
        """The form of one person, with what has been chosen so far.

        :return: dict of :meth:`_person`, with ``sections``: list of dicts ``name`` and
            ``items``; ``note``: who will see it
        """
        rater = self._rater(rater_id)
        rater._check_open()
        found = self.env["cs.appraisal.rating"].sudo()._of(rater)
        noted = {one.item_id: one for one in found}
        items = self._items(rater)
        sections = [
            {"name": name or "", "items": [self._item(one, noted) for one in some]}
            for name, some in items.grouped("section").items()
        ]
        person = self._person(rater, len(found))
        return {**person, "sections": sections, "note": self._note_of(rater)}

    @api.model
    def save(self, rater_id, item_id, score, reason=False):
        """Keep what was chosen, as a draft that only the caller sees.

        :param score: 5 to 1; of an item with points, 0 to its full score
        """
        rater = self._rater(rater_id)
        rater._claim()
        rater._check_open()
        item = self._items(rater).filtered(lambda one: one.id == item_id)
        if not item:
            raise UserError(self.env._("This item is not yours to score."))
        self.env["cs.appraisal.rating"].sudo()._note(rater, item, score, reason)
        return True

    @api.model
    def submit(self, rater_id):
        """Give the rating; from then on nobody sees it, the caller neither.

        :return: as :meth:`get_raters`
        """
        rater = self._rater(rater_id)
        rater._claim()
        rater._check_open()
        Rating = self.env["cs.appraisal.rating"].sudo()
        Rating._check_complete(rater, self._items(rater))
        rater._kept_write({"state": "done"})
        rater.flush_recordset()
        return self.get_raters()

    @api.model
    def decline(self, rater_id, reason):
        """A peer or subordinate who cannot judge says so; HR reads the reason."""
        rater = self._rater(rater_id)
        rater._claim()
        rater._check_open()
        text = self.env["cs.appraisal.rating"]._check_reason(reason)
        if rater.group not in CONFIDENTIAL:
            raise UserError(
                self.env._(
                    "Superiors and oneself cannot decline. If you cannot judge, please"
                    " ask your HR officer to name a delegate."
                )
            )
        if not text:
            raise UserError(self.env._("Please say why you cannot rate."))
        self.env["cs.appraisal.rating"].sudo()._forget(rater)
        rater._kept_write({"state": "declined", "reason": text})
        rater.flush_recordset()
        return self.get_raters()

    # Reading

    @api.model
    def _rater(self, rater_id):
        number = rater_id if type(rater_id) is int else 0
        return self.env["cs.appraisal.rater"].browse(number)._check_mine()

    @api.model
    def _raters(self):
        # sudo: the own rows; names of cycle and person belong to them
        return (
            self.env["cs.appraisal.rater"]
            .sudo()
            .search(
                [
                    ("employee_id.user_id", "=", self.env.uid),
                    ("company_id", "in", self.env.companies.ids),
                    ("is_closed", "=", False),
                    ("state", "in", ("asked", "done")),
                    ("cycle_id.state", "=", "open"),
                    ("appraisal_id.state", "=", "open"),
                ],
                order="state, due_on, id",
            )
        )

    @api.model
    def _items(self, rater):
        return rater.appraisal_id.template_id._rated_items(rater.group)

    @api.model
    def _person(self, rater, noted):
        appraisal, today = rater.appraisal_id, rater.company_id._cs_today()
        days = (rater.due_on - today).days
        return {
            "id": rater.id,
            "name": appraisal.employee_id.name,
            "post": appraisal.job_id.name or "",
            "department": appraisal.department_id.name or "",
            "cycle": rater.cycle_id.name,
            "group": rater.group,
            "group_label": self._as_whom(rater.group),
            "is_secret": rater.group in CONFIDENTIAL,
            "is_done": rater.state == "done",
            "noted": noted,
            "total": len(self._items(rater)),
            "due": words.day_name(self.env, rater.due_on),
            "late": days < 0,
            "left": self._left(days),
        }

    @api.model
    def _as_whom(self, group):
        return {
            "superior": self.env._("As superior"),
            "peer": self.env._("As colleague"),
            "self": self.env._("Self evaluation"),
            "subordinate": self.env._("As subordinate"),
        }[group]

    @api.model
    def _left(self, days):
        if days < 0:
            return self.env._("overdue since %s days", -days)
        return self.env._("%s days left", days) if days else self.env._("due today")

    @api.model
    def _item(self, item, noted):
        rating = noted.get(item)
        return {
            "id": item.id,
            "name": item.name,
            "note": item.note or "",
            "is_points": item.source == "manual",
            "full": item.full_score,
            "score": rating.score if rating else False,
            "reason": rating.reason or "" if rating else "",
        }

    @api.model
    def _note_of(self, rater):
        """Who will see it, in words that are kept (APP-05)."""
        if rater.group in CONFIDENTIAL:
            return self.env._(
                "Anonymous: the person rated will not learn that this is from you. Only"
                " averages of %s or more answers are used; your reasons are read"
                " without your name by those who calibrate, never by the person rated.",
                ratings.least(rater.appraisal_id.policy_id.minimum_raters),
            )
        if rater.group == "self":
            return self.env._(
                "Supervisor, HR and general manager see your self evaluation when the"
                " results are calibrated."
            )
        return self.env._(
            "The person rated sees your scores and reasons with your name, once the"
            " result is given."
        )
