from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import ValidationError


class CsDutyLog(models.Model):
    """An entry of the duty log (值班记录, ATT-13); append-only.

    Who, from when to when, what happened, with what result. A mistake is put right by
    a new entry that names the old one.

    Access: who is on duty writes and reads, those on the same duty read; team leaders
    where their team works, supervisors their departments', HR and the general manager
    all. Nobody changes or deletes, the superuser included; people hold the right to
    write because without it the form has no button to save a new entry.
    """

    _name = "cs.duty.log"
    _inherit = ["cs.kept.mixin", "cs.duty.entry.mixin"]
    _kept_is_entered = True
    _description = "Entry of the Duty Log"
    _order = "start desc, id desc"
    _entered = frozenset(
        {"watch_id", "start", "stop", "description", "result", "corrects_id"}
    )

    start = fields.Datetime(
        required=True, readonly=True, default=lambda self: self._now()
    )
    stop = fields.Datetime(
        "Until", required=True, readonly=True, default=lambda self: self._now()
    )
    description = fields.Text("Course of Events", required=True, readonly=True)
    result = fields.Text(required=True, readonly=True)
    corrects_id = fields.Many2one(
        "cs.duty.log",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The entry that this one puts right; both stay.",
    )
    correction_ids = fields.One2many("cs.duty.log", "corrects_id", "Corrected By")
    is_corrected = fields.Boolean("Corrected", compute="_compute_is_corrected")
    can_correct = fields.Boolean(compute="_compute_is_corrected")

    _from_before_until = models.Constraint(
        "CHECK(start <= stop)", "The end cannot lie before the start."
    )
    _corrected_once = models.UniqueIndex(
        "(corrects_id) WHERE corrects_id IS NOT NULL",
        "This entry is corrected already. Please correct the later one.",
    )

    def _now(self):
        return fields.Datetime.now().replace(second=0)

    @api.depends_context("uid")
    @api.depends("correction_ids", "employee_id", "watch_id")
    def _compute_is_corrected(self):
        for entry in self:
            entry.is_corrected = bool(entry.sudo().correction_ids)
            entry.can_correct = (
                entry.is_own and not entry.is_corrected and entry.watch_id.can_write_log
            )

    @api.depends_context("lang")
    @api.depends("start", "employee_id.name", "place_id.name")
    def _compute_display_name(self):
        for entry in self.sudo():
            zone = (entry.company_id or self.env.company)._cs_zone()
            moment = entry.start and words.stamp(entry.start, zone) or ""
            parts = (moment, entry.place_id.name, entry.employee_id.name)
            entry.display_name = " ".join(part for part in parts if part)

    @api.constrains("start", "stop", "watch_id", "corrects_id")
    def _check_within_duty(self):
        now = fields.Datetime.now()
        for entry in self:
            if entry.start < entry.watch_id.start or entry.stop > now:
                raise ValidationError(
                    self.env._(
                        "ATT-13: an entry says what happened since the duty began and"
                        " until now. Please correct the times."
                    )
                )
            old = entry.corrects_id
            if old and (
                old.employee_id != entry.employee_id or old.watch_id != entry.watch_id
            ):
                raise ValidationError(
                    self.env._("Please correct an entry of your own, of this duty.")
                )

    def _kept_text(self):
        return self.env._(
            "ATT-13: what is written in the duty log stays. Please write a new"
            " entry that corrects it."
        )

    @api.readonly
    def action_correct(self):
        """A new entry, filled with the old one's words, that refers to it."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Correct an Entry"),
            "res_model": self._name,
            "views": [(False, "form")],
            "context": {
                "default_watch_id": self.watch_id.id,
                "default_corrects_id": self.id,
                "default_start": fields.Datetime.to_string(self.start),
                "default_stop": fields.Datetime.to_string(self.stop),
                "default_description": self.description,
                "default_result": self.result,
            },
        }
