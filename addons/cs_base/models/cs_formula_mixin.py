from odoo import api, models
from odoo.exceptions import ValidationError

from ..engine.formula import (
    BOOLEAN,
    Formula,
    FormulaError,
    compile_formula,
)


class CsFormulaMixin(models.AbstractModel):
    """Formulas in fields of a model, checked whenever they are saved.

    The model names its formula fields in ``_formula_fields`` and the facts that each
    may use in ``_formula_names``. Who may edit a formula is decided by the model.
    """

    _name = "cs.formula.mixin"
    _description = "Formula Check"

    #: field name -> what its formula yields: NUMBER, BOOLEAN or None for either
    _formula_fields = {}

    def _formula_names(self, field_name):
        """Return the facts a formula may use: names, or name -> NUMBER or BOOLEAN."""
        raise NotImplementedError

    @api.constrains(lambda self: tuple(self._formula_fields))
    def _check_formulas(self):
        for record in self:
            for name in record._formula_fields:
                record._check_formula(name)

    def _check_formula(self, field_name):
        try:
            self._formula(field_name)
        except FormulaError as error:
            label = self._fields[field_name]._description_string(self.env)
            text = self._formula_error_text(error)
            raise ValidationError(
                self.env._("%(label)s: %(text)s", label=label, text=text)
            ) from error

    def _formula(self, field_name) -> Formula | None:
        """Return the formula of one record, ready to evaluate; None if there is none.

        :raises FormulaError: also for a saved formula, if facts were renamed since
        """
        self.ensure_one()
        text = self[field_name]
        if not text:
            return None
        kind = self._formula_fields[field_name]
        return compile_formula(text, self._formula_names(field_name), kind)

    @api.model
    def _formula_error_text(self, error):
        """Say in the user's language what is wrong and what to write instead.

        :param FormulaError error: raised while compiling or evaluating
        """
        texts = {**self._formula_syntax_texts(), **self._formula_value_texts()}
        text = texts[error.code] % self._formula_error_params(error)
        if error.params.get("suggestion"):
            suggestion = error.params["suggestion"]
            text += " " + self.env._("Did you mean “%(name)s”?", name=suggestion)
        return text

    def _formula_error_params(self, error):
        params = dict(error.params)
        if "kind" in params:
            is_boolean = params["kind"] == BOOLEAN
            params["kind"] = (
                self.env._("yes or no") if is_boolean else self.env._("a number")
            )
        return params

    def _formula_syntax_texts(self):
        """Return code -> text for what is wrong with a formula as it is written."""
        return {
            "empty": self.env._("Please enter a formula."),
            "too_long": self.env._(
                "The formula has %(length)s characters; at most %(limit)s are"
                " possible. Please shorten it."
            ),
            "too_deep": self.env._(
                "At character %(position)s: more than %(limit)s levels of brackets."
                " Please write it with fewer."
            ),
            "too_complex": self.env._(
                "The formula has more than %(limit)s parts. Please shorten it."
            ),
            "character": self.env._(
                "At character %(position)s: “%(found)s” cannot be used. A formula"
                " consists of numbers, names, + - * / ( ), comparisons, and, or, not,"
                " if, else and functions."
            ),
            "bad_number": self.env._(
                "At character %(position)s: “%(found)s” is not a number. Please write"
                " it like 1500, 0.5 or 70%%."
            ),
            "thousands": self.env._(
                "At character %(position)s: “%(found)s” may be one number or two."
                " Please write the number without comma, or put a space after it."
            ),
            "unexpected": self.env._(
                "At character %(position)s: “%(found)s” is not expected here."
            ),
            "unfinished": self.env._("The formula ends too early. Please complete it."),
            "unclosed": self.env._(
                "The bracket at character %(position)s is not closed. Please add “)”."
            ),
            "unknown_name": self.env._(
                "At character %(position)s: “%(name)s” is not known. Please use one"
                " of: %(known)s."
            ),
            "unknown_function": self.env._(
                "At character %(position)s: the function “%(name)s” is not known."
                " Please use one of: %(known)s."
            ),
            "argument_count": self.env._(
                "At character %(position)s: “%(name)s” takes %(low)s values, not"
                " %(given)s."
            ),
            "argument_range": self.env._(
                "At character %(position)s: “%(name)s” takes %(low)s to %(high)s"
                " values, not %(given)s."
            ),
            "places": self.env._(
                "At character %(position)s: please round to 0 to %(limit)s decimals,"
                " written as a number."
            ),
            "number_needed": self.env._(
                "At character %(position)s: a number is needed, not a condition."
            ),
            "boolean_needed": self.env._(
                "At character %(position)s: a condition is needed, for example"
                " “points > 80”."
            ),
            "number_result": self.env._(
                "The formula must yield a number, not a condition."
            ),
            "boolean_result": self.env._(
                "The formula must be a condition, for example “points > 80”."
            ),
        }

    def _formula_value_texts(self):
        """Return code -> text for what is wrong with the facts or the result."""
        return {
            "missing_fact": self.env._("“%(name)s” was not supplied."),
            "wrong_type": self.env._("“%(name)s” must be %(kind)s."),
            "not_finite": self.env._("“%(name)s” is not a number."),
            "too_large": self.env._("“%(name)s” is greater than %(limit)s."),
            "too_many_decimals": self.env._(
                "“%(name)s” has more than %(limit)s decimals."
            ),
            "result_too_large": self.env._("A result is greater than %(limit)s."),
            "zero_division": self.env._(
                "Not applicable: there would be a division by zero."
            ),
            "unknown_value": self.env._("Not applicable: “%(name)s” is not known."),
        }
