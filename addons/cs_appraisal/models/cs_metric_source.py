from datetime import timedelta
from decimal import Decimal
from functools import lru_cache

from odoo import api, models
from odoo.addons.cs_base.models import period_words as words
from odoo.tools import SQL

from ..engine.measure import Measure

#: nothing was counted; a share or an average of nothing
ZERO = Measure(Decimal(0))
NOT_APPLICABLE = Measure(Decimal(0), Decimal(0))


class CsMetricSource(models.AbstractModel):
    """Where figures come from: the hook by which an addon measures people.

    An addon that adds its own metrics (``cs_incentive`` its points, say)

    1. defines an abstract model with ``_inherit = "cs.metric.source"`` whose
       ``_description`` tells people where the figures come from, and the two methods
       below;
    2. adds a ``cs.metric`` a figure in a data file, with this model's name as
       ``source``, and a description that the people measured by it understand. To take
       over a metric whose figures came from outside, the data file writes ``source``
       of that record when the addon is installed.

    Both methods are called as superuser or as the reader, with codes of the own
    metrics only.
    """

    _name = "cs.metric.source"
    _description = "Source of Figures"

    @api.model
    def _metric_measure(self, codes, company, employees, first, last):
        """Measure people: all of them in one query, or in a few, however many.

        Counts of nothing are 0; a share or an average of nothing has the denominator 0
        (not applicable); a figure that nobody knows is left out.

        :param set codes: codes of metrics of this source
        :param company: the company whose records count
        :param employees: hr.employee (sudo)
        :param first, last: local days of the company, both included
        :return: dict code -> dict employee id -> ``Measure``
        """
        raise NotImplementedError

    @api.model
    def _metric_records(self, code, employee, first, last):
        """The records behind a figure, as far as the reader may read them.

        :return: window action without a name, or False when there is nothing to show
        """
        raise NotImplementedError

    # For sources

    @api.model
    def _moments(self, company, first, last):
        """:return: from, up to but without: naive UTC of the local days"""
        return (
            words.to_utc(company, first),
            words.to_utc(company, last + timedelta(days=1)),
        )

    @api.model
    def _measures(self, employees, rows, code, column, of=None, missing=ZERO):
        """Measures of everybody from the rows of a query.

        :param rows: dict employee id -> dict of texts or whole numbers
        :param column: name of the numerator in a row
        :param of: name of the denominator; None: the figure is a plain number
        :param missing: of who has no row
        """
        found = {}
        for employee in employees.ids:
            row = rows.get(employee)
            if row is None:
                found[employee] = missing
            else:
                found[employee] = measure(row[column], row[of] if of else 1)
        return {code: found}

    @api.model
    def _rows(self, query):
        """:return: dict employee id -> row, of a query with ``employee_id``"""
        return {row["employee_id"]: row for row in self.env.execute_query_dict(query)}

    @api.model
    def _people_sql(self, employees):
        """Relation of the people who are users: ``employee_id``, ``user_id``."""
        return SQL(
            "(SELECT id AS employee_id, user_id FROM hr_employee"
            " WHERE id = ANY(%s) AND user_id IS NOT NULL)",
            employees.ids,
        )


@lru_cache(maxsize=4096)
def measure(numerator, denominator=1):
    """The measure of numbers from the database; most are small and come often."""
    return Measure(Decimal(numerator), Decimal(denominator))
