from odoo import models
from odoo.tools import SQL


class IrModelData(models.Model):
    _inherit = "ir.model.data"

    def _module_data_uninstall(self, modules_to_remove):
        """Uninstall without refusals on the way and without remains.

        Stock deletes records first and drops tables last. So a row of a table that
        is about to go (a decision, a closed month) would protect a person of the demo
        company from being deleted; what protects is taken away first.

        A model that inherits ``mail.thread`` gets external ids from every addon that
        extends it (``mail.selection__cs_deputy__…``). Stock leaves them pointing at
        nothing when the model goes; they are removed last.
        """
        self._cs_drop_foreign_keys(modules_to_remove)
        result = super()._module_data_uninstall(modules_to_remove)
        self._cs_delete_orphans("ir.model.inherit")
        self._cs_delete_orphans("ir.model.fields.selection")
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        return result

    def _cs_tables_going(self, modules_to_remove):
        """Names of the tables, relations included, that go with these addons."""
        models_going = self.env.execute_query(
            SQL(
                """
                SELECT model.model
                  FROM ir_model model
                  JOIN ir_model_data own
                    ON own.model = 'ir.model' AND own.res_id = model.id
                 GROUP BY model.model
                HAVING bool_and(own.module = ANY(%s))
                """,
                list(modules_to_remove),
            )
        )
        relations = self.env.execute_query(
            SQL(
                """
                SELECT relation.name
                  FROM ir_model_relation relation
                  JOIN ir_module_module own ON own.id = relation.module
                 GROUP BY relation.name
                HAVING bool_and(own.name = ANY(%s))
                """,
                list(modules_to_remove),
            )
        )
        models_known = [self.env[name] for [name] in models_going if name in self.env]
        return [model._table for model in models_known if model._auto] + [
            name for [name] in relations
        ]

    def _cs_drop_foreign_keys(self, modules_to_remove):
        tables = self._cs_tables_going(modules_to_remove)
        keys = self.env.execute_query(
            SQL(
                """
                SELECT relation.relname, key.conname
                  FROM pg_constraint key
                  JOIN pg_class relation ON relation.oid = key.conrelid
                 WHERE key.contype = 'f'
                   AND relation.relnamespace = current_schema::regnamespace
                   AND relation.relname = ANY(%s)
                """,
                tables,
            )
        )
        for table, key in keys:
            self.env.cr.execute(
                SQL(
                    "ALTER TABLE %s DROP CONSTRAINT %s",
                    SQL.identifier(table),
                    SQL.identifier(key),
                )
            )

    def _cs_delete_orphans(self, model):
        self.env.cr.execute(
            SQL(
                "DELETE FROM ir_model_data WHERE model = %s AND NOT EXISTS"
                " (SELECT FROM %s target WHERE target.id = ir_model_data.res_id)",
                model,
                SQL.identifier(self.env[model]._table),
            )
        )
