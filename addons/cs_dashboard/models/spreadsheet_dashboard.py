from odoo import api, fields, models


class SpreadsheetDashboard(models.Model):
    """Dashboards about people: who may read them, and that they stay inside.

    Access as in stock: a dashboard is for its groups. The figures in it are read as the
    reader, so that record rules decide whose they are.
    """

    _inherit = "spreadsheet.dashboard"

    cs_is_internal = fields.Boolean(
        "Not by Link",
        help="Cannot be shared by a link, which needs no login and keeps a copy of the"
        " figures.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        dashboards = super().create(vals_list)
        self._forget_menus()
        return dashboards

    def write(self, vals):
        result = super().write(vals)
        if {"group_ids", "company_ids", "is_published"} & vals.keys():
            self._forget_menus()
        return result

    def unlink(self):
        result = super().unlink()
        self._forget_menus()
        return result

    @api.model
    def _has_any(self):
        """Whether the user has a dashboard to look at."""
        published = [("is_published", "=", True)]
        return bool(self.search_count(published, limit=1))

    @api.model
    def _forget_menus(self):
        """Menus are kept by user; who has a dashboard decides on that of the app."""
        self.env.registry.clear_cache()
