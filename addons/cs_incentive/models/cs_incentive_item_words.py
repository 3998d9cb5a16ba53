from odoo import api, fields, models

from .taken import COURSE

ENTRY = "cs.discipline.entry"


class CsIncentiveItem(models.Model):
    """What an item is called by its reader; ``name`` is what it was booked as."""

    _inherit = "cs.incentive.item"

    label = fields.Char("Item", compute="_compute_label")

    @api.depends_context("lang")
    @api.depends("name", "code", "section")
    def _compute_label(self):
        words, rules = self._code_words(), self._entry_rules()
        for item in self:
            rule = rules.get(item.id)
            if rule:
                item.label = f"{rule.code} {rule.name}"
            elif item.code == COURSE:
                course = item.name
                item.label = self.env._(
                    "Course fee paid back: %(course)s", course=course
                )
            elif item.section == "carry":
                item.label = words.get(item.code, item.name)
            else:
                item.label = self._part_words(item)

    def _entry_rules(self):
        """dict item id -> the rule of the book that its entry is by (sudo: what a line
        is called belongs to the line)"""
        made = self.filtered(lambda item: item.res_model == ENTRY)
        entries = self.env[ENTRY].sudo().browse(made.mapped("res_id"))
        by_id = {entry.id: entry for entry in entries}
        return {item.id: by_id[item.res_id].rule_id for item in made}

    @api.model
    def _part_words(self, item):
        """Merit pay is one pay item and several lines (INC-09)."""
        suffix = item.code.rpartition("_")[2]
        # sudo: only how the item is computed
        if item.sudo().scheme_line_id.calculator != "merit":
            return item.name
        if suffix == "MERIT" and item.code != item.sudo().scheme_line_id.code:
            return self.env._("%(item)s: by appraisal", item=item.name)
        parts = {
            "WITHHELD": self.env._("%(item)s: withheld", item=item.name),
            "RELEASED": self.env._("%(item)s: released", item=item.name),
            "FORFEITED": self.env._("%(item)s: lapsed", item=item.name),
        }
        if suffix in parts:
            return parts[suffix]
        return self.env._("%(item)s: basic", item=item.name)

    @api.model
    def _code_words(self):
        """dict code -> what all items of a code are called that no scheme names"""
        return {
            "FINE": self.env._("Fines"),
            "JOINT_FINE": self.env._("Joint liability"),
            "COMPENSATION": self.env._("Compensations"),
            COURSE: self.env._("Course fees paid back"),
            "AWARD": self.env._("Awards by decision"),
            "CARRIED_OUT": self.env._("Carried to the next month"),
            "CARRIED_IN": self.env._("Carried from the month before"),
        }
