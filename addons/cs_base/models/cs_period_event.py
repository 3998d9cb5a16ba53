from odoo import api, fields, models

#: what somebody asked for; the answer follows as a line of its own
REQUESTS = ("seal", "pause")


class CsPeriodEvent(models.Model):
    """Process log of a month close: who, when, what. Append-only (ALL-05).

    Readable by those who see the month close; written by its actions only. Nobody
    edits or deletes, the superuser included.
    """

    _name = "cs.period.event"
    _inherit = ["cs.kept.mixin"]
    _description = "Month Close Log"
    _order = "id desc"
    _rec_name = "kind"

    period_id = fields.Many2one(
        "cs.period", required=True, readonly=True, ondelete="restrict", index=True
    )
    company_id = fields.Many2one(related="period_id.company_id")
    step_id = fields.Many2one(
        "cs.period.step", readonly=True, ondelete="set null", index="btree_not_null"
    )
    kind = fields.Selection(
        [
            ("open", "Opened"),
            ("start", "Started"),
            ("pause", "Pause asked"),
            ("paused", "Paused"),
            ("resume", "Continued"),
            ("interrupted", "Interrupted"),
            ("finish", "Finished"),
            ("error", "Stopped by an error"),
            ("seal", "Locking asked"),
            ("unseal", "Not locked"),
            ("lock", "Locked"),
            ("remove", "Step removed"),
            ("remind", "Reminded"),
            ("close", "Closed"),
        ],
        required=True,
        readonly=True,
    )
    date = fields.Datetime(required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Who", readonly=True, ondelete="restrict")
    detail = fields.Json(readonly=True)
    text = fields.Char("What", compute="_compute_text")

    @api.depends("kind", "user_id", "detail")
    @api.depends_context("lang")
    def _compute_text(self):
        for event in self:
            user = event.user_id.sudo().name or ""
            event.text = self._sentence(event.kind, user, event.detail or {})

    @api.model
    def _sentence(self, kind, user, detail):
        """One line of the log in the reader's language.

        :param user: name of who caused it, empty for the system
        """
        return self._texts()[kind] % {
            "step": self._in_language(detail.get("step") or {}),
            "user": user or self.env._("The system"),
            "who": detail.get("who", ""),
            "reason": detail.get("reason", ""),
        }

    def _told(self):
        """What is worth telling: a request is told by what became of it."""
        return self.filtered(lambda event: event.kind not in REQUESTS)

    def _texts(self):
        """kind -> sentence in the reader's language, placeholders left open."""
        return {
            "open": self.env._("%(user)s opened the month"),
            "start": self.env._("%(user)s started %(step)s"),
            "pause": self.env._("%(user)s asked to pause %(step)s"),
            "paused": self.env._("%(user)s paused %(step)s"),
            "resume": self.env._("%(user)s continued %(step)s"),
            "interrupted": self.env._("%(step)s was interrupted and went on by itself"),
            "finish": self.env._("%(step)s computed"),
            "error": self.env._("%(step)s stopped: %(reason)s"),
            "seal": self.env._("%(user)s asked to lock %(step)s"),
            "unseal": self.env._("%(step)s not locked: %(reason)s"),
            "lock": self.env._("%(user)s locked %(step)s"),
            "remove": self.env._("%(step)s removed with its addon"),
            "remind": self.env._("%(user)s reminded %(who)s"),
            "close": self.env._("%(user)s closed the month"),
        }

    @api.model
    def _in_language(self, names):
        """The reader's text of ``{lang: text}``, else English, else any."""
        lang = self.env.lang or "en_US"
        return names.get(lang) or names.get("en_US") or next(iter(names.values()), "")

    def _kept_text(self):
        return self.env._("The log of the month close is written by the system only.")

    @api.model
    def _log(self, period, kind, step=None, user=None, **detail):
        """Append one line.

        :param user: res.users who caused it; None for the system
        :param detail: JSON values for the sentence (reason, who)
        """
        if step:
            detail["step"] = step._names()
        return self._kept_create(
            {
                "period_id": period.id,
                "step_id": step.id if step else False,
                "kind": kind,
                "date": fields.Datetime.now(),
                "user_id": user.id if user else False,
                "detail": detail,
            }
        )
