from odoo import api, fields, models

FINAL = ("redeemed", "expired")


class CsFlowerMove(models.Model):
    """What happened to a flower, step by step; the database has each step once, so two
    ways cannot begin at the same flower, and one end only (INC-15).

    Access, nobody writes: who reads the flower.
    """

    _name = "cs.flower.move"
    _inherit = ["cs.kept.mixin"]
    _description = "Movement of a Red Flower"
    _order = "flower_id desc, step desc"
    _rec_name = "flower_id"

    flower_id = fields.Many2one(
        "cs.flower", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    step = fields.Integer(required=True, readonly=True, aggregator=None)
    kind = fields.Selection(
        [
            ("given", "Given away"),
            ("passed", "Passed on"),
            ("redeemed", "Redeemed"),
            ("expired", "Expired"),
        ],
        "Movement",
        required=True,
        readonly=True,
    )
    date = fields.Date(required=True, readonly=True, index=True)
    from_id = fields.Many2one(
        "hr.employee",
        "Who Had It",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    to_id = fields.Many2one(
        "hr.employee",
        "Who Got It",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    note = fields.Text("In Writing", readonly=True)
    signed_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        ondelete="restrict",
        help="INC-15: who did it signs it; empty: the system, on its day.",
    )
    signed_at = fields.Datetime(required=True, readonly=True)
    redemption_id = fields.Many2one(
        "cs.flower.redemption",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )

    _step_uniq = models.Constraint(
        "UNIQUE(flower_id, step)", "INC-15: a flower goes one way."
    )
    _final_uniq = models.UniqueIndex(
        "(flower_id) WHERE kind IN ('redeemed', 'expired')",
        "INC-15: a flower is used once.",
    )
    _first_is_given = models.Constraint(
        "CHECK(step >= 1 AND (step = 1) = (kind = 'given'))",
        "A flower is given first.",
    )
    _redeemed_has_slip = models.Constraint(
        "CHECK((kind = 'redeemed') = (redemption_id IS NOT NULL))",
        "What is redeemed has its redemption.",
    )
    _passed_is_signed = models.Constraint(
        "CHECK(kind <> 'passed' OR (signed_by_id IS NOT NULL"
        " AND from_id IS NOT NULL AND to_id IS NOT NULL AND from_id <> to_id))",
        "INC-15: what is passed on is signed, and goes to somebody else.",
    )

    def _kept_text(self):
        return self.env._(
            "INC-15: what happened to a flower is never changed or deleted."
        )

    @api.model
    def _last_steps(self, flowers):
        """:return: dict flower id -> number of its last step, read now"""
        self.flush_model()
        rows = self._read_group(
            [("flower_id", "in", flowers.ids)], ["flower_id"], ["step:max"]
        )
        return {flower.id: step for flower, step in rows}
