"""What can be wrong with a formula: a code and parameters, worded by the caller."""

#: code -> parameters it carries; "position" counts characters from 1
FORMULA_CODES = {
    # while reading the text
    "empty": (),
    "too_long": ("limit", "length"),
    "too_deep": ("limit", "position"),
    "too_complex": ("limit",),
    "character": ("found", "position"),
    "bad_number": ("found", "position"),
    "thousands": ("found", "position"),
    "unexpected": ("found", "position"),
    "unfinished": (),
    "unclosed": ("position",),
    "unknown_name": ("name", "position", "suggestion", "known"),
    "unknown_function": ("name", "position", "known"),
    "argument_count": ("name", "position", "low", "given"),
    "argument_range": ("name", "position", "low", "high", "given"),
    "places": ("position", "limit"),
    "number_needed": ("position",),
    "boolean_needed": ("position",),
    "number_result": ("text",),
    "boolean_result": ("text",),
    # while computing
    "missing_fact": ("name",),
    "wrong_type": ("name", "kind"),
    "not_finite": ("name",),
    "too_large": ("name", "limit"),
    "too_many_decimals": ("name", "limit"),
    "result_too_large": ("limit",),
    # not a mistake: there is nothing to compute
    "zero_division": (),
    "unknown_value": ("name",),
}


class FormulaError(Exception):
    """A formula or its input is wrong; ``code`` and ``params`` as in FORMULA_CODES."""

    def __init__(self, code: str, **params):
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self):
        details = ", ".join(f"{key}={value!r}" for key, value in self.params.items())
        return f"{self.code} ({details})" if details else self.code


class FormulaNotApplicable(FormulaError):
    """Nothing is wrong, but there is no result: no denominator, or no such fact."""
