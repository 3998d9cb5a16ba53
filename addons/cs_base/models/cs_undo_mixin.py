from datetime import datetime, timedelta
from typing import Any, NamedTuple

import psycopg2

from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class Act(NamedTuple):
    """The last action on a record that can be taken back."""

    #: names the action among those on the record, once for ever
    key: str
    #: for people
    name: str
    user: Any
    done_at: datetime
    company: Any
    detail: dict


class CsUndoMixin(models.AbstractModel):
    """Records on which people act, and may take a slip of the finger back.

    Who did it takes it back, nobody else, within the minutes that the company allows
    (``res.company.cs_undo_minutes``; 0 switches it off), and only while nothing has
    been built on it. The taking back is a ``cs.undo`` row; what followed is recomputed
    by the model's own ``_undo``.

    Hooks run with superuser rights on behalf of the caller, without the caller's
    context.
    """

    _name = "cs.undo.mixin"
    _description = "Record with Actions That Can Be Taken Back"

    def action_undo(self):
        """Take back what the caller has done to these records.

        What cannot be taken back any more stays, and the answer says why; when that is
        all, it is a refusal.

        :return: client action
        :raise UserError, AccessError: when nothing can be taken back
        """
        undone, refused = 0, []
        with self.env["cs.decision.notice"].sudo()._gathered():
            for one in self:
                try:
                    one._undo_whole()
                    undone += 1
                except psycopg2.IntegrityError:
                    # What was made in its place stands in the way.
                    refused.append((one._undo_label(), self._undo_replaced_text()))
                except UserError as error:
                    if len(self) == 1:
                        raise
                    refused.append((one._undo_label(), str(error)))
        lines = [": ".join(filter(None, pair)) for pair in refused]
        if not undone and refused:
            raise UserError("\n".join(lines))
        return self.env["cs.undo"]._said(undone, lines)

    # Hooks

    def _undo_act(self):
        """The last action on this record, an :class:`Act`, or None."""
        raise NotImplementedError

    def _undo_check(self):
        """:raise UserError: when something has been built on the action"""

    def _undo_claim(self):
        """Take the record for this transaction: of two at the same moment one is run
        again and then finds it changed."""
        raise NotImplementedError

    def _undo(self, act):
        """Take the action back, with what followed from it."""
        raise NotImplementedError

    # Machinery

    def _undo_whole(self):
        """Take back one record's action with all that follows, or nothing of it."""
        self.env.flush_all()
        try:
            # A flushing savepoint would send the mails that are being gathered.
            with self.env.cr.savepoint(flush=False):
                self._undo_one()
                self.env.flush_all()
        except Exception:
            self.env.transaction.clear()
            raise

    def _undo_one(self):
        self.ensure_one()
        self.check_access("read")
        record = self._undo_actor()
        act = record._undo_act()
        if not act or act.user != self.env.user:
            raise AccessError(
                self.env._("Only who did this can take it back, and only at once.")
            )
        record._undo_check_once(act)
        record._undo_check_time(act)
        record._undo_check()
        record._undo_claim()
        record.env["cs.undo"]._record(record, act)
        record._undo(act)

    def _undo_actor(self):
        """The record for acting on behalf of the caller: superuser rights, and nothing
        of the caller's context but the language."""
        kept = ("lang", "tz", "allowed_company_ids")
        context = {name: v for name, v in self.env.context.items() if name in kept}
        return self.sudo().with_context(context)

    def _undo_check_once(self, act):
        done = self.env["cs.undo"].search_count(
            [
                ("res_model", "=", self._name),
                ("res_id", "=", self.id),
                ("act", "=", act.key),
            ]
        )
        if done:
            raise UserError(self.env._("This has been taken back already."))

    def _undo_check_time(self, act):
        minutes = act.company.cs_undo_minutes
        if act.done_at < self._undo_since(minutes):
            raise UserError(
                self.env._(
                    "This can be taken back for %(minutes)s minutes only. Please ask"
                    " for a correction in the ordinary way.",
                    minutes=minutes,
                )
                if minutes
                else self.env._("Taking back is switched off in this company.")
            )

    def _undo_since(self, minutes):
        """What was done before this moment stays."""
        now = fields.Datetime.now()
        # 0 minutes: not even what has just been done.
        return now - timedelta(minutes=minutes) if minutes else now + timedelta(days=1)

    def _undo_label(self):
        """The name for who may read it; naming an id must not tell it."""
        readable = self.exists()._filtered_access("read")
        return readable.sudo().display_name if readable else ""

    def _undo_replaced_text(self):
        return self.env._("Something else has been made in its place meanwhile.")
