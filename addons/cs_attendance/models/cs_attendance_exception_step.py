from datetime import datetime, time, timedelta

from odoo import models
from odoo.addons.cs_base.models import period_words as words
from odoo.fields import Domain

from .sheet_figures import month_end


class CsAttendanceExceptionStep(models.AbstractModel):
    """Month close, second step of attendance: judge, and clear what is open.

    A missed punch waits until the person has confirmed the sheet, by hand or silently:
    whoever confirms it with the missed punch in it asks for nothing more (ATT-02).
    """

    _name = "cs.attendance.exception.step"
    _inherit = ["cs.period.step.mixin"]
    _description = "Month Close: Exceptions"

    def _period_total(self, period):
        return self.env["hr.employee"].search_count(self._people_domain(period))

    def _period_run(self, period, cursor, limit):
        people = self.env["hr.employee"].search(
            Domain.AND([self._people_domain(period), [("id", ">", cursor or 0)]]),
            order="id",
            limit=limit,
        )
        self._period_run_items(period, people.ids)
        return len(people), people[-1].id if len(people) == limit else None

    def _period_items(self, period):
        people = self.env["hr.employee"]
        return people.search(self._people_domain(period), order="id").ids

    def _period_run_items(self, period, ids):
        people = self.env["hr.employee"].browse(ids)
        self.env["cs.attendance.day"]._judge(people, period.month, period._last_day())

    def _period_open(self, period):
        return [
            self._stale(period),
            self._unfinished(period),
            *self._missed(period),
            *self._requests(period),
            self._leaves(period),
            self._appeals(period),
            *self._reports(period),
        ]

    def _period_facts(self, period):
        Day = self.env["cs.attendance.day"]
        names = dict(Day._fields["verdict"]._description_selection(self.env))
        groups = Day._read_group(self._days(period), ["verdict"], ["__count"])
        counts = dict(groups)
        shown = ("late", "early", "late_early", "missed", "absent", "leave", "out")
        return [
            {"label": names[verdict], "count": counts[verdict]}
            for verdict in shown
            if counts.get(verdict)
        ]

    def _period_view(self, period):
        name = self.env._("Days With Exceptions")
        exceptions = [("verdict", "not in", ("ok", "rest", "holiday", "exempt"))]
        return self._window(
            name, "cs.attendance.day", [*self._days(period), *exceptions]
        )

    def _people_domain(self, period):
        """Everybody of the company, archived people included: who left during the
        month has days in it too. The judge knows who was employed when."""
        return Domain("company_id", "=", period.company_id.id) & Domain(
            "active", "in", (True, False)
        )

    def _days(self, period):
        return [
            ("company_id", "=", period.company_id.id),
            ("month", "=", period.month),
        ]

    def _stale(self, period):
        domain = [
            ("month", "=", period.month),
            ("employee_id.company_id", "=", period.company_id.id),
        ]
        [[count]] = self.env["cs.attendance.stale"]._read_group(
            domain, aggregates=["employee_id:count_distinct"]
        )
        return {"label": self.env._("People to be judged again"), "count": count}

    def _unfinished(self, period):
        domain = [*self._days(period), ("verdict", "=", "open")]
        return {
            "label": self.env._("Days not judged yet"),
            "count": self.env["cs.attendance.day"].search_count(domain),
            "action": self._window(
                self.env._("Days Not Judged Yet"), "cs.attendance.day", domain
            ),
        }

    def _missed(self, period):
        """By the supervisor who can confirm them."""
        Day = self.env["cs.attendance.day"]
        missed = [*self._days(period), ("verdict", "=", "missed")]
        waiting = {person for [person] in Day._read_group(missed, ["employee_id"])}
        settled = self.env["cs.attendance.sheet"].search(
            [*self._days(period), ("state", "!=", "computed")]
            + [("employee_id", "in", [person.id for person in waiting])]
        )
        domain = [*missed, ("employee_id", "not in", settled.employee_id.ids)]
        counts = dict(Day._read_group(domain, ["employee_id"], ["__count"]))
        people = self.env["hr.employee"].union(*counts)
        supervisors = people._cs_supervisors()
        items = []
        for supervisor, own in people.grouped(lambda p: supervisors[p.id]).items():
            items.append(
                {
                    "label": self.env._("Missed punches to be confirmed"),
                    "count": sum(counts[person] for person in own),
                    "action": self._window(
                        self.env._("Missed Punches"),
                        Day._name,
                        [*domain, ("employee_id", "in", own.ids)],
                    ),
                    "responsible": supervisor,
                    "due": self._sheet_due(period, own),
                }
            )
        return items

    def _sheet_due(self, period, people):
        """Until when the people confirm their sheets, the first of them."""
        [[due]] = self.env["cs.attendance.sheet"]._read_group(
            [*self._days(period), ("employee_id", "in", people.ids)],
            aggregates=["confirm_deadline:min"],
        )
        return due or period.handover_at

    def _requests(self, period):
        """What waits for a decision, by who is asked."""
        zone = period.company_id
        start = words.to_utc(zone, period.month)
        end = words.to_utc(zone, period._last_day() + timedelta(days=1))
        company = Domain("company_id", "=", zone.id)
        waiting = company & Domain("state", "=", "submitted")
        last = month_end(period.month)
        models_ = {
            "cs.punch.correction": Domain("date", ">=", period.month)
            & Domain("date", "<=", last),
            "cs.outing": Domain("start", "<", end) & Domain("stop", ">=", start),
            "cs.exemption": Domain("date_from", "<=", last)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", period.month)),
        }
        items = []
        for model, domain in models_.items():
            items += self._by_decider(period, model, waiting & domain)
        return items

    def _by_decider(self, period, model, domain):
        documents = self.env[model].search(domain)
        submissions = self.env["cs.decision.request"].search(
            [("res_model", "=", model), ("res_id", "in", documents.ids)]
            + [("state", "=", "pending")]
        )
        deciders = {row.res_id: row.pending_decider_ids for row in submissions}
        nobody = self.env["hr.employee"]
        label = self.env["ir.model"]._get(model).name
        return [
            {
                "label": self.env._("%(kind)s waiting for a decision", kind=label),
                "count": len(same),
                "action": self._window(label, model, [("id", "in", same.ids)]),
                "responsible": people,
                "due": period.handover_at,
            }
            for people, same in documents.grouped(
                lambda document: deciders.get(document.id, nobody)
            ).items()
        ]

    def _leaves(self, period):
        first = datetime.combine(period.month, time.min)
        end = datetime.combine(period._last_day(), time.max)
        domain = [
            ("employee_company_id", "=", period.company_id.id),
            ("state", "in", ("confirm", "validate1")),
            ("date_from", "<=", end),
            ("date_to", ">=", first),
        ]
        return {
            "label": self.env._("Leave waiting for a decision"),
            "count": self.env["hr.leave"].search_count(domain),
            "action": self._window(
                self.env._("Leave"),
                "hr.leave",
                [
                    *domain[:2],
                    ("date_from", "<=", end.isoformat(" ", "seconds")),
                    ("date_to", ">=", first.isoformat(" ", "seconds")),
                ],
            ),
            "due": period.handover_at,
        }

    def _appeals(self, period):
        ids = []
        for model in ("cs.attendance.day", "cs.attendance.sheet"):
            appeals = self.env["cs.appeal"].search(
                [
                    ("res_model", "=", model),
                    ("company_id", "=", period.company_id.id),
                    ("state", "=", "submitted"),
                ]
            )
            known = self.env[model].search(
                [*self._days(period), ("id", "in", appeals.mapped("res_id"))]
            )
            ids += appeals.filtered(lambda a, ids=known.ids: a.res_id in ids).ids
        return {
            "label": self.env._("Appeals and objections"),
            "count": len(ids),
            "action": self._window(
                self.env._("Appeals"), "cs.appeal", [("id", "in", ids)]
            ),
            "due": period.handover_at,
        }

    def _reports(self, period):
        """Weekly reports that a department has not submitted, one line each."""
        reports = self.env["cs.exception.report"].search(
            [
                ("company_id", "=", period.company_id.id),
                ("state", "=", "prepared"),
                ("week_start", "<=", period._last_day()),
                ("week_end", ">=", period.month),
            ]
        )
        items = []
        for manager, same in reports.grouped("manager_id").items():
            items.append(
                {
                    "label": self.env._("Weekly reports not submitted"),
                    "count": len(same),
                    "action": self._window(
                        self.env._("Weekly Exception Reports"),
                        reports._name,
                        [("id", "in", same.ids)],
                    ),
                    "responsible": manager,
                    "due": min(same.mapped("department_due")),
                }
            )
        return items

    def _window(self, name, model, domain):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [[False, "list"], [False, "kanban"], [False, "form"]],
            "mobile_view_mode": "kanban",
            "domain": domain,
        }
