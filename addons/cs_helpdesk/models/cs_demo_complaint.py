import csv
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words
from odoo.fields import Command
from odoo.tools import SQL, file_open

#: Answered questions a unit and month, so that ratios have something to divide by.
VOLUME = {"presale1": 8, "aftersale": 6, "presale2": 5, "night": 3}
TEAMS = {"aftersale": "aftersale", "night": "aftersale"}


class CsDemo(models.AbstractModel):
    """Past complaints of the demo company, and the statistics of their months (HD-06).

    Each goes through its gates now and is then dated back, as no clock can be turned.
    """

    _inherit = "cs.demo"

    @api.model
    def _load_complaint_months(self):
        """The rows of ``demo/complaint_months.csv``, once."""
        if self.env.ref("cs_helpdesk.complaint_a1_demo", raise_if_not_found=False):
            return
        quiet = {"mail_auto_subscribe_no_notify": True, "tracking_disable": True}
        self = self.with_context(**quiet)
        rows = self._complaint_rows()
        company = self.env["res.company"].browse(self._ref("company", "xinglan"))
        company = company.sudo().with_context(lang="zh_CN")
        for number, row in enumerate(rows):
            self._make_past_complaint(company, number, row)
        for months_ago in (3, 2, 1):
            self._make_volume(company, months_ago)
        for months_ago in (3, 2):
            self._make_complaint_month(company, months_ago)
        # One more of a published month becomes known: a difference of the next one.
        late = dict(rows[-1], key="late", months_ago="2", day="27", risk="")
        late |= {"name": "安装费重复收取", "person": "", "category": "install"}
        self._make_past_complaint(company, len(rows), late)
        company.env["cs.complaint.month.maker"]._refresh_company(company)

    def _complaint_rows(self):
        with file_open("cs_helpdesk/demo/complaint_months.csv") as table:
            return list(csv.DictReader(table))

    def _moment(self, company, row):
        """When a row was received, naive UTC."""
        day = company._cs_today() + relativedelta(
            months=-int(row["months_ago"]), day=int(row["day"])
        )
        return words.to_utc(company, day, int(row["hour"]))

    def _parties(self, row):
        return [
            Command.create(
                {
                    "department_id": self._ref("department", row[f"unit{which}"]),
                    "employee_id": self._ref("employee", row[f"person{which}"]),
                    "share": float(row[f"share{which}"]),
                }
            )
            for which in ("", "2")
            if row[f"unit{which}"]
        ]

    def _make_past_complaint(self, company, number, row):
        team = TEAMS.get(row["unit"], "presale")
        values = {
            "name": row["name"],
            "description": row["name"],
            "company_id": company.id,
            "team_id": self.env.ref(f"cs_helpdesk.team_{team}_demo").id,
            "category_id": self.env.ref(
                f"cs_helpdesk.category_{row['category']}_demo"
            ).id,
            "cs_kind": "complaint",
            "cs_phone": f"1370000{number:04}",
            "user_id": self._ref("user", row["taken_by"]),
            "cs_risk": row["risk"] or False,
            "cs_cause": row["cause"],
            "cs_handling": row["result"],
            "cs_result": row["result"],
            "cs_outcome_id": self.env.ref("cs_helpdesk.outcome_complaint_solved").id,
            "cs_party_ids": self._parties(row),
        }
        xml_id = f"cs_helpdesk.complaint_{row['key']}_demo"
        self._make(xml_id, "helpdesk.ticket", "supervisor", values)
        ticket = self.env.ref(xml_id).sudo().with_context(lang="zh_CN")
        ticket.cs_department_id = self._ref("department", row["unit"])
        for _refusal in range(int(row["refusals"])):
            ticket._cs_hear(False, ticket.name)
        self._close_past(ticket, row)
        received = self._moment(company, row)
        closed = received + timedelta(days=float(row["days"]))
        self._date_back(ticket, received, closed)

    def _close_past(self, ticket, row):
        """The units report, the customer agrees, and it is closed (HD-05)."""
        for party in ticket.cs_party_ids:
            head = party.department_id.manager_id.user_id
            actor = head or party.department_id.parent_id.manager_id.user_id
            party.with_user(actor)._report(row["result"])
        for callback in ticket.cs_callback_ids:
            answers = {"satisfaction": "satisfied", "customer_agrees": "yes"}
            self._make_call(
                callback.with_user(ticket.user_id).with_context(lang="zh_CN"),
                fields.Datetime.now(),
                "reached",
                answers,
            )
        ticket.action_close()

    def _make_volume(self, company, months_ago):
        """Questions that the units answered in that month."""
        received, closed = (
            self._moment(company, {"months_ago": months_ago, "day": day, "hour": 10})
            for day in (12, 13)
        )
        values = [
            {
                "name": f"咨询{number + 1}：产品使用与保养",
                "description": "客户来电咨询，已答复。",
                "company_id": company.id,
                "team_id": self.env.ref(
                    f"cs_helpdesk.team_{TEAMS.get(unit, 'presale')}_demo"
                ).id,
                "user_id": self._ref("user", "agent"),
                "cs_phone": f"1370001{number:04}",
            }
            for unit, count in VOLUME.items()
            for number in range(count)
        ]
        tickets = company.env["helpdesk.ticket"].create(values)
        units = [unit for unit, count in VOLUME.items() for _number in range(count)]
        for number, (unit, ticket) in enumerate(zip(units, tickets, strict=True)):
            xml_id = f"cs_helpdesk.question_{months_ago}_{number}_demo"
            self._set_xml_id(xml_id, ticket)
            ticket.cs_department_id = self._ref("department", unit)
        tickets.action_close()
        self._date_back(tickets, received, closed)

    def _make_complaint_month(self, company, months_ago):
        month = company._cs_today() + relativedelta(months=-months_ago, day=1)
        one = company.env["cs.complaint.month.maker"]._month(company, month)
        for login, method in (
            ("supervisor", "action_submit"),
            ("gm", "action_approve"),
            ("supervisor", "action_publish"),
        ):
            actor = one.with_user(self._ref("user", login))
            getattr(actor.with_context(lang="zh_CN"), method)()

    def _date_back(self, tickets, received, closed):
        """Everything that is kept of the tickets happened then (SQL: kept by all)."""
        self.env.flush_all()
        calendar, company = tickets[:1]._cs_calendar(), tickets.company_id
        days = tickets[:1]._cs_parameters(["complaint_days"])["complaint_days"]
        Time = self.env["cs.working.time"]
        [due] = Time._add_days(calendar, [(received, days)], company)
        [working] = Time._seconds_between(calendar, [(received, closed)], company)
        given = {"ids": tuple(tickets.ids), "received": received, "closed": closed}
        given |= {"due": due, "is_late": closed > due}
        for statement in _DATES:
            self.env.cr.execute(SQL(statement, **given))
        self.env["cs.ticket.segment"]._append(
            [
                {
                    "ticket_id": ticket.id,
                    "company_id": company.id,
                    "metric": "resolve",
                    "department_id": ticket.cs_department_id.id,
                    "user_id": ticket.user_id.id,
                    "start": received,
                    "stop": closed,
                    "seconds": int((closed - received).total_seconds()),
                    "working_seconds": working,
                    "working_hours": working / 3600,
                    "is_paused": False,
                }
                for ticket in tickets
            ]
        )
        self.env.invalidate_all()


