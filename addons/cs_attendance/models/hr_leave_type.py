from odoo import api, fields, models

#: Character -> words that name such leave, in Chinese and English, lower case. The
#: first that fits counts.
WORDS = {
    "病": ("病", "sick", "illness", "medical"),
    "婚": ("婚", "marriage", "wedding"),
    "陪": ("陪产", "paternity"),
    "产": ("产", "產", "maternity", "parental", "birth"),
    "丧": ("丧", "喪", "bereavement", "compassionate", "funeral"),
    "调": ("调休", "調休", "compensatory", "compensation", "overtime", "recovery"),
    "事": ("事假", "unpaid", "personal"),
    "年": ("年假", "annual", "paid time off", "vacation"),
}
#: For leave that none of the words names.
ANY = "假"


class HrLeaveType(models.Model):
    _inherit = "hr.leave.type"

    cs_code = fields.Char(
        "Character in Attendance",
        size=1,
        translate=True,
        help="What stands for this leave in the month board, such as 事 or 病.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        types = super().create(vals_list)
        types._cs_fill_code()
        return types

    @api.model
    def _cs_fill_missing(self):
        """For types that were there before this addon."""
        self.with_context(active_test=False).search([])._cs_fill_code()

    def _cs_fill_code(self):
        """Give those a character that have none, from their name in any language."""
        for leave_type in self.filtered(lambda leave_type: not leave_type.cs_code):
            leave_type.cs_code = leave_type._cs_guess_code()

    def _cs_guess_code(self):
        languages = self.env["res.lang"].get_installed()
        names = {self.with_context(lang=code).name for code, _name in languages}
        text = " ".join(name for name in names if name).lower()
        for code, words in WORDS.items():
            if any(word in text for word in words):
                return code
        return ANY
