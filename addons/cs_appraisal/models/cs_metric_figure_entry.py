from itertools import pairwise

from psycopg2.errors import ExclusionViolation, UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.fields import Domain

from .cs_appraisal_step import CODE

#: What people enter; the rest is set by the server.
ENTERED = {
    "employee_id",
    "metric_id",
    "date_from",
    "date_to",
    "numerator",
    "denominator",
    "origin",
    "corrects_id",
    "reason",
}
#: What a correction takes from the figure that it corrects.
SAME = ("employee_id", "metric_id", "date_from", "date_to")


class CsMetricFigure(models.Model):
    """Entering figures: what is refused, in words, and what the database ensures."""

    _inherit = "cs.metric.figure"

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._prepare_figure_vals(vals) for vals in vals_list]
        self._check_figures(vals_list)
        corrected = [vals["corrects_id"] for vals in vals_list if vals["corrects_id"]]
        # sudo: nobody writes figures; what is corrected is marked, and stays
        self.browse(corrected).sudo()._kept_write({"state": "corrected"})
        try:
            with self.env.cr.savepoint():
                figures = super().create(vals_list)
                figures.flush_recordset()
        except (UniqueViolation, ExclusionViolation) as error:
            # Somebody else entered it just now: again, and then it is there.
            raise ConcurrencyError(str(error)) from error
        return figures

    @api.model
    def _prepare_figure_vals(self, vals):
        """What people enter, completed by what only the server knows."""
        values = {name: vals.get(name) for name in ENTERED}
        for name in ("employee_id", "metric_id", "corrects_id"):
            values[name] = values[name] if type(values[name]) is int else False
        corrected = self.browse(values["corrects_id"] or []).exists()
        if corrected:
            corrected.check_access("read")
            values |= corrected._convert_to_write({n: corrected[n] for n in SAME})
        values["date_from"], values["date_to"] = self._days(values)
        # sudo: the company of whom the figure is about
        employee = self.env["hr.employee"].sudo().browse(values["employee_id"] or [])
        return {
            **values,
            "corrects_id": corrected.id,
            "origin": self._clean(values["origin"]),
            "reason": self._clean(values["reason"]) if corrected else False,
            "company_id": employee.exists().company_id.id or self.env.company.id,
            "author_id": self.env.uid,
            "entered_at": fields.Datetime.now(),
            "state": "current",
        }

    @api.model
    def _days(self, values):
        """First and last day as entered; the last month where nobody said."""
        try:
            first, last = (
                fields.Date.to_date(values[name]) for name in ("date_from", "date_to")
            )
        except (TypeError, ValueError) as error:
            raise UserError(
                self.env._("Please enter first and last day as dates.")
            ) from error
        month = self._default_month()
        return first or month[0], last or month[1]

    @api.model
    def _clean(self, text):
        """Text from outside, without NUL, not blank and not too long."""
        text = text.replace("\0", "").strip() if isinstance(text, str) else ""
        if len(text) > 200:
            raise UserError(self.env._("Please write at most %s characters here.", 200))
        return text or False

    @api.model
    def _check_figures(self, vals_list):
        """Refuse what cannot be a figure, in words.

        :param vals_list: as prepared
        """
        Metric, Employee = self.env["cs.metric"], self.env["hr.employee"].sudo()
        people = Employee.browse({vals["employee_id"] or 0 for vals in vals_list})
        allowed = set(self._may_enter(people.exists()).ids)
        metrics = Metric.browse({vals["metric_id"] or 0 for vals in vals_list}).exists()
        known = set(metrics.ids)
        for vals in vals_list:
            if vals["employee_id"] not in allowed:
                one = Employee.browse(vals["employee_id"] or [])
                raise UserError(self._not_allowed_text(one))
            metric = vals["metric_id"] if vals["metric_id"] in known else []
            reason = self._obstacle(Metric.browse(metric), vals)
            if reason:
                raise UserError(reason)
        self._check_periods(vals_list)
        self._check_free(vals_list)

    @api.model
    def _check_periods(self, vals_list):
        """ALL-05: no figure of a month that is sealed."""
        periods = {(v["company_id"], v["date_from"], v["date_to"]) for v in vals_list}
        for company, first, last in sorted(periods):
            # sudo: whoever enters figures may be unable to read periods
            self.env["cs.period"].sudo()._check_open(
                self.env["res.company"].browse(company), first, last, code=CODE
            )

    @api.model
    def _check_free(self, vals_list):
        """A period has one figure in force, or none that is not named as corrected."""
        self._check_apart(vals_list)
        there = self._overlapping(vals_list)
        for vals in vals_list:
            for figure in there.get((vals["employee_id"], vals["metric_id"]), ()):
                meets = (
                    figure.date_from <= vals["date_to"]
                    and vals["date_from"] <= figure.date_to
                )
                if meets and figure.id != vals["corrects_id"]:
                    raise UserError(self._there_text(figure))
            if vals["corrects_id"]:
                corrected = self.sudo().browse(vals["corrects_id"])
                if corrected.state != "current":
                    raise UserError(
                        self.env._(
                            "APP-03: this figure was corrected already. Please correct"
                            " the figure in force."
                        )
                    )

    @api.model
    def _check_apart(self, vals_list):
        """What is entered at once must not overlap either."""
        names = ("employee_id", "metric_id", "date_from", "date_to")
        rows = sorted([vals[name] for name in names] for vals in vals_list)
        for one, following in pairwise(rows):
            if one[:2] == following[:2] and following[2] <= one[3]:
                raise UserError(
                    self.env._(
                        "APP-03: two of these figures are about the same person, metric"
                        " and days. Please enter one of them."
                    )
                )

    @api.model
    def _overlapping(self, vals_list):
        """Figures in force of these people, metrics and days, in one query.

        :return: dict (employee id, metric id) -> figures (sudo)
        """
        # sudo: whether there is one, whoever entered it
        found = self.sudo().search(
            Domain("state", "=", "current")
            & Domain("employee_id", "in", [vals["employee_id"] for vals in vals_list])
            & Domain("metric_id", "in", [vals["metric_id"] for vals in vals_list])
            & Domain("date_from", "<=", max(vals["date_to"] for vals in vals_list))
            & Domain("date_to", ">=", min(vals["date_from"] for vals in vals_list))
        )
        return dict(found.grouped(lambda one: (one.employee_id.id, one.metric_id.id)))

    @api.model
    def _may_enter(self, employees):
        """Of these people, those for whom the current user may enter figures.

        :return: hr.employee (sudo)
        """
        user, people = self.env.user, employees.sudo()
        people = people.filtered(lambda one: one.company_id in self.env.companies)
        if not user.has_group("cs_base.group_hr_officer"):
            if not user.has_group("cs_base.group_supervisor"):
                return people.browse()
            managed = user.cs_managed_department_ids
            people = people.filtered(lambda one: one.department_id in managed)
        return people - user._cs_employees()._cs_all_records()

    # Why not

    @api.model
    def _not_allowed_text(self, employee):
        # An id is guessed: who is not in the reader's directory is not named either.
        directory = self.env["hr.employee.public"].with_context(active_test=False)
        known = directory.search([("id", "in", employee.ids)])
        return self.env._(
            "APP-03: you cannot enter figures of %(name)s. HR officers enter those of"
            " the company and supervisors those of their departments, never the own"
            " ones.",
            name=known.name or self.env._("nobody"),
        )

    @api.model
    def _there_text(self, figure):
        return self.env._(
            "APP-03: there is a figure already: %(name)s, %(value)s (%(origin)s). Open"
            " it and correct it, with the reason.",
            name=figure.with_env(self.env).sudo().display_name,
            value=figure.with_env(self.env).sudo().value_text,
            origin=figure.origin,
        )

    @api.model
    def _obstacle(self, metric, vals):
        """:return: why this is no figure, in words; None when it is one"""
        if not metric or metric.source or not metric.active:
            return self.env._(
                "APP-03: please choose a metric whose figures come from outside."
            )
        if not vals["origin"]:
            return self.env._(
                "APP-03: please say where the figure is taken from: the platform or"
                " file."
            )
        if vals["corrects_id"] and not vals["reason"]:
            return self.env._("APP-03: please say why the figure is corrected.")
        if vals["date_from"] > vals["date_to"]:
            return self.env._("The last day is before the first one.")
        if vals["date_from"] > self.env.company._cs_today():
            return self.env._("This period has not begun yet.")
        return self._number_obstacle(metric, vals["numerator"], vals["denominator"])

    @api.model
    def _number_obstacle(self, metric, numerator, denominator):
        """:return: why these numbers are no figure of the metric, or None"""
        if not is_number(numerator) or not is_number(denominator or 0):
            return self.env._(
                "Please enter a number with at most eleven digits before the point."
            )
        is_share = metric.unit == "ratio"
        if is_share and (denominator is None or denominator is False):
            return self.env._(
                "“%s” is a share: please enter of how many as well, also when that is"
                " 0.",
                metric.name,
            )
        if not is_share and denominator:
            return self.env._(
                "“%s” is no share: please leave “out of” empty.", metric.name
            )
        if metric.unit not in ("money", "point") and numerator < 0:
            return self.env._("“%s” cannot be negative.", metric.name)
        if is_share and (denominator < 0 or numerator and not denominator):
            return self.env._(
                "Of %s nothing can be a share. Please check both numbers.", denominator
            )
        return None


def is_number(value):
    """Whether it can be kept exactly, with four decimals."""
    is_numeric = isinstance(value, int | float) and not isinstance(value, bool)
    return is_numeric and -1e11 < value < 1e11
