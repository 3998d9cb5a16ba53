from odoo import api, models


class CsDemo(models.AbstractModel):
    """Fines and awards of the demo company, more of them (INC-20 to INC-29)."""

    _inherit = "cs.demo"

    @api.model
    def _load_statements(self, months_ago):
        """They are part of the statements."""
        self._load_entries()
        return super()._load_statements(months_ago)

    def _load_entries(self):
        """Those of ``entries.csv`` until yesterday."""
        today = self._demo_company()._cs_today()
        for number, row in enumerate(self._history_table("entries")):
            day = int(row["months_ago"]), int(row["day"])
            if self._demo_date(*day) >= today:
                continue
            values = {"description": row["description"]}
            if row["count"]:
                values["count"] = int(row["count"])
            if row["amount"]:
                values["amount_chosen"] = int(row["amount"])
            decider = row["decided_by"]
            self._make_entry(
                f"history_{number}",
                row["reported_by"],
                row["person"],
                (row["book"], row["rule"]),
                day,
                values,
                [(decider, "action_approve")] if decider else (),
            )
