from odoo import models


class CsPunch(models.Model):
    _inherit = "cs.punch"

    # What the search for proxy punching reads: neighbours on one terminal, and what
    # arrived since it ran last (arrivals only grow, so a block range index does).
    _terminal_moment_idx = models.Index(
        "(terminal_id, moment) WHERE terminal_id IS NOT NULL"
    )
    _received_at_idx = models.Index("USING brin (received_at)")
