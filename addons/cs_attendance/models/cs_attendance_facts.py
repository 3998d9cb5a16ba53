from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine.month import month_of
from ..engine.rules import Approvals, Correction, Cover, Rules

DAY = timedelta(days=1)
#: Parameters of a policy that the judge asks for.
PARAMETERS = [
    name
    for name, one in Rules.__dataclass_fields__.items()
    if one.init and name != "policy"
]
#: States of a sheet in which nothing of its month can be confirmed any more (ATT-02).
FINAL_SHEETS = ("approved", "handed_over")


@dataclass
class DayFacts:
    """What was decided about one person's day, while it is being collected; see
    ``engine.rules.Approvals`` for the meaning of each."""

    ruling: tuple | None = None
    cause: object = None
    exempt: tuple | None = None
    covers: list = field(default_factory=list)
    corrections: list = field(default_factory=list)
    refused: set = field(default_factory=set)
    is_pending: bool = False
    is_final: bool = False
    served_until: tuple | None = None
    relieved: tuple | None = None

    def approvals(self):
        confirmed = {one.side for one in self.corrections}
        return Approvals(
            self.ruling,
            self.cause,
            self.exempt,
            tuple(sorted(self.covers, key=lambda cover: cover.ref)),
            tuple(self.corrections),
            frozenset(self.refused - confirmed),
            self.is_pending,
            self.is_final,
            self.served_until,
            self.relieved,
        )


class Facts:
    """All that decides the days of some people between two days.

    :param slots: employee id -> date -> Slot
    :param punches: employee id -> list of (naive UTC, id) in order of time
    :param spans: employee id -> list of (first, last, Rules)
    :param employments: employee id -> list of Employment
    :param days: (employee id, date) -> DayFacts
    """

    def __init__(self, first, last, now):
        self.first, self.last, self.now = first, last, now
        self.slots, self.punches, self.spans, self.employments = {}, {}, {}, {}
        self.days = defaultdict(DayFacts)

    def at(self, employee, day):
        """What is known of a day, to be added to."""
        return self.days[employee, day]

    def slot(self, employee, day):
        return self.slots.get(employee, {}).get(day)

    def slots_between(self, employee, start, stop):
        """Slots on which somebody is due that overlap a time in naive UTC."""
        own = self.slots.get(employee, {})
        day = max(start.date() - 2 * DAY, self.first)
        last = min(stop.date() + DAY, self.last)
        while day <= last:
            slot = own.get(day)
            if slot and slot.is_due and slot.start < stop and start < slot.stop:
                yield slot
            day += DAY

    def days_between(self, employee, first, last):
        """Days of employment on which somebody is due, both ends included."""
        own = self.slots.get(employee, {})
        day, last = max(first, self.first), min(last or self.last, self.last)
        while day <= last:
            if day in own and own[day].is_due:
                yield day
            day += DAY

    def by_day(self, employee):
        """What ``engine.month.judge_days`` asks for; only days with a policy in force.

        So a company begins with the first day of its first policy, and what its
        terminals recorded before makes nobody absent.
        """
        punches = self.punches.get(employee, [])
        spans = iter(self.spans.get(employee, ()))
        _first, until, rules = next(spans, (None, None, Rules()))
        position, count = 0, len(punches)
        for day, slot in self.slots.get(employee, {}).items():
            while until and day > until:
                _first, until, rules = next(spans)
            low, high = slot.window
            while position < count and punches[position][0] < low:
                position += 1
            end = position
            while end < count and punches[end][0] < high:
                end += 1
            if rules.policy:
                known = self.days.get((employee, day))
                yield slot, punches[position:end], known and known.approvals(), rules
            position = end


