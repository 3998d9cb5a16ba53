from odoo import models


class CsPeriodStepMixin(models.AbstractModel):
    """What a model implements to be a step of the month close (ALL-05).

    Recipe for an addon:

    1. Inherit this mixin in the model whose records the step settles and override
       the hooks below.
    2. Ship one record of ``cs.period.step.type`` in ``data/`` (noupdate="0"): code,
       name, sequence, rule_code, res_model, group_id, and for a step that computes
       run_label, unit_label and batch_size.
    3. Where facts of a month are written call
       ``self.env["cs.period"]._check_open(company, date, code="your_code")``.
    4. Put a correction of a closed month into
       ``self.env["cs.period"]._next_open(company, date, code="your_code")``.

    All hooks are called as superuser on an empty recordset in the company of
    ``period``; filter by ``period.company_id``, ``period.month`` (first day) and
    ``period._last_day()``. They never commit. With the addon the step disappears from
    open months; locked ones keep their figures.
    """

    _name = "cs.period.step.mixin"
    _description = "Step of the Month Close"

    def _period_open(self, period):
        """What still hinders locking; counts, not records, as it is asked often.

        For a step that computes it also counts the results that are older than their
        facts: what changed after the computation must be computed again.

        :return: list of dicts: ``label`` (translated), ``count`` (int), and optional
            ``action`` (window action dict that shows those records), ``responsible``
            (hr.employee or res.users recordset), ``group`` (name of the role it
            waits for, when it is not that of the step), ``counts`` (dict id of a
            responsible -> how many of them are theirs), ``due`` (naive UTC datetime or
            date)
        """
        return []

    def _period_facts(self, period):
        """Figures shown in the step's line and frozen with it.

        :return: list of dicts: ``label`` (translated), ``count`` (int or str), and
            optional ``action``
        """
        return []

    def _period_total(self, period):
        """Number of items that :meth:`_period_run` will work through."""
        return 0

    def _period_run(self, period, cursor, limit):
        """Compute the next items; called again and again until it is through.

        Must give the same result when a batch is run again: after a kill the last
        uncommitted batch is repeated. An error stops this step only and its text is
        shown to the person in charge, so raise UserError with what to change.

        :param cursor: None at first, then what the previous call returned
        :param limit: number of items at most
        :return: (number of items done, next cursor or None when all is done); the
            cursor is JSON and differs from call to call, e.g. the last id
        """
        return 0, None

    def _period_items(self, period):
        """Ids of all items, when each can be computed by itself: in any order, and at
        the same time by several workers. What is quicker together stands together.

        :return: list of ids; None: one batch after the other, by :meth:`_period_run`
        """
        return None

    def _period_run_items(self, period, ids):
        """Compute these of :meth:`_period_items`, as :meth:`_period_run` would.

        Must give the same result when run again.
        """
        raise NotImplementedError

    def _period_lock(self, period):
        """Make the figures final; nothing is open and all earlier steps are locked.

        Runs in one transaction with the lock itself. ``_is_closed`` with this step's
        code is already true here.
        """

    def _period_view(self, period):
        """Window action dict that shows the step's records, or False."""
        return False
