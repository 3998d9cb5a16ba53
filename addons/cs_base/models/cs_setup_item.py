from odoo import fields, models
from odoo.tools import SQL

from .setup_scope import KINDS


class CsSetupItem(models.Model):
    """What the setup assistant made, or found there already, for one part (ALL-04).

    The key by which running it twice makes nothing twice: company, department and
    part are unique. Only the assistant writes it; what it made keeps its own state.

    Access: HR officers and technical administrators read those of their companies.
    """

    _name = "cs.setup.item"
    _inherit = ["cs.kept.mixin"]
    _description = "Item of the Setup"
    _order = "id"
    _rec_name = "part_id"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    department_id = fields.Many2one(
        "hr.department", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    part_id = fields.Many2one(
        "cs.setup.part",
        "Part of the Setup",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    kind = fields.Selection(KINDS, "Kind of Company", required=True, readonly=True)
    date_from = fields.Date("First Day", required=True, readonly=True)
    res_model = fields.Char("Kind of Record", readonly=True)
    res_ids = fields.Json("Records", readonly=True)
    is_found = fields.Boolean("There Before", readonly=True)

    _part_uniq = models.UniqueIndex(
        "(company_id, COALESCE(department_id, 0), part_id)",
        "This part has been set up already.",
    )

    def _kept_text(self):
        return self.env._(
            "What the setup assistant made is kept as it is. Please change the drafts"
            " themselves."
        )

    def _claim(self, scope, part):
        """The item of a part; of two callers one waits, is run again and finds it.

        :return: the item (sudo), and whether it is new
        """
        values = (scope.company.id, scope.department.id or None, part.id)
        rows = self.env.execute_query(
            SQL(
                "INSERT INTO cs_setup_item (company_id, department_id, part_id, kind,"
                " date_from, create_uid, create_date, write_uid, write_date)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
                " ON CONFLICT DO NOTHING RETURNING id",
                *values,
                scope.kind,
                scope.first,
                *(self.env.uid, fields.Datetime.now()) * 2,
            )
        )
        if rows:
            return self.sudo().browse(rows[0]), True
        return self._of(scope).filtered(lambda item: item.part_id == part), False

    def _of(self, scope):
        """Items of a scope (sudo: who may see them is asked before)."""
        return self.sudo().search(
            [
                ("company_id", "=", scope.company.id),
                ("department_id", "=", scope.department.id),
            ]
        )

    def _fill(self, scope, records, is_found):
        """Say what was made."""
        self._kept_write(
            {
                "kind": scope.kind,
                "date_from": scope.first,
                "res_model": records._name,
                "res_ids": records.ids,
                "is_found": is_found,
            }
        )

    def _records(self):
        """What the item names and still exists, archived or not."""
        self.ensure_one()
        if not self.res_model or self.res_model not in self.env:
            return None
        found = self.env[self.res_model].with_context(active_test=False)
        return found.browse(self.res_ids or ()).exists() or None
