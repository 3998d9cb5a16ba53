import base64
import csv
from collections import defaultdict
from datetime import datetime, time, timedelta, timezone

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import file_open

from .demo_punches import attlog, twice, usual

DAY = timedelta(days=1)
#: How far ahead working days are counted, for what is asked for in advance.
_AHEAD = timedelta(days=60)
#: Pins of the company begin here, in the order of ``people.csv``.
_FIRST_PIN = 1001
#: What no terminal should write and every old one does.
_ODDITIES = "     1005\t1971-01-01 00:00:00\t1\t0\t1\t0\n#### 设备重启 ####\n"
#: Departments that punch on the first floor.
_FIRST_FLOOR = ("office", "hr", "finance")
#: Posts that need not punch (ATT-06).
_WITHOUT_PUNCH = ("gm", "deputy_gm")


class CsDemo(models.AbstractModel):
    """Attendance of the demo company: two months of punches, requests and reports.

    Days are named by counting the person's own working days, so that the story stays
    the same whatever today is: ("last", 3) is the third one of last month, ("week", 3)
    that of last week, ("back", 1) the last one before today, ("ahead", 1) the first
    one after it.
    """

    _inherit = "cs.demo"

    # Days and plans

    def _demo_company(self):
        return self.env.ref("cs_base.company_xinglan_demo")

    def _demo_people(self):
        """Rows of ``people.csv`` with their employees, also who has left."""
        return [
            (row, self.env.ref(f"cs_base.employee_{row['key']}_demo"))
            for row in self._rows("people")
        ]

    def _demo_begin(self):
        """The first day that somebody punched: the first of last month."""
        return self._demo_company()._cs_today() + relativedelta(months=-1, day=1)

    def _demo_plans(self, employees):
        """Working slots of people from the first day with punches on.

        :return: dict employee id -> dict date -> Slot
        """
        first, last = self._demo_begin(), self._demo_company()._cs_today() + _AHEAD
        plans = self.env["cs.duty.slot"]._planned(employees, first, last)
        return {
            employee: {day: slot for day, slot in plan.items() if slot.is_due}
            for employee, plan in plans.items()
        }

    def _demo_day(self, plan, anchor, number):
        """The date of a working day named by counting, or None without one."""
        today = self._demo_company()._cs_today()
        if anchor == "back":
            days = [day for day in plan if day < today][::-1]
        elif anchor == "ahead":
            days = [day for day in plan if day > today]
        elif anchor == "week":
            monday = today - timedelta(days=today.weekday())
            days = [day for day in plan if monday - 7 * DAY <= day < monday]
        else:
            first = today + relativedelta(months=-1, day=1)
            days = [day for day in plan if first <= day < today.replace(day=1)]
        return days[number - 1] if number <= len(days) else None

    def _local(self, moment):
        zone = self._demo_company()._cs_zone()
        return moment.replace(tzinfo=timezone.utc).astimezone(zone).replace(tzinfo=None)

    # Pins and punches

    @api.model
    def _load_pins(self):
        """A pin for everybody, from the first day of work."""
        pins = {}
        for number, (row, person) in enumerate(self._demo_people()):
            pins[row["key"]] = {
                "company_id": person.company_id.id,
                "pin": str(_FIRST_PIN + number),
                "employee_id": person.id,
                "first_day": min(person.version_ids.mapped("date_version")),
            }
        hr = self.with_user(self._ref("user", "hr"))
        for key, values in pins.items():
            xml_id = f"cs_attendance.pin_{key}_demo"
            if not self.env.ref(xml_id, raise_if_not_found=False):
                self._set_xml_id(xml_id, hr.env["cs.pin"].create(values))

    @api.model
    def _load_punches(self):
        """One file a terminal and month, imported by HR, and everything judged."""
        files = defaultdict(list)
        employees = self.env["hr.employee"].browse(
            person.id for _row, person in self._demo_people()
        )
        plans = self._demo_plans(employees)
        cases = self._demo_cases(plans)
        now = self._local(fields.Datetime.now())
        for number, (row, person) in enumerate(self._demo_people()):
            floor = "first" if row["department"] in _FIRST_FLOOR else "third"
            if row["job"] in _WITHOUT_PUNCH:
                continue
            for day, slot in plans.get(person.id, {}).items():
                found = cases.get((person.id, day))
                for moment in self._demo_moments(number, slot, found):
                    if moment <= now:
                        files[floor, moment.replace(day=1).date()].append(
                            (moment, str(_FIRST_PIN + number))
                        )
        self._add_stranger(files)
        for (floor, month), lines in sorted(files.items()):
            self._import_punches(floor, month, lines)
        self._judge_all()

    def _demo_cases(self, plans):
        """Days that are not ordinary: (employee id, date) -> row of the table."""
        with file_open("cs_attendance/demo/punch_cases.csv") as table:
            rows = list(csv.DictReader(table))
        cases = {}
        for row in rows:
            person = self._ref("employee", row["person"])
            plan = plans.get(person, {})
            day = self._demo_day(plan, row["anchor"], int(row["number"]))
            if day:
                cases.setdefault((person, day), row)
        return cases

    def _demo_moments(self, number, slot, case):
        """Local moments of the punches of one person and day."""
        nth = slot.date.toordinal()
        start, stop = self._local(slot.start), self._local(slot.stop)
        moments = list(usual(number, nth, start, stop))
        if not case:
            return twice(number, nth, moments)
        ends = [(case["in"], start, moments[0]), (case["out"], stop, moments[1])]
        return [
            due + timedelta(minutes=float(minutes)) if minutes != "usual" else ordinary
            for minutes, due, ordinary in ends
            if minutes
        ]

    def _add_stranger(self, files):
        """A card that nobody has claimed yet, in the middle of last month."""
        last = self._demo_company()._cs_today() + relativedelta(months=-1, day=1)
        for (floor, month), lines in files.items():
            if floor == "third" and month == last:
                days = sorted({moment.date() for moment, _pin in lines})[9:13]
                firsts = [min(m for m, _p in lines if m.date() == day) for day in days]
                lines += [(moment - timedelta(minutes=4), "9001") for moment in firsts]

    def _import_punches(self, floor, month, lines):
        """The way HR imports a file of a terminal (ATT-30)."""
        this = self._demo_company()._cs_today().replace(day=1)
        is_last = month == this - relativedelta(months=1)
        when = "this" if month == this else "last" if is_last else f"{month:%Y%m}"
        text = attlog(lines)
        if is_last and floor == "first":
            text = _ODDITIES + text
        self._make(
            f"cs_attendance.punch_import_{floor}_{when}_demo",
            "cs.punch.import",
            "hr",
            {
                "name": f"attlog_{'1F' if floor == 'first' else '3F'}_{month:%Y%m}.dat",
                "company_id": self._demo_company().id,
                "terminal_id": self.env.ref(f"cs_attendance.terminal_{floor}_demo").id,
                "content": base64.b64encode(text.encode()),
            },
            [("hr", "action_run")],
        )

    @api.model
    def _judge_all(self):
        """Judge what is noted, now. The months before anybody punched stay without
        days."""
        Stale = self.env["cs.attendance.stale"].sudo()
        first = self._demo_begin()
        mine = [("employee_id.company_id", "=", self._demo_company().id)]
        Stale.search([*mine, ("month", "<", first)]).unlink()
        people = self._demo_people()
        today = self._demo_company()._cs_today()
        Stale._touch((person.id, first + DAY, today) for _row, person in people)
        Stale.search([*mine, ("month", "<", first)]).unlink()
        while Stale._judge_batch()[0]:
            pass

    # Requests

    @api.model
    def _make_leave_type(self, name, values):
        """A leave type of the company. Written again it would be refused, once there
        is approved leave of it."""
        xml_id = f"cs_attendance.leave_type_{name}_demo"
        if not self.env.ref(xml_id, raise_if_not_found=False):
            values |= {
                "company_id": self._demo_company().id,
                "leave_validation_type": "hr",
            }
            self._set_xml_id(xml_id, self.env["hr.leave.type"].create(values))

    @api.model
    def _demo_slot(self, login, anchor, number):
        """Employee of a login (or key of ``people.csv``) and a working slot."""
        person = self.env["hr.employee"].browse(self._person_id(login))
        plan = self._demo_plans(person)[person.id]
        return person, plan[self._demo_day(plan, anchor, number)]

    def _person_id(self, who):
        keys = {row["login"]: row["key"] for row in self._rows("people")}
        return self._ref("employee", keys.get(who, who))

    @api.model
    def _make_correction(self, name, login, day, side, minutes, reason, steps=()):
        """A correction, ``minutes`` before (−) or after the planned time of a side."""
        person, slot = self._demo_slot(login, *day)
        due = slot.start if side == "in" else slot.stop
        values = {
            "employee_id": person.id,
            "date": slot.date,
            "side": side,
            "moment": due + timedelta(minutes=minutes),
            "reason": reason,
        }
        steps = [(login, "action_submit"), *steps]
        xml_id = f"cs_attendance.{name}_demo"
        self._make(xml_id, "cs.punch.correction", login, values, steps)

    @api.model
    def _make_outing(self, name, login, days, hours, values, steps=()):
        """Work outside from so many working days back until today, in local hours."""
        company = self._demo_company()
        today = company._cs_today()
        first = self._demo_slot(login, "back", days)[1].date if days else today
        person = self.env["hr.employee"].browse(self._person_id(login))
        start, stop = (
            self.env["cs.outing"]._utc(person, _at(day, hour))
            for day, hour in zip((first, today), hours, strict=True)
        )
        values = {"employee_id": person.id, "start": start, "stop": stop, **values}
        steps = [(login, "action_submit"), *steps]
        self._make(f"cs_attendance.{name}_demo", "cs.outing", login, values, steps)

    @api.model
    def _make_leave(self, name, login, who, kind, days, reason, values=None, by=None):
        """Leave over working days of a person, filed by a login, approved ``by``."""
        xml_id = f"cs_attendance.{name}_demo"
        if self.env.ref(xml_id, raise_if_not_found=False):
            return
        person, first = self._demo_slot(who, *days[0])
        last = self._demo_slot(who, *days[-1])[1]
        values = {
            "employee_id": person.id,
            "holiday_status_id": self.env.ref(
                f"cs_attendance.leave_type_{kind}_demo"
            ).id,
            "request_date_from": first.date,
            "request_date_to": last.date,
            "name": reason,
        } | (values or {})
        self._make(xml_id, "hr.leave", login, values)
        if by:
            request = self.env.ref(xml_id).cs_request_ids
            request.with_user(self._ref("user", by)).action_approve()

    @api.model
    def _make_hint(self, name, login, who, other, day, note):
        """What somebody saw of two people (ATT-12)."""
        person, slot = self._demo_slot(who, *day)
        values = {
            "employee_id": person.id,
            "other_id": self._person_id(other),
            "date": slot.date,
            "note": note,
        }
        self._make(f"cs_attendance.{name}_demo", "cs.proxy.hint", login, values)

    @api.model
    def _make_appeal(self, name, login, day, counts_as, claim):
        """An appeal against the verdict on a day (ALL-02)."""
        person, slot = self._demo_slot(login, *day)
        verdict = self.env["cs.attendance.day"].search(
            [("employee_id", "=", person.id), ("date", "=", slot.date)]
        )
        values = {
            "res_model": verdict._name,
            "res_id": verdict.id,
            "cs_counts_as": counts_as,
            "claim": claim,
        }
        steps = [(login, "action_submit")]
        self._make(f"cs_attendance.{name}_demo", "cs.appeal", login, values, steps)

    # Reports and sheets

    @api.model
    def _find_proxies(self):
        """Search the punches as the scheduled action does, without its commits."""
        punches = self.env["cs.punch"].search(
            [("company_id", "=", self._demo_company().id)]
        )
        self.env["cs.proxy.finder"]._find_among(punches.ids)

    @api.model
    def _load_reports(self):
        """Weekly exception reports: those of the week before last are with HR, one
        of last week is submitted (ATT-07)."""
        company = self._demo_company()
        today = company._cs_today()
        monday = today - timedelta(days=today.weekday())
        maker = self.env["cs.exception.report.maker"].with_company(company)
        Report = self.env["cs.exception.report"]
        if Report.search_count([("company_id", "=", company.id)]):
            return
        older = maker._prepare_week(company, monday - timedelta(days=14))
        last = maker._prepare_week(company, monday - timedelta(days=7))
        # What is tracked so far is ours, what follows that of the people below.
        self.env.flush_all()
        self.env.cr.precommit.run()
        older, last = (found.with_context(lang="zh_CN") for found in (older, last))
        service = self._ref("department", "service")
        mine = older.filtered(
            lambda report: report.department_id.id == service
            or report.department_id.parent_id.id == service
        )
        mine.with_user(self._ref("user", "supervisor")).action_submit()
        mine.with_user(self._ref("user", "hr")).action_receive()
        presale = self._ref("department", "presale1")
        first = last.filtered(lambda report: report.department_id.id == presale)
        first = first.with_user(self._ref("user", "supervisor"))
        first.remark = "本周到岗情况正常，异常均已与本人核对"
        first.action_submit()

    @api.model
    def _load_sheets(self):
        """Sheets of last month: who has a login and is named confirms the own one;
        for people without a login the time for objections ran from the first of this
        month. HR has approved the sheets of one team (ATT-08)."""
        company = self._demo_company()
        month = company._cs_today() + relativedelta(months=-1, day=1)
        Sheet = self.env["cs.attendance.sheet"]
        asked = [("company_id", "=", company.id), ("month", "=", month)]
        if Sheet.search_count(asked):
            return
        hr = self._ref("user", "hr")
        Period = self.env["cs.period"].with_user(hr).with_company(company)
        Period.action_open_month(month)
        people = self.env["hr.employee"].browse(
            person.id for _row, person in self._demo_people()
        )
        self.env["cs.attendance.sheet.builder"]._build(people, month)
        sheets = Sheet.search(asked)
        self._confirm_silently(sheets.filtered(lambda s: not s.employee_id.user_id))
        for login in ("leader", "leader2", "supervisor", "payroll", "inspector"):
            user = self._ref("user", login)
            own = sheets.filtered(lambda s, user=user: s.employee_id.user_id.id == user)
            own.with_user(user).action_confirm()
        team = self._ref("department", "aftersale")
        ready = sheets.filtered(
            lambda s: s.department_id.id == team and s.state == "confirmed"
        )
        ready.with_user(hr).action_approve()

    def _confirm_silently(self, sheets):
        """As the scheduled action does, had the sheets been made on the first."""
        builder = self.env["cs.attendance.sheet.builder"]
        first = sheets[:1].month + relativedelta(months=1)
        made = self.env["cs.outing"]._utc(sheets.employee_id[:1], _at(first, 1))
        Calendar = self.env["cs.appealable.mixin"]
        calendar = self._demo_company().resource_calendar_id
        [deadline] = Calendar._appeal_add_days(
            calendar, [(made, 3)], self._demo_company()
        )
        sheets._set({"known_at": made, "confirm_deadline": deadline})
        silent = sheets.browse(builder._silent_ids()) & sheets
        silent._set({"state": "confirmed", "confirmed_at": deadline, "is_silent": True})


def _at(day, hour):
    """A local moment; 24 is the last minute of the day."""
    minutes = min(round(hour * 60), 24 * 60 - 1)
    return datetime.combine(day, time(minutes // 60, minutes % 60))
