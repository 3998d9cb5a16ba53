from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date


class CsAnomalyTask(models.Model):
    """What one department does about an anomaly, and its report (HD-31).

    Written with the order and frozen with it; once it is approved the head of the
    department reports, once. Access as the order.
    """

    _name = "cs.anomaly.task"
    _inherit = ["cs.decision.line.mixin"]
    _description = "Department Concerned by an Anomaly"
    _order = "due_on, id"

    _decision_parent_field = "anomaly_id"

    anomaly_id = fields.Many2one(
        "cs.anomaly", required=True, ondelete="cascade", index=True
    )
    department_id = fields.Many2one(
        "hr.department", required=True, index=True, ondelete="restrict"
    )
    task = fields.Char("What It Does", required=True)
    due_on = fields.Date("Done By", required=True)
    report = fields.Text("Report of the Department", copy=False)
    done_at = fields.Datetime("Reported On", readonly=True, copy=False)
    done_by_id = fields.Many2one(
        "res.users", "Reported By", readonly=True, copy=False, ondelete="restrict"
    )
    can_report = fields.Boolean(compute="_compute_can_report")

    _department_once = models.Constraint(
        "UNIQUE(anomaly_id, department_id)", "Each department stands there once."
    )
    _reported = models.Constraint(
        "CHECK((done_at IS NULL) = (done_by_id IS NULL))",
        "A report has its author and its moment.",
    )

    @api.depends_context("uid")
    @api.depends("done_at", "department_id", "anomaly_id.state")
    def _compute_can_report(self):
        managed = self.env.user.cs_managed_department_ids
        for task in self:
            task.can_report = (
                task.anomaly_id.state == "approved"
                and not task.done_at
                and task.department_id in managed
            )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("done_at") or vals.get("done_by_id") or vals.get("report"):
                raise UserError(
                    self.env._("HD-31: a department reports once it is approved.")
                )
        return super().create(vals_list)

    def write(self, vals):
        if {"done_at", "done_by_id"} & vals.keys():
            raise UserError(
                self.env._("HD-31: “Report as Done” notes who reported, and when.")
            )
        if set(vals) == {"report"} and all(
            task.anomaly_id.state == "approved" for task in self
        ):
            self._check_report()
            return self._decision_line_write(vals)
        if "report" in vals:
            raise UserError(
                self.env._("HD-31: a department reports once it is approved.")
            )
        return super().write(vals)

    def action_done(self):
        """The department has done its part: by its head, once, with a report.

        :raise AccessError: for who does not head the department
        :raise UserError: not approved yet, reported already, or nothing is said
        """
        self.check_access("read")
        self._check_report()
        for task in self:
            if not (task.report or "").strip():
                raise UserError(
                    self.env._("HD-31: please report what was done, and since when.")
                )
        # sudo: the checks above decide
        self.sudo()._decision_line_write(
            {"done_at": fields.Datetime.now(), "done_by_id": self.env.uid}
        )
        return True

    def _check_report(self):
        for task in self:
            if task.department_id not in self.env.user.cs_managed_department_ids:
                raise AccessError(
                    self.env._("HD-31: the head of the department reports.")
                )
            if not task.can_report:
                raise UserError(
                    self.env._(
                        "HD-31: %s has reported already, or the order is not approved.",
                        task.department_id.name,
                    )
                )

    def _tell_heads(self):
        """Each head of a department concerned, in the own language."""
        for task in self:
            for user in task.department_id.manager_id.user_id.filtered("active"):
                local = task.with_context(lang=user.lang)
                local.anomaly_id.message_notify(
                    partner_ids=user.partner_id.ids,
                    subject=local.env._("Your department improves something (HD-31)"),
                    body=local.env._(
                        "%(order)s: %(task)s, until %(day)s. Please report when it is"
                        " done.",
                        order=local.anomaly_id.name,
                        task=local.task,
                        day=format_date(local.env, local.due_on),
                    ),
                )
