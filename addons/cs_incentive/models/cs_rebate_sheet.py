from odoo import models
from odoo.addons.cs_base.engine.sheet_out import Column, Sheet

_MONEY = (
    "turnover",
    "rebate",
    "difference",
    "carried",
    "earned",
    "paid",
    "outstanding",
)


class CsRebateList(models.Model):
    """The list as a sheet (INC-33): what the reader may read of it."""

    _inherit = "cs.rebate.list"

    def action_export(self):
        """Write the workbook and hand it to the browser."""
        self.ensure_one()
        self.check_access("read")
        Line = self.env["cs.rebate.line"]
        columns = [Column("agent", self.env._("Agent"))]
        for name in _MONEY:
            label = Line._fields[name]._description_string(self.env)
            columns.append(Column(name, label, "money", total=True))
        rows = [
            {"agent": line.agent_id.display_name, **{one: line[one] for one in _MONEY}}
            for line in self.line_ids
        ]
        title = self.display_name
        sheet = Sheet(
            self.env._("Rebates"),
            columns,
            rows,
            frozen_columns=1,
            title=title,
            subtitles=[self.company_id.name],
        )
        content = self.env["cs.sheet"]._xlsx([sheet], title=title)
        return self.env["cs.sheet"]._download_action(f"{title}.xlsx", content)
