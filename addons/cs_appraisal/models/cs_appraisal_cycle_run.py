from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from .cs_appraisal_step import CODE


class CsAppraisalCycle(models.Model):
    """Running a cycle: opening, scores, release, closing (APP-01, APP-08)."""

    _inherit = "cs.appraisal.cycle"

    # Actions of HR officers

    def action_open(self):
        """Find who takes part, ask for ratings, and start (APP-01, APP-02).

        Again while it is open: who joined or came back since is added.

        :raise AccessError: for everybody but HR officers
        :raise UserError: before the day on which it opens, or in another state
        """
        for cycle in self._runner("draft", "open"):
            today = cycle.company_id._cs_today()
            if today < cycle.opens_on:
                raise UserError(
                    self.env._(
                        "%(name)s opens on %(day)s (APP-01). Please wait until then, or"
                        " choose an earlier day.",
                        name=cycle.name,
                        day=format_date(self.env, cycle.opens_on),
                    )
                )
            cycle._open()
        return True

    def action_end_ratings(self):
        """Take no more ratings, and compute scores for the calibration."""
        for cycle in self._runner("open"):
            cycle._decision_write({"state": "calibration"})
            cycle.flush_recordset()  # of two at the same moment, one is refused
            self.env["cs.appraisal.maker"].sudo()._end_ratings(cycle)
        return True

    def action_compute(self):
        """Compute the scores again from the facts as they are now."""
        for cycle in self._runner("calibration"):
            cycle._check_not_submitted()
            self.env["cs.appraisal.scorer"].sudo()._score(cycle)
        return True

    def action_close(self):
        """Close what was given out; what becomes known later is a difference."""
        for cycle in self._runner("released"):
            cycle._close()
        return True

    @api.readonly
    def action_open_appraisals(self):
        """Who takes part."""
        self.ensure_one()
        return self._window("cs.appraisal", self.env._("Appraisals"))

    @api.readonly
    def action_open_results(self):
        """The results that the reader may see."""
        self.ensure_one()
        return self._window("cs.appraisal.result", self.env._("Results"))

    def _window(self, model, name):
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": f"{name}: {self.name}",
            "res_model": model,
            "views": [[False, "list"], [False, "kanban"], [False, "form"]],
            "mobile_view_mode": "kanban",
            "domain": [("cycle_id", "=", self.id)],
        }

    def _runner(self, *states):
        """The cycles for acting on them (sudo), once who and when were checked."""
        self.check_access("write")
        words = dict(self._fields["state"]._description_selection(self.env))
        for cycle in self:
            if cycle.state not in states:
                raise UserError(
                    self.env._(
                        "%(name)s is at “%(state)s”, so this is not possible now.",
                        name=cycle.name,
                        state=words[cycle.state],
                    )
                )
        return self._decision_actor()

    def _check_not_submitted(self):
        if self.release_state != "draft":
            raise UserError(
                self.env._(
                    "The results of %(name)s have been submitted. Please withdraw them"
                    " first.",
                    name=self.name,
                )
            )

    # Steps (sudo)

    def _taking_part(self):
        return self.appraisal_ids.filtered(lambda one: one.state != "left_out")

    def _open(self):
        # A closed month stays without: its results would change what was settled.
        self.env["cs.period"]._check_open(self.company_id, self.date_to, code=CODE)
        self._decision_write({"state": "open"})
        self.flush_recordset()
        self.env["cs.appraisal.maker"].sudo()._generate(self)

    def _close(self):
        self._decision_write({"state": "closed"})
        self.flush_recordset()
        self.env["cs.appraisal.maker"].sudo()._move(self, "closed")

    # Decision: releasing the results

    def _decision_kind(self):
        return "appraisal_cycle"

    def _decision_maker(self):
        return (
            self.prepared_by_id._cs_employees()
            .filtered(lambda person: person.company_id == self.company_id)
            .sudo()
        )

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_can_submit(self):
        super()._compute_can_submit()
        for cycle in self:
            cycle.can_submit = cycle.can_submit and cycle.state == "calibration"

    def _decision_check_submit(self):
        super()._decision_check_submit()
        if self.state != "calibration":
            raise UserError(
                self.env._(
                    "Results are submitted from the calibration on, once the ratings"
                    " have ended (APP-08)."
                )
            )
        # Who submits is the maker, and so does not approve.
        self._decision_write({"prepared_by_id": self.env.uid})

    def _decision_detail(self):
        results = self.env["cs.appraisal.result"].search([("cycle_id", "=", self.id)])
        counts = {}
        for result in results:
            grade = result.grade_id.name or "-"
            counts[grade] = counts.get(grade, 0) + 1
        return {"people": len(results), "grades": counts}

    def _decision_on_approved(self):
        super()._decision_on_approved()
        self._decision_write(
            {"state": "released", "released_at": fields.Datetime.now()}
        )
        self.flush_recordset()
        self.env["cs.appraisal.maker"].sudo()._release(self)

    def _decision_undo_text(self):
        return self.env._(
            "The results are released and everybody has been told (APP-08). What is"
            " wrong is corrected in the single result, or by an appeal (ALL-02)."
        )

    def _decision_protected_fields(self):
        return super()._decision_protected_fields() | {
            "state",
            "prepared_by_id",
            "computed_at",
            "released_at",
        }

    def _decision_open_fields(self):
        return super()._decision_open_fields() | {"name", "due_on"}

    # Month by month (APP-01)

    @api.model
    def _cron_cycles(self):
        """Every day: prepare the monthly cycle of last month, open what is due.

        Chosen by what is missing; what fails for one company holds up no other.
        """
        maker = self.env["cs.appraisal.maker"].sudo()
        for company in self.env["res.company"].search([]):
            maker._each_day(company)
            self.env["ir.cron"]._commit_progress(1)
