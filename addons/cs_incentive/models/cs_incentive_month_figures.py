from collections import defaultdict
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.addons.cs_base.engine.period import previous_month

from ..engine import outliers

STATEMENT, ITEM = "cs.incentive.statement", "cs.incentive.item"
#: Sections in money, in the order of a statement.
SECTIONS = ("earning", "award", "deduction", "carry")
#: Months before, of which the mean is taken.
EARLIER = 3
#: So many of a kind are shown; further ones are counted.
SHOWN = 12


class CsIncentiveMonthFigures(models.AbstractModel):
    """Totals by code, and what is far from the rest, of HR's month (INC-30).

    Read with the reader's rights, the sums exactly as they are booked.
    """

    _name = "cs.incentive.month.figures"
    _inherit = ["cs.incentive.screen"]
    _description = "Figures of an Income Month"

    # Totals by code

    @api.model
    def _sections(self, first):
        """list of dicts ``label``, ``amount``, ``before``, ``change`` and ``rows``"""
        rows, labels = self._code_rows(first)
        names = dict(self.env[ITEM]._fields["section"]._description_selection(self.env))
        found = []
        for section in SECTIONS:
            own = [row for row in rows if row[1] == section]
            if own:
                amounts = [sum(row[place] for row in own) for place in (2, 3)]
                found.append(
                    {
                        "key": section,
                        "label": names[section],
                        **self._two_amounts(*amounts),
                        "rows": [self._code(first, row, labels) for row in own],
                    }
                )
        return found

    def _code_rows(self, first):
        """:return: list of (code, section, amount, amount before, people, id of the
        newest item), largest first; dict code -> label"""
        rows = self._rows(
            """
            SELECT code, section,
                   coalesce(sum(amount) FILTER (WHERE month = %(first)s), 0)::text,
                   coalesce(sum(amount) FILTER (WHERE month < %(first)s), 0)::text,
                   count(*) FILTER (WHERE month = %(first)s AND amount != 0),
                   max(newest)
              FROM (SELECT code, section, month, employee_id, sum(amount) AS amount,
                           max(id) AS newest
                      FROM cs_incentive_item WHERE id IN %(readable)s
                     GROUP BY code, section, month, employee_id) AS own
             GROUP BY code, section
            """,
            first=first,
            readable=self._readable(
                ITEM,
                [
                    ("month", ">=", previous_month(first)),
                    ("month", "<=", first),
                    ("section", "in", SECTIONS),
                ],
            ),
        )
        # What came to nothing in both months is no news.
        rows = [
            (code, section, Decimal(now), Decimal(before), people, newest)
            for code, section, now, before, people, newest in rows
            if people or Decimal(now) or Decimal(before)
        ]
        rows.sort(key=lambda row: (-abs(row[2]), -abs(row[3]), row[0]))
        return rows, self._labels(rows)

    def _labels(self, rows):
        """dict code -> what it is called now"""
        words = self.env[ITEM]._code_words()
        newest = self.env[ITEM].browse([row[5] for row in rows])
        return {item.code: words.get(item.code, item.label) for item in newest}

    def _code(self, first, row, labels):
        code, section, now, before, people, _newest = row
        label = labels[code]
        domain = [("month", "=", first), ("code", "=", code), ("section", "=", section)]
        return {
            **self._opened(label, ITEM, domain),
            "code": code,
            "people": people,
            **self._two_amounts(now, before),
        }

    def _two_amounts(self, now, before):
        return {
            "amount": self._money(now),
            "before": self._money(before),
            "change": self._change(now, before),
        }

    # What is far from the rest

    @api.model
    def _outliers(self, first):
        """dict ``people`` and ``codes``, each with ``rows`` and how many ``more``"""
        rule = outliers.USUAL
        return {
            "people": self._shown(self._people(first)),
            "codes": self._shown(self._amounts(first)),
            "help": self.env._(
                "Listed is whose net income differs from the own mean of up to"
                " %(months)s earlier months far more than that of the others, and what"
                " is far from the amounts of others with the same scheme and item. Far"
                " is more than %(mads)s times the usual distance from the middle"
                " (median absolute deviation), and at least %(share)s%% of what is"
                " usual. With fewer than %(people)s people nobody is compared.",
                months=EARLIER,
                mads=self._plain(rule.mads),
                share=self._plain(rule.least_share),
                people=rule.least_people,
            ),
        }

    def _shown(self, rows):
        rows = list(rows)
        return {"rows": rows[:SHOWN], "more": max(len(rows) - SHOWN, 0)}

    def _people(self, first):
        """Whose net income changed most."""
        rows = self._rows(
            """SELECT id, employee_id, month, total::text
                 FROM cs_incentive_statement WHERE id IN %(readable)s""",
            readable=self._readable(
                STATEMENT,
                [
                    ("month", ">=", first - relativedelta(months=EARLIER)),
                    ("month", "<=", first),
                ],
            ),
        )
        now, earlier, statements = {}, defaultdict(list), {}
        for id_, employee, month, total in rows:
            if month == first:
                now[employee], statements[employee] = Decimal(total), id_
            else:
                earlier[employee].append(Decimal(total))
        found = outliers.changed_most(now, earlier)
        names = self._names("hr.employee", [one.who for one in found])
        return [
            self._outlier(one, names[one.who], statements[one.who]) for one in found
        ]

    def _amounts(self, first):
        """Amounts far from those of others with the same scheme and code."""
        rows = self._rows(
            """SELECT item.code, statement.scheme_id, item.statement_id,
                      item.employee_id, sum(item.amount)::text, max(item.id)
                 FROM cs_incentive_item item
                 JOIN cs_incentive_statement statement
                      ON statement.id = item.statement_id
                WHERE item.id IN %(readable)s
                GROUP BY 1, 2, 3, 4 HAVING sum(item.amount) != 0""",
            readable=self._readable(
                ITEM,
                [
                    ("month", "=", first),
                    ("section", "in", ("earning", "award", "deduction")),
                    ("scheme_line_id", "!=", False),
                ],
            ),
        )
        groups, items, people = defaultdict(dict), {}, {}
        for code, scheme, statement, employee, amount, item in rows:
            groups[code, scheme][statement] = Decimal(amount)
            items[code, statement], people[statement] = item, employee
        found = [
            (one, code)
            for (code, _scheme), amounts in groups.items()
            for one in outliers.far_out(amounts)
        ]
        found.sort(key=lambda pair: (-abs(pair[0].away), pair[1], pair[0].who))
        return self._named_amounts(found, items, people)

    def _named_amounts(self, found, items, people):
        names = self._names("hr.employee", [people[one.who] for one, _code in found])
        words = self.env[ITEM]._code_words()
        lines = self.env[ITEM].browse([items[code, one.who] for one, code in found])
        return [
            self._outlier(one, names[people[one.who]], one.who)
            | {"item": words.get(code, line.label), "code": code}
            for (one, code), line in zip(found, lines, strict=True)
        ]

    def _outlier(self, one, name, statement_id):
        return {
            "name": name,
            "statement_id": statement_id,
            "amount": self._money(one.value),
            "usual": self._money(one.usual),
            "change": self._change(one.value, one.usual),
        }
