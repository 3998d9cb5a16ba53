"""Pure computation: nothing in this package imports Odoo."""
