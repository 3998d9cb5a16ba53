import contextlib
from datetime import date
from decimal import Decimal, InvalidOperation

from odoo import api, models

from ..engine.outcome import CLOSE, EQUALS, MINUS, OPEN, PLUS
from .cs_incentive_calculator import exact


class CsIncentiveFormula(models.AbstractModel):
    """The formula of an item in the words of the reader (INC-30).

    Stored are signs and figures ``[name, value, unit]``; the label of a figure is the
    text ``param.<name>``, and the name itself where there is none.
    """

    _name = "cs.incentive.formula"
    _description = "Formulas as People Read Them"

    @api.model
    def _parts(self, item):
        """The formula of an item, figures filled in.

        :return: list of {``sign``} and {``label``, ``value``, ``is_result``}
        """
        marks = self._marks(item)
        texts = self._texts(marks)
        last = len(marks) - 1
        return [
            {"sign": mark}
            if isinstance(mark, str)
            else self._figure(item, mark, texts, place == last)
            for place, mark in enumerate(marks)
        ]

    @api.model
    def _short(self, item):
        """``86,400.00 × 1.5%``: what comes before the result; "" if that is all."""
        marks = (item.formula or [])[:-2]
        texts = self.env["cs.reason.text"]._texts(_terms(marks))
        shown = [
            mark if isinstance(mark, str) else self._value(item, mark, texts)
            for mark in marks
        ]
        text = " ".join(shown).replace(f"{OPEN} ", OPEN).replace(f" {CLOSE}", CLOSE)
        return text.replace("\N{NO-BREAK SPACE}", " ")

    def _marks(self, item):
        """What is stored, and a minus before it where the item takes off what the
        formula comes to: a deduction, or what is taken back."""
        marks = list(item.formula or [])
        if len(marks) < 3 or marks[-2] != EQUALS:
            return marks
        *left, equals, result = marks
        if item.amount and Decimal(result[1]) == -exact(item.amount):
            if {PLUS, MINUS} & {mark for mark in left if isinstance(mark, str)}:
                left = [OPEN, *left, CLOSE]
            left = [MINUS, *left]
        return [*left, equals, result]

    def _texts(self, marks):
        figures = [mark for mark in marks if not isinstance(mark, str)]
        labels = {f"param.{name}" for name, _value, _unit in figures}
        return self.env["cs.reason.text"]._texts(labels | _terms(marks))

    def _figure(self, item, mark, texts, is_result):
        label = self.env["cs.explanation.reader"]._label("param", mark[0], texts)
        value = self._value(item, mark, texts)
        if is_result:
            # A statement says what the item comes to, whatever the figure is called.
            label = self.env._("This item")
            value = self._money(item.amount, item.currency_id)
        return {"label": label, "value": value, "is_result": is_result}

    def _value(self, item, mark, texts):
        _name, value, unit = mark
        kind = unit.partition(":")[0]
        if kind == "money":
            return self._money(Decimal(value), item.currency_id)
        value = self._typed(value, kind)
        return self.env["cs.value.format"]._format_value(value, unit, texts)

    def _typed(self, value, kind):
        """The value that was stored as text."""
        if kind == "term":
            return value
        if kind == "second":
            return int(value)
        for read, error in (
            (Decimal, InvalidOperation),
            (date.fromisoformat, ValueError),
        ):
            with contextlib.suppress(error):
                return read(value)
        return value

    # Amounts without the sign of the currency: a column of them says it once.

    @api.model
    def _money(self, amount, currency):
        text = f"{exact(amount):.{currency.decimal_places}f}"
        return self.env["cs.value.format"]._localize(text)

    @api.model
    def _change(self, amount, currency):
        """``+272.50``, ``−1.20``, ``0.00``"""
        plus = "+" if exact(amount) > 0 else ""
        return plus + self._money(amount, currency)


def _terms(marks):
    """Keys of the figures that are words."""
    figures = [mark for mark in marks if not isinstance(mark, str)]
    return {value for _name, value, unit in figures if unit == "term"}
