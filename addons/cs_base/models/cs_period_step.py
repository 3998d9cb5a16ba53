import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ..engine import period as engine
from . import period_words as words

_logger = logging.getLogger(__name__)


class CsPeriodStep(models.Model):
    """One step of a month, e.g. "attendance sheets" (ALL-05).

    Readable by those who see the month close. Changed by its actions only, which
    are for members of the step type's responsible group; no role, the superuser
    included, writes, creates, copies or deletes a step directly.
    """

    _name = "cs.period.step"
    _inherit = ["cs.kept.mixin"]
    _description = "Month Close Step"
    _order = "sequence, id"

    period_id = fields.Many2one(
        "cs.period", required=True, readonly=True, ondelete="restrict", index=True
    )
    company_id = fields.Many2one(related="period_id.company_id")
    type_id = fields.Many2one(
        "cs.period.step.type", readonly=True, ondelete="set null", index=True
    )
    code = fields.Char(required=True, readonly=True)
    name = fields.Char(compute="_compute_name")
    sequence = fields.Integer(required=True, readonly=True)
    state = fields.Selection(
        [
            ("waiting", "Not started"),
            ("ready", "Can start"),
            ("running", "In progress"),
            ("paused", "Paused"),
            ("done", "To be locked"),
            ("error", "Stopped"),
            ("locking", "Being locked"),
            ("locked", "Locked"),
        ],
        required=True,
        readonly=True,
        default="waiting",
    )
    user_id = fields.Many2one(
        "res.users", "Responsible", readonly=True, ondelete="restrict"
    )
    done = fields.Integer("Items done", readonly=True, default=0)
    total = fields.Integer("Items in all", readonly=True, default=0)
    cursor = fields.Json(readonly=True, help='{"at": where the next batch begins}')
    spent = fields.Float(readonly=True, help="Seconds of work in batches so far")
    worked_at = fields.Datetime(readonly=True, help="End of the last batch")
    runner = fields.Char(readonly=True, help="Database session at work; empty: none")
    error = fields.Char(readonly=True, help="Why it stopped, for the person in charge")
    started_at = fields.Datetime(readonly=True)
    started_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    finished_at = fields.Datetime(readonly=True)
    locked_at = fields.Datetime(readonly=True)
    locked_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    snapshot = fields.Json(readonly=True, help="Frozen name and figures, once locked")

    _period_code_uniq = models.Constraint(
        "UNIQUE(period_id, code)", "Each step occurs once in a month."
    )
    _done_within_total = models.Constraint(
        "CHECK(done >= 0 AND done <= total)", "More is done than there is."
    )
    _error_has_reason = models.Constraint(
        "CHECK(state != 'error' OR error IS NOT NULL)", "A stopped step says why."
    )
    _locked_complete = models.Constraint(
        "CHECK(state != 'locked' OR (locked_at IS NOT NULL"
        " AND locked_by_id IS NOT NULL AND snapshot IS NOT NULL))",
        "A locked step states who locked it, when, and with which figures.",
    )

    @api.depends("type_id.name", "snapshot")
    @api.depends_context("lang")
    def _compute_name(self):
        Event = self.env["cs.period.event"]
        for step in self:
            # The frozen name outlives a renamed or removed type.
            names = (step.snapshot or {}).get("names")
            frozen = names and Event._in_language(names)
            step.name = frozen or step.type_id.sudo().name or step.code

    @api.depends("name", "period_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for step in self:
            step.display_name = f"{step.period_id.display_name} · {step.name}"

    # Guards hold for everybody and look at no context; `_set` is the only way in.
    def unlink(self):
        """Only what lost its type before it was locked may go."""
        if self.filtered(lambda step: step.type_id or step.state == engine.LOCKED):
            self._kept_refuse()
        return self._kept_unlink()

    def _kept_text(self):
        return self.env["cs.period"]._kept_text()

    def _set(self, vals):
        self.period_id._check_not_closed()
        if self.filtered(lambda step: step.state == engine.LOCKED):
            raise UserError(self.env._("A locked step does not change any more."))
        return self._kept_write(vals)

    def action_start(self):
        """Start, continue or compute again; in the background."""
        step = self._for_member()
        if step.state == engine.RUNNING:
            if step._pause_asked():
                step._log("resume", user=self.env.user)
            return True
        # First of all: of two starters one is run again and finds it running.
        step._take_row()
        step._check_action("start")
        vals = {"error": False, "started_by_id": self.env.uid, "finished_at": False}
        fresh = step.state in (engine.READY, engine.DONE)
        if fresh:
            vals |= {"cursor": False, "done": 0, "total": 0, "spent": 0}
            vals["started_at"] = fields.Datetime.now()
        step._log("start" if fresh else "resume", user=self.env.user)
        step._move("start", vals)
        step._wake_runner()
        return True

    def action_pause(self):
        """Stop after the batch at work; nothing done is lost.

        Only appends to the log: the batch at work holds the step's row, and whoever
        pauses must not wait for it. The runner reads the log before each batch.
        """
        step = self._for_member()
        if step.state == engine.RUNNING and not step._pause_asked():
            step._log("pause", user=self.env.user)
            step._wake_runner()
        return True

    def action_lock(self):
        """Seal the step's facts now and lock it in the background.

        Two transactions, so that the second, which freezes the figures, sees all
        that was written before the first (see ``cs.period._check_open``).
        """
        step = self._for_member()
        if step.state in engine.SEALED:
            return True
        step.period_id._seal_row()
        step._check_action("seal", open_count=step._open_count())
        step._log("seal", user=self.env.user)
        step._move("seal", {"error": False, "locked_by_id": self.env.uid})
        step._wake_runner()
        return True

    def action_assign(self, user_id):
        """Name the member of the responsible group who takes care of the step."""
        step = self._for_member()
        user = step._candidates().filtered(lambda user: user.id == user_id)
        if user_id and not user:
            raise UserError(
                self.env._(
                    "Choose somebody of the group %s.", step.type_id.group_id.name
                )
            )
        return step._set({"user_id": user.id})

    def _for_member(self):
        """The step as superuser, once the user's own right to act is proven."""
        self.ensure_one()
        self.check_access("read")
        step = self.sudo()
        if not step._is_member():
            raise AccessError(
                self.env._(
                    "This step belongs to the group %s.",
                    step.type_id.group_id.name or "–",
                )
            )
        return step

    def _is_member(self):
        """Whether the *user* belongs to the responsible group; sudo does not help."""
        return self.type_id.group_id in self.env.user.all_group_ids

    def _candidates(self):
        """Users of the responsible group who work in the company."""
        return self.type_id.group_id.all_user_ids.filtered(
            lambda user: self.company_id in user.company_ids
        )

    def _check_action(self, action, open_count=0):
        reason = self._obstacle(action, open_count)
        if reason:
            raise UserError(self._obstacle_message(reason))

    def _obstacle(self, action, open_count=0):
        """Key of what hinders ``action``, see ``engine.period.obstacle``."""
        steps = self.period_id.step_ids
        return engine.obstacle(
            action,
            steps._engine_steps(),
            list(steps).index(self),
            open_count=open_count,
            month_over=self.period_id._is_over(),
            earlier_open=bool(self.period_id._earlier_open(self.code)),
        )

    def _obstacle_message(self, reason):
        states = dict(self._fields["state"]._description_selection(self.env))
        earlier = self.period_id._earlier_open(self.code)
        messages = {
            "order": self.env._("Lock the previous step first."),
            "state": self.env._(
                "This is not possible while the step is: %s.", states[self.state]
            ),
            "nothing_to_run": self.env._("This step has nothing to compute."),
            "open_items": self.env._("Settle the open items first."),
            "month_running": self.env._("The month is not over yet."),
            "earlier": self.env._(
                "Lock this step of %s first.", words.month_name(self.env, earlier)
            ),
        }
        return messages[reason]

    def _move(self, action, vals=None):
        """Apply ``action`` of the engine's table to the step and settle the others."""
        self.ensure_one()
        period, steps = self.period_id, self.period_id.step_ids
        if period.state == "open":
            period._set({"state": "closing"})
        index = list(steps).index(self)
        after = engine.apply(action, steps._engine_steps(), index)
        self._set({**(vals or {}), "state": after[index].state})
        steps._settle()

    def _settle(self):
        for step, settled in zip(
            self, engine.settle(self._engine_steps()), strict=True
        ):
            if step.state != settled.state:
                step._set({"state": settled.state})

    def _engine_steps(self):
        return [
            engine.Step(step.state, not step.type_id or step.type_id.computes)
            for step in self
        ]

    def _take_row(self):
        self.env.cr.execute(
            "UPDATE cs_period_step SET write_date = write_date WHERE id = %s", [self.id]
        )

    def _pause_asked(self):
        """The request, if the last thing people said about running it was "pause"."""
        last = self.env["cs.period.event"].search(
            [
                ("step_id", "=", self.id),
                ("kind", "in", ("start", "resume", "pause", "paused")),
            ],
            order="id desc",
            limit=1,
        )
        return last.filtered(lambda event: event.kind == "pause")

    def _wake_runner(self):
        self.env["cs.period.runner"]._wake()

    def _log(self, kind, user=None, **detail):
        return self.env["cs.period.event"]._log(
            self.period_id, kind, step=self, user=user, **detail
        )

    def _names(self):
        """The step's name by language, for frozen copies."""
        self.ensure_one()
        if self.snapshot:
            return self.snapshot["names"]
        return {
            code: self.type_id.with_context(lang=code).name or self.code
            for code, _name in self.env["res.lang"].get_installed()
        }

    def _handler(self):
        """The model that implements the step, as superuser in its company.

        :raises UserError: when its addon is not there any more
        """
        self.ensure_one()
        handler = self.type_id._handler() if self.type_id else None
        if handler is None:
            raise UserError(self.env._("The addon of this step is not available."))
        company = self.company_id
        return handler.sudo().with_context(allowed_company_ids=company.ids)

    def _open_items(self):
        """The open items that count, see ``_period_open``.

        :raises UserError: also for a fault in the addon, whose details are logged
        """
        try:
            with self.env.cr.savepoint(flush=False):
                items = self._handler()._period_open(self.period_id)
                return [item for item in items if item["count"]]
        except (UserError, *PG_CONCURRENCY_EXCEPTIONS_TO_RETRY):
            raise
        except Exception as error:
            _logger.exception("Open items of month close step %s", self.code)
            raise UserError(
                self.env._("The open items cannot be read at the moment.")
            ) from error

    def _open_count(self):
        return sum(item["count"] for item in self._open_items())

    def _prepare_snapshot(self):
        """Name and figures in every installed language, as JSON."""
        self.ensure_one()
        facts = {}
        for code, _name in self.env["res.lang"].get_installed():
            step = self.with_context(lang=code)
            facts[code] = step._handler()._period_facts(step.period_id)
        return {
            "names": self._names(),
            "rule": self.type_id.rule_code or "",
            "facts": facts,
            "open": [],
            "done": self.done,
            "total": self.total,
        }

    def _prepare_protocol_vals(self):
        """The step's line in the protocol; without figures while it is not locked."""
        self.ensure_one()
        frozen = self.snapshot or {
            "names": self._names(),
            "rule": self.type_id.rule_code or "",
            "facts": {},
            "done": self.done,
            "total": self.total,
        }
        return {
            **frozen,
            "code": self.code,
            "state": self.state,
            "locked_at": fields.Datetime.to_string(self.locked_at),
            "locked_by": self.locked_by_id.name or "",
        }

    def _sync(self, period, types):
        """Add missing steps, drop orphans, follow the types' order where possible."""
        self.filtered(lambda s: not s.type_id and s.state != engine.LOCKED).unlink()
        steps = self.exists()
        begun = [step.sequence for step in steps if step.state not in engine.UNTOUCHED]
        known = {step.code: step for step in steps}
        for step_type in types:
            sequence = engine.place(begun, step_type.sequence)
            step = known.get(step_type.code)
            if not step:
                self._kept_create(self._prepare_step_vals(period, step_type, sequence))
            elif step.state in engine.UNTOUCHED and step.sequence != sequence:
                step._set({"sequence": sequence})
        self.flush_model()
        period.invalidate_recordset(["step_ids"])
        period.step_ids._settle()

    def _prepare_step_vals(self, period, step_type, sequence):
        previous = self.search(
            [
                ("company_id", "=", period.company_id.id),
                ("code", "=", step_type.code),
                ("period_id", "!=", period.id),
            ],
            order="id desc",
            limit=1,
        )
        return {
            "period_id": period.id,
            "type_id": step_type.id,
            "code": step_type.code,
            "sequence": sequence,
            "user_id": previous.user_id.id,
        }