_DATES = (
    """UPDATE helpdesk_ticket SET create_date = %(received)s, closed_date = %(closed)s,
              cs_due_at = %(due)s, cs_is_late = %(is_late)s,
              last_stage_update = %(closed)s, assigned_date = %(received)s,
              cs_agreed_at = CASE WHEN cs_agreed_at IS NOT NULL THEN %(closed)s END
        WHERE id IN %(ids)s""",
    """UPDATE cs_complaint_event SET moment = CASE
              WHEN type IN ('received', 'told', 'class') THEN %(received)s
              ELSE %(closed)s END WHERE ticket_id IN %(ids)s""",
    """UPDATE cs_complaint_party SET told_at = %(received)s, reported_at = %(closed)s
        WHERE ticket_id IN %(ids)s""",
    """UPDATE cs_ticket_limit SET moment = %(received)s, "begin" = %(received)s,
              due_at = %(due)s WHERE ticket_id IN %(ids)s AND metric = 'resolve'""",
    """UPDATE cs_callback SET service_at = %(closed)s, due_at = %(closed)s,
              done_at = %(closed)s WHERE ticket_id IN %(ids)s""",
    """UPDATE cs_callback_attempt SET called_at = %(closed)s WHERE callback_id IN (
              SELECT id FROM cs_callback WHERE ticket_id IN %(ids)s)""",
    "DELETE FROM cs_ticket_segment WHERE ticket_id IN %(ids)s",
)
