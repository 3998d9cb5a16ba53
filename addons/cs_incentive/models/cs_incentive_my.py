from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import AccessError


class CsIncentiveMy(models.AbstractModel):
    """My income: a person's own statement month by month, and why each amount is what
    it is (INC-30, ALL-01). The same page shows others the statements that they read.

    Access: everybody the own statements once they are approved; statements of others
    by the rules of ``cs.incentive.statement``, their lines by those of
    ``cs.incentive.item``. Nothing is decided with more rights than the reader's.
    """

    _name = "cs.incentive.my"
    _description = "My Income"

    @api.model
    @api.readonly
    def get_income(self, month=None):
        """The own statement of a month.

        :param month: number like 202610; None for the newest
        :return: dict for the client action ``cs_incentive.my_income``: ``months`` (of
            the switch), ``statement`` (False: none is approved) and ``appeal``
        """
        self._check_post()
        mine = self.env["cs.incentive.statement"].search(
            [
                ("employee_id", "in", self._own().ids),
                ("approved_at", "!=", False),
            ]
        )
        shown = mine.filtered(lambda one: _number(one) == month) if month else mine[:1]
        page = self._page(shown[:1], mine, _number)
        return {
            **page,
            "has_any": bool(mine),
            "newest": bool(mine) and _number(mine[0]),
        }

    @api.model
    @api.readonly
    def get_statement(self, statement_id):
        """The statement of somebody, as the person sees it.

        :return: as ``get_income``; the switch goes by ids of statements
        :raise AccessError: the reader may not read it
        """
        self._check_post()
        one = self.env["cs.incentive.statement"].browse(statement_id).exists()
        if not one:
            raise AccessError(self.env._("There is no such statement."))
        one.check_access("read")
        others = one.search([("employee_id", "=", one.sudo().employee_id.id)])
        return {**self._page(one, others, lambda one: one.id), "has_any": True}

    @api.model
    @api.readonly
    def get_line(self, item_id):
        """Why one line is what it is.

        :return: dict ``formula`` (``cs.incentive.formula._parts``), ``reasons``,
            ``hidden_facts``, ``scheme`` (or False), ``source`` (or False) and
            ``can_appeal``
        :raise AccessError: the reader may not read the line
        """
        self._check_post()
        item = self.env["cs.incentive.item"].browse(item_id).exists()
        if not item:
            raise AccessError(self.env._("There is no such line."))
        item.check_access("read")
        return self._opened(item)

    def _check_post(self):
        if not self.env.user.has_group("cs_base.group_agent"):
            raise AccessError(self.env._("This page is not for your post."))

    def _own(self):
        """The own employee record (sudo); of several, that of the current company."""
        own = self.env.user._cs_employees()
        return own.filtered(lambda one: one.company_id == self.env.company) or own

    # Page

    def _page(self, shown, all_of_them, place):
        """:param place: function statement -> what the month switch goes to"""
        ordered = all_of_them.sorted("month")
        before = ordered.filtered(lambda one: shown and one.month < shown.month)
        after = ordered.filtered(lambda one: shown and one.month > shown.month)
        return {
            "months": {
                "previous": bool(before) and place(before[-1]),
                "next": bool(after) and place(after[0]),
            },
            "statement": bool(shown) and self.env["cs.incentive.page"]._compose(shown),
            "appeal": bool(shown) and self._appeal(shown),
        }

    def _appeal(self, one):
        """Until when an appeal is possible, said to the reader (ALL-02)."""
        item = one.line_ids[:1]
        deadline = item.appeal_deadline
        if not deadline:
            return False
        known = one.sudo()
        zone = known.company_id._cs_zone()
        moment = words.moment_name(self.env, deadline, zone)
        is_late = fields.Datetime.now() > deadline
        is_own = known.employee_id in self.env.user._cs_employees()
        return {
            "deadline": moment,
            "can": item.can_appeal,
            "text": self._appeal_text(is_own, is_late, moment),
        }

    def _appeal_text(self, is_own, is_late, deadline):
        if is_late:
            return self.env._(
                "The time for an appeal ended on %(deadline)s. If there are new facts,"
                " please turn to the HR officer.",
                deadline=deadline,
            )
        if is_own:
            return self.env._(
                "You can appeal until %(deadline)s. Somebody else decides on it, and"
                " you get the answer in writing.",
                deadline=deadline,
            )
        return self.env._(
            "The person can appeal until %(deadline)s.", deadline=deadline
        )

    # One line

    def _opened(self, item):
        view = item.get_explanation()
        scheme = self._scheme(item)
        return {
            "id": item.id,
            "formula": self.env["cs.incentive.formula"]._parts(item),
            "reasons": [self._reason(reason) for reason in view["reasons"]],
            "hidden_facts": view["hidden_facts"],
            "scheme": scheme,
            "source": self._source(item, view),
            "can_appeal": item.can_appeal,
        }

    def _reason(self, reason):
        """Without the scheme among the facts: it has a place of its own."""
        facts = [
            fact
            for fact in reason["facts"]
            if not fact["link"] or fact["link"]["model"] != "cs.incentive.scheme"
        ]
        kept = ("rule", "sentence", "params")
        return {**{name: reason[name] for name in kept}, "facts": facts}

    def _scheme(self, item):
        # sudo: name and first day of the scheme that an own line follows from
        scheme = item.sudo().scheme_line_id.policy_id
        if not scheme:
            return False
        since = self.env["cs.value.format"]._format_value(scheme.date_from)
        link = {"model": scheme._name, "ids": scheme.ids}
        can_read = scheme.with_env(self.env).has_access("read")
        return {
            "name": scheme.name,
            "since": self.env._("in force since %(day)s", day=since),
            "link": can_read and link,
        }

    def _source(self, item, view):
        """The record that the line comes from, if the reader may read it and it is
        not among the facts."""
        if not item.res_id or item.res_model not in self.env:
            return False
        record = self.env[item.res_model].browse(item.res_id).exists()
        links = [fact["link"] for one in view["reasons"] for fact in one["facts"]]
        is_told = {"model": record._name, "ids": record.ids} in links
        if is_told or not record or not record.has_access("read"):
            return False
        return {
            "label": record._description,
            "display": record.display_name,
            "link": {"model": record._name, "ids": record.ids},
        }


def _number(statement):
    """202610 for October 2026, as in the address of the page."""
    return statement.month.year * 100 + statement.month.month
