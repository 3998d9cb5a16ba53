from odoo import api, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .hr_salary_rule import KINDS

OURS = {kind for kind, _name in KINDS}
#: Columns that the payroll addon evaluates as Python.
TEXTS = (
    "amount_python_compute",
    "amount_percentage_base",
    "condition_python",
    "condition_range",
    "quantity",
)
#: What chooses which of them is evaluated.
CHOICES = ("amount_select", "condition_select")


class HrSalaryRule(models.Model):
    """Program text of rules reaches the whole server (TRUST.md): administrators alone
    enter it. Rules of ours have none.

    hr.payslip.line inherits this model as a prototype; it is none of its business.
    """

    _inherit = "hr.salary.rule"

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        if rules._cs_is_rule():
            rules._cs_check_author(rules._cs_programmed())
            rules._cs_check_author(rules.filtered(lambda rule: rule._cs_has_own_text()))
        return rules

    def write(self, vals):
        if not self._cs_is_rule():
            return super().write(vals)
        before = {rule.id: rule._cs_texts() for rule in self}
        self._cs_check_author(self._cs_programmed())
        result = super().write(vals)
        self._cs_check_author(self._cs_programmed())
        self._cs_check_author(
            self.filtered(lambda rule: rule._cs_texts() != before[rule.id])
        )
        return result

    def _cs_is_rule(self):
        return self._name == "hr.salary.rule"

    def _cs_programmed(self):
        """Rules that evaluate program text."""
        return self.filtered(
            lambda rule: rule.amount_select in ("code", "percentage")
            or rule.condition_select in ("python", "range")
            or not _is_number(rule.quantity)
        )

    def _cs_texts(self):
        return {name: self[name] or "" for name in TEXTS if name != "quantity"}

    def _cs_has_own_text(self):
        """Whether texts, also those that wait unused, say something."""
        return any(
            text.strip() not in ("", "result = True") and text != self._cs_hint(name)
            for name, text in self._cs_texts().items()
        )

    def _cs_hint(self, name):
        """What the payroll addon puts into a new rule."""
        default = self._fields[name].default
        return default(self) if default else ""

    def _cs_check_author(self, rules):
        if rules and not self.env.is_system():
            raise AccessError(
                self.env._(
                    "The rule “%(name)s” holds program text, which reaches everything"
                    " on the server. Administrators alone enter and change such rules."
                    " A fixed amount, or a rule that places the amount of its code,"
                    " needs none.",
                    name=rules[0].name,
                )
            )

    # Rules of ours

    @api.constrains(*CHOICES, "cs_time", "cs_section", "cs_total", *TEXTS)
    def _check_cs_kind(self):
        if not self._cs_is_rule():
            return
        for rule in self.filtered(lambda rule: rule.amount_select in OURS):
            rule._cs_check_of()
            rule._cs_check_without_text()

    def _cs_check_of(self):
        needed = {"cs_time": "cs_time", "cs_rest": "cs_section", "cs_total": "cs_total"}
        name = needed.get(self.amount_select)
        if name and not self[name]:
            raise ValidationError(
                self.env._(
                    "INC-31: the rule “%(name)s” needs “%(field)s”.",
                    name=self.name,
                    field=self._fields[name]._description_string(self.env),
                )
            )

    def _cs_check_without_text(self):
        if (
            self.amount_python_compute
            or self.amount_percentage_base
            or self.condition_select != "none"
            or not _is_number(self.quantity)
        ):
            raise ValidationError(
                self.env._(
                    "INC-31: the rule “%(name)s” places an amount that was computed"
                    " elsewhere; it holds no condition and no program text.",
                    name=self.name,
                )
            )

    # Evaluating

    def _satisfy_condition(self, localdict):
        """What a condition leaves behind is no amount."""
        met = super()._satisfy_condition(localdict)
        self._reset_localdict_values(localdict)
        return met

    def _get_rule_dict(self, localdict):
        if localdict.get("result") is None:
            raise UserError(
                self.env._(
                    "The program text of the salary rule “%(name)s” sets no result.",
                    name=self.name,
                )
            )
        return super()._get_rule_dict(localdict)


def _is_number(text):
    try:
        float(text or 0)
    except ValueError:
        return False
    return True
