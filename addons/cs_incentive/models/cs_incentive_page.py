from collections import defaultdict
from unicodedata import east_asian_width

from odoo import api, models
from odoo.addons.cs_base.engine.explanation import Explanation
from odoo.addons.cs_base.models import period_words as words

from .cs_incentive_calculator import exact
from .cs_incentive_release import settled_month

#: Sections of a statement as it is read, and the totals that each of them adds up.
PARTS = {
    "earning": ("earning",),
    "award": ("award",),
    "deduction": ("deduction",),
    "carry": ("carried_in", "carried_out"),
}
#: Widths of a letter that a sentence beside the name of a line may have.
SHORT = 48


class CsIncentivePage(models.AbstractModel):
    """What a statement says, for the screen and for paper (INC-30).

    Everything that is decided on is read with the rights of the reader: who may read
    the totals of a statement but not its lines gets the totals.
    """

    _name = "cs.incentive.page"
    _description = "Statement as People Read It"

    @api.model
    def _compose(self, statement):
        """One statement, compared with that of the month before.

        :return: dict ``head``, ``steps``, ``sections``, ``comparison``, ``cap``,
            ``debts``, ``withheld``
        """
        statement.check_access("read")
        before = statement._before().get(statement.id, statement.browse())
        lines, lines_before = self._lines(statement), self._lines(before)
        return {
            "head": self._head(statement, before),
            "steps": self._steps(statement),
            "sections": self._sections(statement, before, lines, lines_before),
            "comparison": self._comparison(statement, before, lines, lines_before),
            "cap": self.env["cs.incentive.cap.box"]._box(statement, lines),
            "debts": self.env["cs.incentive.debt.box"]._box(statement, lines),
            "withheld": self.env["cs.incentive.withheld.box"]._box(statement, lines),
        }

    def _lines(self, statement):
        """Lines that stand and that the reader may read, as the scheme orders them."""
        # Not only as the cache has them, perhaps of a reader with more rights.
        lines = statement.line_ids._filtered_access("read")
        # sudo: the order of the lines, nothing of the scheme is told
        order = {line.id: line.sudo().scheme_line_id for line in lines}
        return lines.sorted(
            lambda line: (
                not order[line.id],
                order[line.id].sequence,
                line.code,
                line.for_month,
                line.id,
            )
        )

    def _money(self, amount, statement):
        currency = statement.currency_id
        return self.env["cs.incentive.formula"]._money(amount, currency)

    def _change(self, amount, statement):
        text = self.env["cs.incentive.formula"]._change(amount, statement.currency_id)
        trend = "same" if not exact(amount) else "up" if amount > 0 else "down"
        return {"text": text, "trend": trend}

    def _head(self, one, before):
        # sudo: names on a statement that the reader may read
        known = one.sudo()
        name, number = known.employee_id.name, known.employee_id.barcode
        month = words.month_short(self.env, one.month)
        total = self.env["cs.value.format"]._format_value(
            exact(one.total), f"money:{one.currency_id.name}"
        )
        facts = [known.department_id.name, known.job_id.name]
        if number:
            facts.append(self.env._("No. %(number)s", number=number))
        return {
            "id": one.id,
            "month": words.month_name(self.env, one.month),
            "title": self.env._(
                "%(name)s · Income of %(month)s", name=name, month=month
            ),
            "facts": " · ".join(filter(None, facts)),
            "total": total,
            "change": self._change(one.total - before.total, one) if before else False,
        }

    def _steps(self, one):
        names = one._fields["state"]._description_selection(self.env)
        now = [state for state, _name in names].index(one.state)
        return [
            {"label": name, "is_now": place == now, "is_done": place < now}
            for place, (_state, name) in enumerate(names)
        ]

    # Lines

    def _sections(self, statement, before, lines, lines_before):
        names = dict(lines._fields["section"]._description_selection(self.env))
        sums = self._sums(lines_before, _stem)
        notes = self._notes(statement, lines, lines_before)
        found, told = [], set()
        for key, totals in PARTS.items():
            own = lines.filtered(lambda line, key=key: line.section == key)
            amount, earlier = (
                sum(exact(one[name]) for name in totals) for one in (statement, before)
            )
            if not (own or amount or earlier):
                continue
            found.append(
                {
                    "key": key,
                    "label": names[key],
                    "before": self._before(earlier, before),
                    "amount": self._money(amount, statement),
                    "lines": [
                        self._line(line, before, sums, notes, told) for line in own
                    ],
                }
            )
        return found

    def _before(self, amount, before):
        return self._money(amount, before) if before else ""

    def _line(self, line, before, sums, notes, told):
        """:param told: stems whose amount of the month before stands already"""
        stem = _stem(line)
        earlier = "" if stem in told else self._before(sums[stem], before)
        told.add(stem)
        return {
            "id": line.id,
            "name": line.label,
            "note": notes[line.id],
            "rule": line.rule,
            "before": earlier,
            "amount": self._money(line.amount, line),
            "is_zero": not line.amount,
        }

    def _sums(self, lines, key):
        sums = defaultdict(int)
        for line in lines:
            sums[key(line)] += exact(line.amount)
        return sums

    def _notes(self, statement, lines, lines_before):
        """dict id -> what stands beside the name, in short"""
        hows = self._hows(lines)
        names = {line.key: line.label for line in (*lines_before, *lines)}
        # Debts older than the month before.
        names = self.env["cs.incentive.debt.box"]._names(statement, lines) | names
        found = {}
        for line in lines:
            parts = []
            if line.for_month != line.month:
                parts.append(words.month_name(self.env, line.for_month))
            if of_month := settled_month(line):
                parts.append(words.month_name(self.env, of_month))
            if line.reverses_id:
                parts.append(self.env._("taken back"))
            if line.section == "carry":
                # Of which deduction; its key stands behind that of the carrying.
                parts.append(names.get(line.key.partition("|")[2]))
            parts.append(hows[line.id])
            found[line.id] = " · ".join(filter(None, parts))
        return found

    def _hows(self, lines):
        """dict id -> the formula without its result, else a short sentence why"""
        short = self.env["cs.incentive.formula"]._short
        found = {line.id: line.amount and short(line) for line in lines}
        rest = lines.filtered(lambda line: not found[line.id])
        for id_, sentence in self._sentences(rest).items():
            found[id_] = sentence.rstrip(".。") if _width(sentence) <= SHORT else ""
        return found

    def _sentences(self, lines):
        """dict id -> the first sentence of the reasons, "" without a text of its own;
        a number of queries that does not grow with lines"""
        # sudo: reasons are stored for nobody; each is of a line that is read
        lines.sudo().fetch(["explanation"])
        reasons = {line.id: line._get_explanation().reasons[:1] for line in lines}
        reader = self.env["cs.explanation.reader"]
        every = [reason for own in reasons.values() for reason in own]
        texts = reader._texts(Explanation(every))
        return {
            id_: reader._sentence(own[0], texts) if own and own[0].key in texts else ""
            for id_, own in reasons.items()
        }

    # Month against month

    def _comparison(self, statement, before, lines, lines_before):
        """What changed item by item; what did not in one row.

        :return: False without a statement of the month before
        """
        if not before:
            return False
        now, then = (self._sums(each, _code) for each in (lines, lines_before))
        names = {_code(line): line.label for line in (*lines_before, *lines)}
        codes = list(dict.fromkeys([*now, *then]))
        changed = [code for code in codes if now[code] != then[code]]
        rows = [
            self._row(names[code], then[code], now[code], statement) for code in changed
        ]
        if len(changed) < len(codes):
            same = sum(now[code] for code in codes if code not in changed)
            label = self.env._("Others") if changed else self.env._("All items")
            rows.append(self._row(label, same, same, statement))
        total = self._row(self.env._("Total"), before.total, statement.total, statement)
        most = max(abs(before.total), abs(statement.total)) or 1
        return {
            "months": [
                words.month_short(self.env, one.month) for one in (before, statement)
            ],
            "bars": [
                round(max(one.total, 0) / most * 100) for one in (before, statement)
            ],
            "rows": rows,
            "total": total,
        }

    def _row(self, label, then, now, statement):
        return {
            "label": label,
            "before": self._money(then, statement),
            "amount": self._money(now, statement),
            "change": self._change(exact(now) - exact(then), statement),
        }


def _stem(line):
    """What an item is for, whatever the month."""
    return line.key.partition("@")[0] if _is_regular(line) else _code(line)


def _code(line):
    """What items are compared by: the code of the pay item; entries of the rule book
    share theirs, and are told apart by the rule."""
    return line.code if _is_regular(line) else (line.code, line.name)


def _is_regular(line):
    return line.scheme_line_id or line.section == "carry"


def _width(text):
    """In letters; a Chinese character is as wide as two."""
    return sum(2 if east_asian_width(char) in "FW" else 1 for char in text)