class CsAttendanceFacts(models.AbstractModel):
    """Loads what decides the days of many people, in a constant number of queries.

    Other addons add what they know by extending ``_collect``.
    """

    _name = "cs.attendance.facts"
    _description = "Facts of Attendance"

    @api.model
    def _load(self, employees, first, last, drafts=None, drafts_from=None):
        """The facts of people for the days from first to last.

        Asks nobody's rights: who may see a verdict decides who called.

        :param drafts: policies that rule as if approved (ALL-03)
        :rtype: Facts
        """
        employees = employees.sudo()
        facts = Facts(first, last, fields.Datetime.now())
        Plan = self.env["cs.duty.plan"]
        facts.employments = Plan._employments(employees, first, last)
        facts.slots = self.env["cs.duty.slot"]._planned(employees, first, last)
        facts.punches = self._punches(employees, first, last)
        facts.spans = self._rules(employees, first, last, drafts, drafts_from)
        self._collect(facts, employees)
        return facts

    def _collect(self, facts, employees):
        """Note in ``facts.at(employee id, date)`` what was decided about days.

        Extend it to add facts of another addon: ``served_until`` of an open-ended
        shift, ``cause`` of an absence by another rule. Keep it at a constant number
        of queries.
        """
        self._collect_leaves(facts, employees)
        self._collect_outings(facts, employees)
        self._collect_corrections(facts, employees)
        self._collect_exemptions(facts, employees)
        self._collect_exempt_posts(facts)
        self._collect_sheets(facts, employees)
        self._collect_rulings(facts, employees)

    # Punches and rules

    def _punches(self, employees, first, last):
        """Punches by person in order of time; slots take theirs by their windows."""
        self.env["cs.punch"].flush_model(["employee_id", "moment"])
        self.env.cr.execute(
            SQL(
                """
                SELECT employee_id, moment, id
                  FROM cs_punch
                 WHERE employee_id = ANY(%s) AND moment >= %s AND moment < %s
                 ORDER BY employee_id, moment
                """,
                employees.ids,
                first - 2 * DAY,
                last + 3 * DAY,
            )
        )
        result, person, own = {}, None, None
        for employee, moment, number in self.env.cr.fetchall():
            if employee != person:
                person, own = employee, []
                result[employee] = own
            own.append((moment, number))
        return result

    def _rules(self, employees, first, last, drafts, drafts_from):
        spans = self.env["cs.attendance.policy"]._policy_spans(
            employees, first, last, drafts=drafts, drafts_from=drafts_from
        )
        rules, result = {}, {}
        for employee, own in spans.items():
            for _first, _last, policy in own:
                if policy.id not in rules:
                    rules[policy.id] = self._rules_of(policy)
            result[employee] = [
                (start, stop, rules[policy.id]) for start, stop, policy in own
            ]
        return result

    @api.model
    def _rules_of(self, policy):
        """A policy, or none, as the judge takes it.

        :rtype: engine Rules
        """
        if not policy:
            return Rules()
        policy = policy.sudo()
        values = {name: policy[name] for name in PARAMETERS}
        return Rules(policy=policy.id, **values)

    # What was approved

    def _collect_leaves(self, facts, employees):
        """Validated leave covers, leave still to be decided only waits (ATT-09)."""
        domain = Domain("employee_id", "in", employees.ids)
        domain &= Domain("state", "in", ("confirm", "validate1", "validate"))
        domain &= Domain("request_date_from", "<=", facts.last + DAY)
        domain &= Domain("request_date_to", ">=", facts.first - DAY)
        leaves = self.env["hr.leave"].sudo().search_fetch(domain, order="id")
        for leave in leaves:
            for day, part in self._leave_days(facts, leave):
                known = facts.at(leave.employee_id.id, day)
                if leave.state == "validate":
                    known.covers.append(self._leave_cover(leave, part))
                else:
                    known.is_pending = True

    def _leave_days(self, facts, leave):
        """(date, part of the slot) that a leave covers.

        A leave by days covers the whole slot of each date, also a night slot whose
        hours the working calendar does not know; one by half days the half of it.
        """
        employee = leave.employee_id.id
        if leave.request_unit_hours:
            if leave.date_from and leave.date_to:
                for slot in facts.slots_between(
                    employee, leave.date_from, leave.date_to
                ):
                    yield slot.date, "hours"
            return
        first, last = leave.request_date_from, leave.request_date_to
        for day in facts.days_between(employee, first, last):
            part = "day"
            if leave.request_unit_half:
                late = day == first and leave.request_date_from_period == "pm"
                short = day == last and leave.request_date_to_period == "am"
                part = "pm" if late and not short else "am" if short else "day"
            yield day, part

    def _leave_cover(self, leave, part):
        kind = leave.holiday_status_id
        return Cover(
            # A leave type that counts as worked time is work outside.
            "out" if kind.time_type == "other" else "leave",
            part,
            ("hr.leave", leave.id),
            leave.date_from,
            leave.date_to,
            kind.id,
            kind.unpaid,
        )

    def _collect_outings(self, facts, employees):
        """ATT-03: approved by the deadline it covers; later those hours are absence."""
        domain = Domain("employee_id", "in", employees.ids)
        domain &= Domain("state", "in", ("submitted", "approved"))
        domain &= Domain("start", "<", facts.last + 3 * DAY)
        domain &= Domain("stop", ">", facts.first - 2 * DAY)
        for outing in self.env["cs.outing"].sudo().search_fetch(domain, order="id"):
            kind = self._outing_kind(outing, facts.now)
            employee = outing.employee_id.id
            for slot in facts.slots_between(employee, outing.start, outing.stop):
                known = facts.at(employee, slot.date)
                if outing.state == "submitted":
                    known.is_pending = True
                if kind:
                    known.covers.append(
                        Cover(
                            kind,
                            "hours",
                            ("cs.outing", outing.id),
                            outing.start,
                            outing.stop,
                        )
                    )

    def _outing_kind(self, outing, now):
        deadline = outing.deadline
        if outing.state == "approved":
            approved = outing.approved_at
            is_late = deadline and approved and approved > deadline
            return "overdue" if is_late else "out"
        return "unapproved" if deadline and now > deadline else None

    def _collect_corrections(self, facts, employees):
        """ATT-02, ATT-31: confirmed punches, refused ones, and those that wait."""
        domain = Domain("employee_id", "in", employees.ids)
        domain &= Domain("state", "in", ("submitted", "approved", "refused"))
        domain &= Domain("date", ">=", facts.first) & Domain("date", "<=", facts.last)
        waiting = set()
        corrections = self.env["cs.punch.correction"].sudo()
        for one in corrections.search_fetch(domain, order="date, id"):
            known = facts.at(one.employee_id.id, one.date)
            if one.state == "approved":
                known.corrections.append(Correction(one.side, one.moment, one.id))
            elif one.state == "refused":
                known.refused.add(one.side)
            else:
                known.is_pending = True
                waiting.add((one.employee_id.id, one.date, one.side))
        for employee, day, side in waiting:
            facts.at(employee, day).refused.discard(side)

    def _collect_exemptions(self, facts, employees):
        """ATT-06: approved by the general manager, from a date to a date."""
        domain = Domain("employee_id", "in", employees.ids)
        domain &= Domain("state", "in", ("submitted", "approved"))
        domain &= Domain("date_from", "<=", facts.last)
        domain &= Domain("date_to", "=", False) | Domain("date_to", ">=", facts.first)
        for one in self.env["cs.exemption"].sudo().search_fetch(domain, order="id"):
            employee = one.employee_id.id
            for day in facts.days_between(employee, one.date_from, one.date_to):
                known = facts.at(employee, day)
                if one.state == "approved":
                    known.exempt = known.exempt or ("cs.exemption", one.id)
                else:
                    known.is_pending = True

    def _collect_exempt_posts(self, facts):
        """ATT-06: the general manager, and who holds a post that does not punch."""
        # sudo: how somebody is exempt is read for everybody
        Job, Company = self.env["hr.job"].sudo(), self.env["res.company"].sudo()
        jobs = set(Job.search([("cs_is_exempt", "=", True)]).ids)
        companies = {one.company for own in facts.employments.values() for one in own}
        managers = {
            company.id: company.cs_general_manager_id.id
            for company in Company.browse(companies)
        }
        for employee, own in facts.employments.items():
            for stay in own:
                ref = None
                if managers[stay.company] == employee:
                    ref = ("res.company", stay.company)
                elif stay.job in jobs:
                    ref = ("hr.job", stay.job)
                if ref:
                    for day in facts.days_between(employee, stay.first, stay.last):
                        facts.at(employee, day).exempt = ref

    def _collect_sheets(self, facts, employees):
        """ATT-02: of a month whose sheet is approved nothing can be confirmed."""
        sheets = self.env["cs.attendance.sheet"].sudo()
        domain = Domain("employee_id", "in", employees.ids)
        domain &= Domain("state", "in", FINAL_SHEETS)
        domain &= Domain("month", ">=", month_of(facts.first)[0])
        domain &= Domain("month", "<=", facts.last)
        for sheet in sheets.search_fetch(domain, ["employee_id", "month"]):
            employee = sheet.employee_id.id
            for day in facts.days_between(employee, *month_of(sheet.month)):
                facts.at(employee, day).is_final = True

    def _collect_rulings(self, facts, employees):
        """ALL-02: what was decided on appeals; the last one counts."""
        rulings = self.env["cs.attendance.ruling"].sudo()
        domain = Domain("employee_id", "in", employees.ids)
        domain &= Domain("date", ">=", facts.first) & Domain("date", "<=", facts.last)
        for one in rulings.search_fetch(domain, order="id"):
            known = facts.at(one.employee_id.id, one.date)
            known.ruling = (one.counts_as, ("cs.attendance.ruling", one.id))
