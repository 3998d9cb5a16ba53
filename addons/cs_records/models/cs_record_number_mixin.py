from psycopg2.errors import UniqueViolation

from odoo import fields, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL


class CsRecordNumberMixin(models.AbstractModel):
    """A number of company and year, without gaps, given once by the server.

    The concrete model has a unique constraint on (company_id, year, serial) and
    ``_number_write`` to pass its own guard.
    """

    _name = "cs.record.number.mixin"
    _description = "Numbered by Company and Year"

    #: what a number begins with
    _number_code = None

    number = fields.Char(readonly=True, copy=False, index="trigram")
    year = fields.Integer("Year of the Number", readonly=True, copy=False)
    serial = fields.Integer("Serial in the Year", readonly=True, copy=False)

    def _number_give(self):
        """Give the next numbers; who is second at one moment is run again by Odoo.

        :raise ConcurrencyError: somebody else took the number just now
        """
        try:
            with self.env.cr.savepoint():
                for one in self:
                    year = one.company_id._cs_today().year
                    one._number_write(one._number_vals(year, one._next_serial(year)))
                    one.flush_recordset()
        except UniqueViolation as error:
            raise ConcurrencyError(str(error)) from error

    def _number_vals(self, year, serial):
        number = f"{self._number_code}{year}-{serial:04}"
        return {"year": year, "serial": serial, "number": number}

    def _next_serial(self, year):
        [(last,)] = self.env.execute_query(
            SQL(
                "SELECT coalesce(max(serial), 0) FROM %s"
                " WHERE company_id = %s AND year = %s",
                SQL.identifier(self._table),
                self.company_id.id,
                year,
            )
        )
        return last + 1

    def _number_write(self, vals):
        return self.sudo()._decision_write(vals)
