from decimal import Decimal

from odoo import models

from ..engine.discipline import DisciplineError, Event, joint_amount, judge
from .cs_discipline_effect_mixin import CLASSES, exact
from .cs_metric_discipline import KINDS, POINTS
from .what_if import BOOK, INCENTIVE

#: Kind of a suggested fact -> column of the day that it rests on.
FACTS = {"late": "late_count", "early": "early_count", "missed": "missed_count"}


class CsWhatIfEntries(models.AbstractModel):
    """What if, between days and scores: entries of the rule book (ALL-03, INC-20).

    An entry that was suggested by a day which would be none falls, with its joint
    entry. Others are judged by the draft of the book, and by the draft's points of
    classes and joint factor. Entries that nobody has decided on are not made up.
    """

    _name = "cs.what.if.entries"
    _description = "What If: Entries"

    def _try(self, what_if):
        if not (what_if.days or what_if.of(BOOK) or what_if.of(INCENTIVE)):
            return
        entries = self._standing(what_if)
        fallen = self._fallen(what_if, entries)
        what_if.entries.update(dict.fromkeys(fallen))
        if what_if.of(BOOK) or what_if.of(INCENTIVE):
            self._judge_anew(what_if, entries.filtered(lambda one: one not in fallen))
        for entry in entries.filtered("joint_of_id"):
            self._try_joint(what_if, entry)
        self._note_figures(what_if)

    def _standing(self, what_if):
        entries = self.env["cs.discipline.entry"].search(
            [
                ("company_id", "=", what_if.company.id),
                ("date", ">=", what_if.first),
                ("date", "<=", what_if.last),
                ("state", "=", "approved"),
                ("reverses_id", "=", False),
                ("reversal_ids", "=", False),
            ],
            order="date, place, id",
        )
        people = what_if.people
        return entries.filtered(
            lambda one: (one.joint_of_id or one).employee_id in people
        )

    def _fallen(self, what_if, entries):
        """Entries whose day would give no reason for them."""
        days = {change.day.id: change.after for change in what_if.days}
        return entries.filtered(
            lambda entry: any(
                one.res_model == "cs.attendance.day"
                and one.res_id in days
                and not days[one.res_id][FACTS[one.suggested_by]]
                for one in entry.suggestion_ids
                if one.suggested_by in FACTS
            )
        )

    # Judged by drafts

    def _judge_anew(self, what_if, entries):
        """Only what the drafts, or an entry that falls, make of an entry: within the
        days in which events count together by the rule that it was made by."""
        own = entries.filtered(
            lambda one: not one.joint_of_id and one.incentive_policy_id
        )
        rules, policies = self._rules(what_if, own), self._policies(what_if, own)
        earlier = self.env["cs.discipline.judge"]._earlier(own)
        for entry in own:
            would = rules.get(entry, entry.rule_id), policies[entry]
            stood = entry.rule_id, entry.incentive_policy_id
            before = earlier[entry.id]
            if would == stood and not set(before) & what_if.entries.keys():
                continue
            verdict = self._verdict(entry, *would, before, what_if.entries)
            if verdict and verdict != self._verdict(entry, *stood, before, {}):
                what_if.entries[entry] = verdict

    def _rules(self, what_if, entries):
        """dict entry -> rule of the same code in the draft of its book"""
        drafts, found = what_if.of(BOOK), {}
        if not drafts:
            return found
        groups = entries.grouped(lambda one: (one.date, one.rule_id.policy_id.kind))
        for (day, kind), same in groups.items():
            books = what_if.ruling(BOOK, same.employee_id, day, kind=kind)
            for entry in same:
                book = drafts & books[entry.employee_id.id]
                rules = {rule.code: rule for rule in book.rule_ids}
                if entry.rule_id.code in rules:
                    found[entry] = rules[entry.rule_id.code]
        return found

    def _policies(self, what_if, entries):
        """dict entry -> the draft of the incentive policy, or its own"""
        drafts, found = what_if.of(INCENTIVE), {}
        for day, same in entries.grouped("date").items():
            ruling = what_if.ruling(INCENTIVE, same.employee_id, day) if drafts else {}
            for entry in same:
                draft = drafts & ruling.get(entry.employee_id.id, drafts.browse())
                found[entry] = draft or entry.incentive_policy_id
        return found

    def _verdict(self, entry, rule, policy, earlier, others):
        """(points with sign, amount without), or None where the draft's rule does not
        take what people chose: then the entry stays as it was.

        :param others: entries that would be others, as in ``WhatIf.entries``
        """
        standing = [one for one in earlier if others.get(one, one) is not None]
        counting = [others.get(one) or _stored(one) for one in standing]
        event = Event(
            count=entry.count,
            earlier=sum(one.count for one in standing),
            case=entry.case_id.case_code or "",
            booked=(
                sum((abs(points) for points, _amount in counting), Decimal(0)),
                sum((amount for _points, amount in counting), Decimal(0)),
            ),
            amount=exact(entry.amount_chosen) if entry.amount_chosen else None,
        )
        classes = {code: exact(policy[f"points_{code}"]) for code, _name in CLASSES}
        try:
            verdict = judge(rule._as_line(), event, classes)
        except DisciplineError:
            return None
        return verdict.points, verdict.amount

    def _try_joint(self, what_if, entry):
        """INC-26: who leads pays a multiple of the fine as it would be."""
        of = entry.joint_of_id
        change = what_if.entries.get(of, _stored(of))
        if change is None:
            what_if.entries[entry] = None
            return
        policy = self._policies(what_if, of)[of]
        amount = joint_amount(change[1], exact(policy.joint_factor))
        if amount != abs(exact(entry.amount)):
            what_if.entries[entry] = Decimal(0), amount

    # Figures (APP-09)

    def _note_figures(self, what_if):
        kinds = {kind: code for code, kind in KINDS.items()}
        for entry, change in what_if.entries.items():
            if entry.joint_of_id:
                continue
            points = change[0] if change else Decimal(0)
            for code, sign in POINTS.items():
                more = max(sign * points, 0) - max(sign * exact(entry.points), 0)
                self._note(what_if, code, entry, Decimal(more))
            if change is None and entry.kind in kinds:
                self._note(what_if, kinds[entry.kind], entry, Decimal(-1))

    def _note(self, what_if, code, entry, difference):
        what_if.changes.add(code, entry.employee_id.id, entry.date, difference)


def _stored(entry):
    """(points with sign, amount without) as they were approved"""
    return exact(entry.points), abs(exact(entry.amount))
