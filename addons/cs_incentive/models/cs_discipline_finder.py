import json
from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.addons.cs_base.engine.period import month_start
from odoo.fields import Domain
from odoo.tools import SQL

from .cs_discipline_book import BOOKS
from .cs_discipline_rule import COVERS
from .discipline_facts import TICKET, read_facts

SUGGESTION = "cs.discipline.suggestion"
#: facts of this month and the one before: what is closed is left out anyway
MONTHS_BACK = 1
#: what follows a fact when it changes, until people have decided
FOLLOWING = ("department_id", "date", "rule_id", "count", "minutes")


class CsDisciplineFinder(models.AbstractModel):
    """Suggests entries from attendance, replaced cards, complaints and courses (ATT-17,
    APP-11, INC-21, INC-22, INC-24).

    It books nothing: supervisors and HR officers confirm or dismiss. A constant number
    of queries for a company, whatever the number of people and days.

    Addons with records of their own give facts by ``_facts``. What no record says is
    not suggested: being off post, spot checks of unpaid orders (INC-27). Nothing here
    is public; it runs as superuser.
    """

    _name = "cs.discipline.finder"
    _description = "Finder of Suggested Entries"

    @api.model
    def _cron_find(self):
        """Company by company; what is found is kept when the next one begins."""
        companies = self._companies()
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=len(companies))
        for company in companies:
            last = company._cs_today()
            first = month_start(last) - relativedelta(months=MONTHS_BACK)
            self._find(company, first, last)
            if not Cron._commit_progress(1):
                break

    @api.model
    def _companies(self):
        """Companies with a book that suggests anything."""
        rules = self.env["cs.discipline.rule"].search(
            [
                ("suggested_by", "!=", False),
                ("policy_id.state", "in", ("approved", "superseded")),
            ]
        )
        return rules.company_id.sorted("id")

    @api.model
    def _facts(self, company, first, last):
        """The facts of first..last, both included: list of DisciplineFact."""
        return read_facts(self.env, company, first, last)

    @api.model
    def _find(self, company, first, last):
        """Suggest what holds in first..last, and take back what holds no more."""
        wanted = self._wanted(company, first, last)
        self._take_back(company, first, last, wanted)
        self._suggest(company, wanted)

    @api.model
    def _wanted(self, company, first, last):
        """Values of the suggestions that the facts and the books of first..last give.

        :return: dict (employee id, kind, model, record id) -> values
        """
        closed = self.env["cs.period"]._closed_months(company, first, last)
        facts = [
            fact
            for fact in self._facts(company, first, last)
            if month_start(fact.date) not in closed
        ]
        people = self._people(company, facts)
        facts = [fact for fact in facts if fact.employee in people.ids]
        if not facts:
            return {}
        stays = self.env["cs.placement"]._stays(people, first, last)
        spans = self._spans(people, first, last)
        by_hand = self._by_hand(people, facts, first, last)
        wanted = {}
        for fact in facts:
            path = self._path(stays.get(fact.employee, ()), fact.date)
            rule = self._rule(spans, fact, path)
            if rule and not by_hand & {self._day_key(fact), self._ticket_key(fact)}:
                wanted[fact.key] = self._prepare_vals(fact, rule, path)
        return wanted

    @api.model
    def _people(self, company, facts):
        """Who still works in the company: an entry goes to where the person is."""
        people = self.env["hr.employee"].with_context(active_test=False)
        people = people.browse(sorted({fact.employee for fact in facts}))
        return people.filtered(lambda one: one.company_id == company)

    @api.model
    def _path(self, stays, day):
        """Ids of the departments of that day, nearest first."""
        for stay in stays:
            if stay.first <= day <= stay.last:
                return stay.placement.departments
        return ()

    # Rules

    @api.model
    def _spans(self, people, first, last):
        """Kind of book -> employee id -> (from, to, rules by what facts ask for)."""
        Book, known = self.env["cs.discipline.book"], {}
        found = {}
        for kind, _name in BOOKS:
            spans = Book._policy_spans(people, first, last, kind=kind)
            found[kind] = {
                employee: [
                    (start, stop, self._rules_by_fact(book.sudo(), known))
                    for start, stop, book in own
                ]
                for employee, own in spans.items()
            }
        return found

    @api.model
    def _rules_by_fact(self, book, known):
        if book not in known:
            known[book] = defaultdict(list)
            for rule in book.rule_ids:
                for kind in COVERS.get(rule.suggested_by, ()):
                    known[book][kind].append(rule)
                if rule._is_nameable():
                    known[book][book.kind, rule.code].append(rule)
        return known[book]

    @api.model
    def _rule(self, spans, fact, path):
        """The rule in force for the person on that day: one for the department before
        one for all, then in the order of the kinds of books and of their rules."""
        rules = [
            rule
            for own in spans.values()
            for start, stop, by_fact in own.get(fact.employee, ())
            if start <= fact.date <= stop
            for rule in by_fact.get(fact.asks, ())
            if not rule.department_ids or set(path) & set(rule.department_ids.ids)
        ]
        return min(rules, key=lambda rule: not rule.department_ids, default=None)

    # What people have entered themselves

    @api.model
    def _by_hand(self, people, facts, first, last):
        """Facts that people have made an entry of themselves, as keys."""
        tickets = [fact.res_id for fact in facts if fact.res_model == TICKET]
        codes = {fact.names[1] for fact in facts if fact.names}
        asked = Domain("rule_id.suggested_by", "!=", False)
        asked |= Domain("rule_id.code", "in", codes)
        dated = Domain("date", ">=", first) & Domain("date", "<=", last)
        entries = self.env["cs.discipline.entry"].search(
            (dated | Domain("ticket_id", "in", tickets))
            & Domain("employee_id", "in", people.ids)
            & asked
            & Domain("state", "in", ("draft", "submitted", "approved"))
            & Domain("suggestion_ids", "=", False)
        )
        keys = set()
        for entry in entries:
            person, rule = entry.employee_id.id, entry.rule_id
            keys.add((person, (rule.policy_id.kind, rule.code), entry.date))
            for kind in COVERS.get(rule.suggested_by, ()):
                found = entry.ticket_id.id if kind == "complaint" else entry.date
                keys.add((person, kind, found))
        return keys

    @api.model
    def _day_key(self, fact):
        return fact.employee, fact.asks, fact.date

    @api.model
    def _ticket_key(self, fact):
        return fact.employee, fact.kind, fact.res_id

    # Writing

    @api.model
    def _prepare_vals(self, fact, rule, path):
        return {
            "employee_id": fact.employee,
            "department_id": next(iter(path), None),
            "date": fields.Date.to_string(fact.date),
            "suggested_by": fact.kind,
            "rule_id": rule.id,
            "count": fact.count,
            "minutes": fact.minutes,
            "res_model": fact.res_model,
            "res_id": fact.res_id,
        }

    @api.model
    def _take_back(self, company, first, last, wanted):
        """End open suggestions whose fact or rule is no more."""
        waiting = self.env[SUGGESTION].search(
            [
                ("company_id", "=", company.id),
                ("date", ">=", first),
                ("date", "<=", last),
                ("state", "=", "open"),
            ]
        )
        gone = waiting.filtered(lambda one: one._fact_key() not in wanted)
        gone._kept_write({"state": "void"})

    @api.model
    def _suggest(self, company, wanted):
        """Each fact once, whoever else finds it at the same moment: the database says.
        What people have decided on stays."""
        Suggestion = self.env[SUGGESTION]
        Suggestion.flush_model()
        now = fields.Datetime.now()
        columns = (*FOLLOWING, "state")
        self.env.execute_query(
            SQL(
                """
                INSERT INTO cs_discipline_suggestion AS old
                       (company_id, employee_id, department_id, date, suggested_by,
                        rule_id, count, minutes, res_model, res_id, state,
                        create_uid, write_uid, create_date, write_date)
                SELECT %(company)s, employee_id, department_id, date, suggested_by,
                       rule_id, count, minutes, res_model, res_id, 'open',
                       %(user)s, %(user)s, %(now)s, %(now)s
                  FROM jsonb_to_recordset(%(rows)s) AS wanted(
                       employee_id int, department_id int, date date,
                       suggested_by text, rule_id int, count int, minutes int,
                       res_model text, res_id int)
                    ON CONFLICT
                       (company_id, employee_id, suggested_by, res_model, res_id)
                    DO UPDATE SET (%(names)s, write_date) = (%(new)s, %(now)s)
                 WHERE old.state IN ('open', 'void')
                   AND (%(old)s) IS DISTINCT FROM (%(new)s)
                RETURNING id
                """,
                company=company.id,
                user=self.env.uid,
                now=now,
                rows=json.dumps(list(wanted.values())),
                names=SQL(", ").join(map(SQL.identifier, columns)),
                old=SQL(", ").join(SQL.identifier("old", one) for one in columns),
                new=SQL(", ").join(SQL.identifier("excluded", one) for one in columns),
            )
        )
        Suggestion.invalidate_model(flush=False)
