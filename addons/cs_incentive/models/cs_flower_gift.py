from odoo import api, fields, models

LEVELS = [
    ("1", "Level 1"),
    ("2", "Level 2"),
    ("3", "Level 3"),
    ("flag", "For a red flag"),
]


class CsFlowerGift(models.Model):
    """What flowers and flags are redeemed for (INC-15).

    A gift of level n costs n flowers. Access: everybody reads, HR officers keep the
    list; what was ever redeemed is archived, not deleted.
    """

    _name = "cs.flower.gift"
    _description = "Gift for Red Flowers"
    _order = "level, sequence, id"

    name = fields.Char(required=True, translate=True)
    level = fields.Selection(
        LEVELS, "Gift Level", required=True, default="1", index=True
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index="btree_not_null", help="Empty: in all companies."
    )
    note = fields.Char(
        "Gift Note", translate=True, help="What people should know, e.g. the size."
    )

    @api.depends("name", "level")
    @api.depends_context("lang")
    def _compute_display_name(self):
        levels = dict(self._fields["level"]._description_selection(self.env))
        for gift in self:
            level = levels.get(gift.level, "")
            gift.display_name = f"{gift.name or ''} · {level}"

    def _flowers(self):
        """INC-15: flowers that each of these costs, as numbers; a flag's gift: none"""
        return [int(one.level) for one in self if one.level != "flag"]
