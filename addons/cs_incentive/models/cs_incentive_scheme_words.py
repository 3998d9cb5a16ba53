from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.money import IncentiveError
from ..engine.table import LONGEST, MOST, parse_table
from .cs_incentive_calculator import exact
from .cs_incentive_release import FORFEITED, RELEASED, WITHHELD

#: Parameters that say what an item pays, in the order in which they are told.
_TOLD = (
    "bands",
    "rate",
    "amount",
    "amount_high",
    "base",
    "months",
    "back_code",
    "formula",
)


class CsIncentiveSchemeLine(models.Model):
    """The table of a pay item as people type it, and its terms in short."""

    _inherit = "cs.incentive.scheme.line"

    terms = fields.Char(compute="_compute_terms")

    @api.depends_context("lang")
    @api.depends(*_TOLD, "policy_id.currency_id")
    def _compute_terms(self):
        for line in self:
            line.terms = " · ".join(filter(None, map(line._term, _TOLD)))

    def _term(self, name):
        value, Format = self[name], self.env["cs.value.format"]
        if not value:
            return ""
        if name == "rate":
            return f"{Format._format_value(exact(value))}%"
        if name in ("amount", "amount_high"):
            currency = self.currency_id.name or self.env.company.currency_id.name
            return Format._format_value(exact(value), f"money:{currency}")
        if name == "base":
            return f"≥ {Format._format_value(exact(value))}"
        if name == "months":
            return self.env._("%s months", value)
        return value

    @api.constrains("bands", "calculator")
    def _check_bands(self):
        for line in self.filtered("bands"):
            try:
                parse_table(line.bands)
            except IncentiveError as error:
                text = self._bands_message(error)
                raise ValidationError(
                    self.env._("%(item)s: %(text)s", item=line.name, text=text)
                ) from None

    @api.constrains("code")
    def _check_code(self):
        """Codes that entries of the rule book and carried amounts have, or the parts of
        merit pay."""
        taken = self.env["cs.incentive.item"]._code_words()
        parts = WITHHELD, RELEASED, FORFEITED
        for line in self.filtered(
            lambda line: line.code in taken or line.code.endswith(parts)
        ):
            raise ValidationError(
                self.env._(
                    "%(item)s: the code %(code)s is taken by the rule book, what is"
                    " carried or what is withheld. Please choose another one.",
                    item=line.name,
                    code=line.code,
                )
            )

    @api.model
    def _bands_message(self, error):
        """:return: what is wrong with a table, and what to write instead"""
        low = error.values.get("low", "")
        messages = {
            "bands_empty": self.env._(
                "The table is empty. Please write it like 0%: 1%; 70%: 1.5% (INC-01)."
            ),
            "bands_long": self.env._(
                "The table is too long. Please use at most %s characters.", LONGEST
            ),
            "bands_many": self.env._(
                "The table has too many rows. Please use at most %s.", MOST
            ),
            "bands_row": self.env._(
                "“%s” cannot be read. Please write from which figure on there is"
                " what: 70%%: 1.5%%, 25: 50, or 10000: 100/2000 for each full 2000.",
                error.values.get("part", ""),
            ),
            "bands_twice": self.env._(
                "Two rows begin at %s. Please leave one of them.", low
            ),
            "bands_order": self.env._(
                "The row from %s is out of order. Please begin with the smallest.", low
            ),
        }
        return messages.get(error.code) or str(error)
