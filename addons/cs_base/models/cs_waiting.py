from datetime import date, datetime
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from .cs_job import TROUBLE

AGENT = "cs_base.group_agent"
TECHNICAL = "cs_base.group_technical_admin"


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

    Access: everybody in the service, each the own, and technical administrators what
    is theirs. All is read with the user's rights, so nothing is counted that the user
    may not see. Addons extend :meth:`_kinds` and :meth:`_links`, for administrators
    :meth:`_technical_kinds` and :meth:`_technical_links`.
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
        found = [(kind, self._row(kind)) for kind in self._all_kinds()]
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
            "links": self._all_links(),
        }

    @api.model
    @api.readonly
    def get_action(self, code):
        """The action that shows what is counted under ``code``, and only that.

        :raise UserError: when there is no such kind for the user
        """
        self._check()
        kinds = self._all_kinds()
        kind = next((kind for kind in kinds if kind.code == code), None)
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
        if not self._has_one_of(AGENT, TECHNICAL):
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

    def _all_kinds(self):
        kinds = list(self._kinds()) if self._has_one_of(AGENT) else []
        if self._has_one_of(TECHNICAL, "cs_base.group_hr_officer"):
            kinds += self._technical_kinds()
        return kinds

    def _all_links(self):
        links = list(self._links()) if self._has_one_of(AGENT) else []
        if self._has_one_of(TECHNICAL):
            links += self._technical_links()
        return links

    @api.model
    def _sections(self):
        """:return: list of (code, translated name), in the order of the page"""
        names = {
            "decide": self.env._("To Decide"),
            "customer": self.env._("Customers"),
            "own": self.env._("About Me"),
            "people": self.env._("My People"),
            "month": self.env._("Month and Pay"),
            "system": self.env._("Technical"),
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

    @api.model
    def _technical_kinds(self):
        """What may wait for technical administrators, and what HR officers should know
        of it: months and pay depend on the jobs (TRUST, crons)."""
        return [
            Kind(
                code="job_trouble",
                section="system",
                label=self.env._("Scheduled jobs that fail or do not run"),
                action="cs_base.cs_job_action",
                model="cs.job",
                domain=[("state", "in", list(TROUBLE))],
            )
        ]

    @api.model
    def _technical_links(self):
        """Pages of technical administrators, as in :meth:`_links`."""
        return [
            {
                "label": self.env._("Set Up the Department"),
                "action": "cs_base.cs_setup_action",
                "icon": "fa-list-ol",
            },
            {
                "label": self.env._("Scheduled Jobs"),
                "action": "cs_base.cs_job_action",
                "icon": "fa-cogs",
            },
        ]

    def _has_one_of(self, *groups):
        return any(self.env.user.has_group(group) for group in groups)

    def _month(self):
        """First day of the running month, where the company works."""
        return self.env.company._cs_today().replace(day=1)

    def _mine(self):
        """Ids of the user's own employee records."""
        return self.env.user._cs_employees().ids
