from datetime import date, datetime
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import AccessError, UserError


class Kind(NamedTuple):
    """One kind of thing that waits for somebody.

    Counted by ``model`` and ``domain`` with the user's rights, in one query; where a
    domain cannot say it, ``count`` and ``due_at`` are given instead.
    """

    code: str
    section: str
    #: translated
    label: str
    #: xml id of the action that shows these records
    action: str
    model: str = ""
    domain: tuple | list = ()
    #: field with the deadline, the earliest is shown
    due: str = ""
    count: int | None = None
    due_at: date | datetime | None = None


class CsWaiting(models.AbstractModel):
    """Everything that waits for the user, in one place, with the soonest deadline.

    Access: everybody in the service, each the own. All is read with the user's rights,
    so nothing is counted that the user may not see. Addons extend :meth:`_kinds` and
    :meth:`_links`.
    """

    _name = "cs.waiting"
    _description = "Waiting for Me"

    @api.model
    @api.readonly
    def load(self):
        """What waits for the user; one query a kind, however much there is.

        :return: dict for the client action ``cs_base.waiting``: ``sections`` (list of
            ``name`` and ``rows``: ``code``, ``label``, ``count``, ``due``,
            ``overdue``), ``total``, ``links`` (list of ``label``, ``action``,
            ``icon``)
        """
        self._check()
        found = [(kind, self._row(kind)) for kind in self._kinds()]
        sections = []
        for section, name in self._sections():
            rows = [
                row for kind, row in found if kind.section == section and row["count"]
            ]
            if rows:
                sections.append({"code": section, "name": name, "rows": rows})
        return {
            "sections": sections,
            "total": sum(
                row["count"] for section in sections for row in section["rows"]
            ),
            "links": self._links(),
        }

    @api.model
    @api.readonly
    def get_action(self, code):
        """The action that shows what is counted under ``code``, and only that.

        :raise UserError: when there is no such kind for the user
        """
        self._check()
        kind = next((kind for kind in self._kinds() if kind.code == code), None)
        if not kind:
            raise UserError(self.env._("There is nothing of this kind for you."))
        action = self.env["ir.actions.actions"]._for_xml_id(kind.action)
        if action.get("res_model") == kind.model:
            action |= {
                "name": kind.label,
                "domain": list(kind.domain),
                "context": {},
            }
        return action

    def _check(self):
        if not self.env.user.has_group("cs_base.group_agent"):
            raise AccessError(self.env._("This page is not for your post."))

    def _row(self, kind):
        count, due = kind.count, kind.due_at
        if count is None:
            count, due = self._counted(kind)
        words = self.env["cs.period.waiting"]._due(due, self.env.company, self.env)
        return {"code": kind.code, "label": kind.label, "count": count, **words}

    def _counted(self, kind):
        """:return: (how many there are, the earliest deadline or None)"""
        model = self.env[kind.model]
        if not model.has_access("read"):
            return 0, None
        if not kind.due:
            return model.search_count(list(kind.domain)), None
        [row] = model._read_group(list(kind.domain), [], ["__count", f"{kind.due}:min"])
        return row

    @api.model
    def _sections(self):
        """:return: list of (code, translated name), in the order of the page"""
        names = {
            "decide": self.env._("To Decide"),
            "customer": self.env._("Customers"),
            "own": self.env._("About Me"),
            "people": self.env._("My People"),
            "month": self.env._("Month and Pay"),
        }
        return list(names.items())

    @api.model
    def _kinds(self):
        """What may wait for the user; only kinds that the user's role has.

        :return: list of :class:`Kind`, the order within a section is that of the list
        """
        kinds = [
            Kind(
                code="decision",
                section="decide",
                label=self.env._("Decisions to take"),
                action="cs_base.cs_decision_request_action_waiting",
                model="cs.decision.request",
                domain=[("waiting_for_me", "=", True)],
            )
        ]
        Period = self.env["cs.period"]
        if self._has_one_of(*Period._opener_groups()):
            kinds.append(
                Kind(
                    code="month_close",
                    section="month",
                    label=self.env._("Months to be closed"),
                    action="cs_base.cs_period_action",
                    model="cs.period",
                    domain=[
                        ("company_id", "=", self.env.company.id),
                        ("state", "!=", "closed"),
                        ("month", "<", self._month()),
                    ],
                    due="handover_at",
                )
            )
        return kinds

    @api.model
    def _links(self):
        """Pages of the user's own, shown as buttons.

        :return: list of dicts ``label``, ``action`` (xml id), ``icon`` (Font Awesome)
        """
        return []

    def _has_one_of(self, *groups):
        return any(self.env.user.has_group(group) for group in groups)

    def _month(self):
        """First day of the running month, where the company works."""
        return self.env.company._cs_today().replace(day=1)

    def _mine(self):
        """Ids of the user's own employee records."""
        return self.env.user._cs_employees().ids
