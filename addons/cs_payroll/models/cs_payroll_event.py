from odoo import api, fields, models


class CsPayrollEvent(models.Model):
    """Process log of a pay run: who, when, what. Append-only (INC-31).

    Readable by those who read the run; written by its flow only.
    """

    _name = "cs.payroll.event"
    _inherit = ["cs.kept.mixin"]
    _description = "Pay Run Log"
    _order = "id desc"
    _rec_name = "kind"

    run_id = fields.Many2one(
        "hr.payslip.run",
        "Pay Run",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(related="run_id.company_id")
    kind = fields.Selection(
        [
            ("hand", "Handed over"),
            ("extra", "Extra payslip made"),
            ("change", "Extra payslip changed"),
            ("receive", "Received"),
            ("start", "Computation started"),
            ("finish", "Computed"),
            ("fail", "Stopped by a fault"),
            ("approve", "Approved"),
            ("return", "Given back"),
            ("reopen", "Reopened"),
        ],
        required=True,
        readonly=True,
    )
    date = fields.Datetime(required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Who", readonly=True, ondelete="restrict")
    detail = fields.Char(readonly=True, help="A number of statements, or a reason")
    text = fields.Char("What", compute="_compute_text")

    @api.depends_context("lang")
    @api.depends("kind", "user_id", "detail")
    def _compute_text(self):
        texts = self._texts()
        for event in self:
            # sudo: the name of who did it
            user = event.sudo().user_id.name or self.env._("The system")
            event.text = texts[event.kind] % {"user": user, "detail": event.detail}

    def _texts(self):
        """kind -> sentence in the reader's language, placeholders left open."""
        return {
            "hand": self.env._("%(user)s handed over %(detail)s statements"),
            "extra": self.env._("%(user)s made the extra payslip"),
            "change": self.env._("%(user)s changed the extra payslip"),
            "receive": self.env._("%(user)s received the run"),
            "start": self.env._("%(user)s had the payslips computed"),
            "finish": self.env._("The payslips are computed"),
            "fail": self.env._("The computation stopped: %(detail)s"),
            "approve": self.env._("%(user)s approved the run"),
            "return": self.env._("%(user)s gave the run back"),
            "reopen": self.env._("%(user)s reopened the run: %(detail)s"),
        }

    def _kept_text(self):
        return self.env._("The log of a pay run is written by the system only.")

    @api.model
    def _log(self, run, kind, detail=""):
        """Append one line; the system is who computes in the background."""
        user = self.env.user
        is_system = user == self.env.ref("base.user_root") or kind in ("finish", "fail")
        return self.sudo()._kept_create(
            {
                "run_id": run.id,
                "kind": kind,
                "date": fields.Datetime.now(),
                "user_id": False if is_system else user.id,
                "detail": detail,
            }
        )
