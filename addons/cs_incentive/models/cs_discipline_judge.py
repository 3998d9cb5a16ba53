from collections import defaultdict
from datetime import date

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_amount

from ..engine.discipline import DisciplineError, Event, judge, window
from .cs_discipline_book import BOOKS
from .cs_discipline_effect_mixin import CLASSES, exact

#: after every entry that is stored
LAST = float("inf")


class CsDisciplineJudge(models.AbstractModel):
    """What entries come to: facts for many at once, then the engine, one by one.

    An entry counts together with those of the same person, book kind, rule code and
    case, in whatever version of the book, that are approved and not cancelled, in the
    order of their days and, on one day, of their making (INC-29).
    """

    _name = "cs.discipline.judge"
    _description = "Judging Discipline Entries"

    @api.model
    def _judge(self, entries):
        """Judge entries by what is approved now.

        A constant number of queries, whatever the number of entries.

        :param entries: cs.discipline.entry with person, rule and day
        :return: dict entry id -> (Verdict, cs.incentive.policy, earlier entries)
        :raise UserError: says which fact is missing
        """
        entries = entries.sudo()
        policies, earlier = self._policies(entries), self._earlier(entries)
        found = {}
        for entry in entries:
            before, policy = earlier[entry.id], policies[entry.id]
            event = Event(
                count=entry.count,
                earlier=sum(before.mapped("count")),
                case=entry.case_id.case_code or "",
                booked=(
                    sum(abs(exact(one.points)) for one in before),
                    sum(abs(exact(one.amount)) for one in before),
                ),
                amount=exact(entry.amount_chosen) if entry.amount_chosen else None,
            )
            try:
                line = entry.rule_id._as_line()
                verdict = judge(line, event, self._classes(entry, policy))
            except DisciplineError as error:
                raise UserError(self._text(entry, error)) from None
            found[entry.id] = (verdict, policy, before)
        return found

    @api.model
    def _policies(self, entries):
        """The incentive policy in force for each entry; possibly empty."""
        Policy = self.env["cs.incentive.policy"]
        if not entries:
            return {}
        days = entries.mapped("date")
        people = entries.employee_id._origin
        spans = Policy._policy_spans(people, min(days), max(days))
        return {
            entry.id: next(
                policy
                for first, last, policy in spans[entry.employee_id._origin.id]
                if first <= entry.date <= last
            ).sudo()
            for entry in entries
        }

    @api.model
    def _classes(self, entry, policy):
        if policy:
            return {code: exact(policy[f"points_{code}"]) for code, _name in CLASSES}
        if entry.rule_id._has_points():
            raise UserError(
                self.env._(
                    "INC-21: no incentive policy is in force on that day, so classes"
                    " have no points. Please have one approved first."
                )
            )
        return {}

    @api.model
    def _key(self, entry):
        rule = entry.rule_id
        case = entry.case_id.case_code or ""
        return entry.employee_id._origin.id, rule.policy_id.kind, rule.code, case

    @api.model
    def _rank(self, entry):
        return entry.date, entry.place or entry._origin.id or LAST

    @api.model
    def _window(self, entry):
        rule = entry.rule_id
        return window(entry.date, rule.period, rule.period_months)

    @api.model
    def _standing_domain(self):
        """Entries that count: approved, not cancelled, about the person's own doing."""
        return (
            Domain("state", "=", "approved")
            & Domain("joint_of_id", "=", False)
            & Domain("reverses_id", "=", False)
            & Domain("reversal_ids", "=", False)
        )

    @api.model
    def _standing(self, employees, first, last):
        """Standing entries of people, in order, by :meth:`_key`: one search."""
        found = self.env["cs.discipline.entry"].sudo()
        found = found.search(
            self._standing_domain()
            & Domain("employee_id", "in", employees.ids)
            & Domain("date", ">=", first)
            & Domain("date", "<=", last)
        )
        groups = defaultdict(lambda: found.browse())
        for key, same in found.sorted(self._rank).grouped(self._key).items():
            groups[key] = same
        return groups

    @api.model
    def _earlier(self, entries):
        """Entries that count before each of these."""
        if not entries:
            return {}
        windows = {entry.id: self._window(entry) for entry in entries}
        first = min(start for start, _stop in windows.values())
        standing = self._standing(
            entries.employee_id, first, max(entries.mapped("date"))
        )
        return {
            entry.id: standing[self._key(entry)].filtered(
                lambda one, entry=entry: windows[entry.id][0] <= one.date
                and self._rank(one) < self._rank(entry)
                and one.id != entry._origin.id
            )
            for entry in entries
        }

    @api.model
    def _later(self, entry):
        """Standing entries whose consequence may rest on this one, in order."""
        entry = entry.sudo()
        standing = self._standing(entry.employee_id, entry.date, date.max)
        return standing[self._key(entry)].filtered(
            lambda one: self._rank(one) > self._rank(entry)
            and self._window(one)[0] <= entry.date
        )

    # Where people are, and which rules hold for them

    @api.model
    def _paths(self, entries):
        """Entry -> ids of the departments of that day, nearest first."""
        dated = entries.sudo().filtered(lambda one: one.employee_id and one.date)
        if not dated:
            return {}
        days = dated.mapped("date")
        people = dated.employee_id._origin
        stays = self.env["cs.placement"]._stays(people, min(days), max(days))
        return {
            entry.id: next(
                (
                    stay.placement.departments
                    for stay in stays.get(entry.employee_id._origin.id, ())
                    if stay.first <= entry.date <= stay.last
                ),
                (),
            )
            for entry in dated
        }

    @api.model
    def _departments(self, entries):
        """dict entry id -> id of the department of that day, or False"""
        paths = self._paths(entries)
        return {one.id: next(iter(paths.get(one.id, ())), False) for one in entries}

    @api.model
    def _rules_in_force(self, entries):
        """dict entry -> rules of the books in force that hold for its person (sudo)"""
        Rule, Book = (
            self.env["cs.discipline.rule"].sudo(),
            self.env["cs.discipline.book"],
        )
        paths = self._paths(entries)
        found = dict.fromkeys(entries, Rule)
        for day, same in (
            entries.filtered(lambda e: e.id in paths).grouped("date").items()
        ):
            people = same.sudo().employee_id._origin
            for kind, _name in BOOKS:
                books = Book._policy_on(people, day, kind=kind)
                for entry in same:
                    rules = books[entry.employee_id._origin.id].sudo().rule_ids
                    path = set(paths[entry.id])
                    found[entry] |= rules.filtered(
                        lambda rule, path=path: not rule.department_ids
                        or path & set(rule.department_ids.ids)
                    )
        return found

    @api.model
    def _text(self, entry, error):
        """What is wrong with the facts, for people."""
        money = {
            name: format_amount(self.env, float(value), entry.currency_id)
            for name, value in error.values.items()
            if name in ("low", "high")
        }
        texts = {
            "count": self.env._("How many: 1 to 999."),
            "single": self.env._("By this rule every event has an entry of its own."),
            "case": self.env._("This special case does not belong to the rule."),
            "no_amount": self.env._("This rule sets the amount itself, or has none."),
            "missing": self.env._("By this rule the amount has to be given."),
            "number": self.env._("The amount is not a number above zero."),
            "range": self.env._("INC-25: the amount lies from %(low)s to %(high)s."),
        }
        text = texts[error.code]
        return text % money if money else text
