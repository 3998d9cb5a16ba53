import ast

from odoo.tests import TransactionCase, tagged

from .. import schema


@tagged("post_install", "-at_install", "cs_suite")
class TestSchema(TransactionCase):
    def test_suite_depends_on_every_addon(self):
        manifest = (
            schema.ADDONS.parent / "tests" / "test_cs_suite" / "__manifest__.py"
        ).read_text()
        self.assertEqual(
            {*ast.literal_eval(manifest)["depends"], *schema.OPTIONAL},
            set(schema.addons_of_suite()),
        )

    def test_declared_constraints_and_indexes_exist(self):
        self.assertEqual(schema.missing_table_objects(self.env), [])

    def test_required_columns_refuse_null(self):
        self.assertEqual(schema.nullable_required_columns(self.env), [])

    def test_many2one_columns_have_a_foreign_key(self):
        self.assertEqual(schema.missing_foreign_keys(self.env), [])

    def test_the_check_would_notice(self):
        """A dropped constraint is reported, or this file proves nothing."""
        found = next(
            (
                (model._table, declared.full_name(model))
                for model, declared in schema.table_objects(self.env)
                if isinstance(declared, schema.Constraint)
            ),
            None,
        )
        if found is None:
            return
        table, name = found
        schema.sql.drop_constraint(self.cr, table, name)
        self.assertIn(name, schema.missing_table_objects(self.env))
