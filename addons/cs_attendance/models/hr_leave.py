from odoo import SUPERUSER_ID, api, fields, models
from odoo.addons.cs_base.models.uninstall import is_uninstalling
from odoo.exceptions import UserError
from odoo.tools import format_date

#: What a request is about; frozen from its submission on.
CONTENT = {
    "employee_id",
    "holiday_status_id",
    "request_date_from",
    "request_date_to",
    "request_date_from_period",
    "request_date_to_period",
    "request_hour_from",
    "request_hour_to",
    "request_unit_half",
    "request_unit_hours",
    "date_from",
    "date_to",
    "number_of_days",
    "number_of_hours",
    "duration_display",
    "resource_calendar_id",
    "name",
    "private_name",
}
#: Computed from the above; what a caller wrote into them does not count.
FIGURES = ("date_from", "date_to", "number_of_days", "number_of_hours")


class HrLeave(models.Model):
    """Leave under an attendance policy is decided by its length (ATT-09).

    Where a policy is in force for the person on a day of the leave, creating a leave
    files a ``cs.leave.request``, and the state of the leave follows it. The gate is in
    ``create`` and ``write`` and asks for a fact, the approved request that covers the
    leave, not for a context or a role. So it does not matter which stock way is tried:
    button, list, RPC, wizard for several people, import, leave type without
    validation. Where no policy is in force, everything is as in stock.

    Two things pass: code of the server that works with superuser rights takes a state
    away (a changed working schedule, insufficient accruals, departures), never gives
    "approved"; and what the superuser account itself loads, which nobody can log in
    to, is not gated.
    """

    _inherit = "hr.leave"

    cs_request_ids = fields.One2many("cs.leave.request", "leave_id", "Requests")
    cs_is_ruled = fields.Boolean(
        "Decided by Length",
        compute="_compute_cs_is_ruled",
        compute_sudo=True,
        help="ATT-09: an attendance policy is in force for this person and time.",
    )
    cs_request_state = fields.Char(compute="_compute_cs_request")
    cs_decision_request_id = fields.Many2one(
        "cs.decision.request", compute="_compute_cs_request"
    )
    cs_can_submit = fields.Boolean(compute="_compute_cs_request")
    cs_can_decide = fields.Boolean(compute="_compute_cs_request")
    cs_can_withdraw = fields.Boolean(compute="_compute_cs_request")
    cs_can_return = fields.Boolean(compute="_compute_cs_request")
    cs_decider_names = fields.Char(
        "Decided By", compute="_compute_cs_decider_names", compute_sudo=True
    )

    @api.depends("employee_id", "request_date_from", "request_date_to")
    @api.depends("cs_request_ids")
    def _compute_cs_is_ruled(self):
        dated = self.filtered(
            lambda leave: leave.employee_id
            and leave.request_date_from
            and leave.request_date_to
            and leave.request_date_from <= leave.request_date_to
        )
        self.cs_is_ruled = False
        if not dated:
            return
        spans = self.env["cs.attendance.policy"]._policy_spans(
            dated.employee_id._origin,
            min(dated.mapped("request_date_from")),
            max(dated.mapped("request_date_to")),
        )
        for leave in dated:
            first, last = leave.request_date_from, leave.request_date_to
            leave.cs_is_ruled = bool(leave.cs_request_ids) or any(
                policy and start <= last and first <= stop
                for start, stop, policy in spans[leave.employee_id._origin.id]
            )

    @api.depends_context("uid")
    @api.depends("cs_request_ids.state", "state")
    def _compute_cs_request(self):
        for leave in self:
            # sudo: whose turn it is is asked for the reader
            request = leave.sudo().cs_request_ids.sudo(False)
            mine = leave.user_id == self.env.user or request._may_return()
            leave.cs_request_state = request.sudo().state
            leave.cs_decision_request_id = request.sudo().decision_request_ids[:1]
            leave.cs_can_decide = request.can_decide
            leave.cs_can_withdraw = request.can_withdraw
            leave.cs_can_return = request.can_return
            leave.cs_can_submit = (
                leave.cs_is_ruled
                and leave.state == "confirm"
                and request.sudo().state in (False, "draft")
                and bool(leave.id)
                and mine
            )

    @api.depends("cs_is_ruled", "state", "cs_request_ids.state")
    @api.depends("holiday_status_id", "number_of_days", "employee_id")
    def _compute_cs_decider_names(self):
        for leave in self:
            names = False
            request = leave.cs_request_ids
            if request.state == "submitted":
                names = request.waiting_names
            elif leave.cs_is_ruled and leave.state == "confirm":
                names = leave._cs_expected_deciders()
            leave.cs_decider_names = names

    def _cs_expected_deciders(self):
        if not (self.holiday_status_id and self.date_from and self.date_to):
            return False
        vals = self._cs_prepare_request_vals()
        return self.env["cs.leave.request"].new(vals)._expected_deciders()

    @api.depends_context("uid")
    @api.depends("cs_request_ids.state")
    def _compute_can_approve(self):
        super()._compute_can_approve()
        for leave in self.filtered("cs_is_ruled"):
            leave.can_approve = leave.cs_can_decide

    @api.depends_context("uid")
    @api.depends("cs_request_ids.state")
    def _compute_can_refuse(self):
        super()._compute_can_refuse()
        for leave in self.filtered("cs_is_ruled"):
            leave.can_refuse = leave.cs_can_decide

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.uid == SUPERUSER_ID:
            return super().create(vals_list)
        ruled = self._cs_ruled_vals(vals_list)
        leaves = self.browse()
        for vals, is_ruled in zip(vals_list, ruled, strict=True):
            if is_ruled:
                # Without stock's own approval, activities and automatic validation.
                quiet = self.with_context(leave_fast_create=True)
                leave = super(HrLeave, quiet).create([vals]).with_env(self.env)
                leave.sudo().add_follower(leave.employee_id.id)
            else:
                leave = super().create([vals])
            leaves += leave
        leaves._cs_enforce()
        return leaves

    def write(self, vals):
        if self.env.uid == SUPERUSER_ID:
            return super().write(vals)
        if "state" in vals:
            self._cs_gate(vals["state"])
        changed = CONTENT & vals.keys()
        if changed and not self.env.su:
            self._cs_check_frozen()
        result = super().write(vals)
        if vals.get("state") == "cancel":
            self.sudo().cs_request_ids._cancel()
        elif changed and not self.env.su:
            self._cs_enforce()
        return result

    def unlink(self):
        # Not by @api.ondelete: it is passed over for a context key of any RPC caller.
        if not is_uninstalling(self.env):
            self._check_undecided()
        requests = self.sudo().cs_request_ids
        result = super().unlink()
        requests._cancel()
        return result

    def _check_undecided(self):
        for leave in self.sudo().cs_request_ids.leave_id:
            if leave.state in ("validate", "validate1"):
                raise UserError(
                    self.env._(
                        "%(leave)s has been approved and is kept. Please cancel it, or"
                        " record the return from leave.",
                        leave=leave.display_name,
                    )
                )

    def action_approve(self, check_state=True):
        """Approve; leave under a policy through its request, whoever calls."""
        if self.env.su:
            return super().action_approve(check_state)
        ruled = self.filtered("cs_is_ruled")
        for leave in ruled:
            leave._cs_request().action_approve()
        rest = self - ruled
        return super(HrLeave, rest).action_approve(check_state) if rest else True

    def action_refuse(self):
        """Refuse; leave under a policy needs a reason, so this asks for it."""
        ruled = self.browse() if self.env.su else self.filtered("cs_is_ruled")
        if not ruled:
            return super().action_refuse()
        if len(self) > 1:
            raise UserError(
                self.env._("Please refuse leave one by one: each needs a reason.")
            )
        if not self.cs_can_decide:
            self._cs_refuse_state()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cs_base.cs_decision_reason_action"
        )
        return action | {
            "context": {
                "default_request_id": self.cs_decision_request_id.id,
                "default_outcome": "refuse",
            }
        }

    def action_back_to_approval(self):
        if not self.env.su and (ruled := self.filtered("cs_is_ruled")):
            ruled[:1]._cs_refuse_state()
        return super().action_back_to_approval()

    def action_cs_submit(self):
        """Submit a leave that was given back, or that came before the policy."""
        for leave in self:
            leave.check_access("write")
            if not leave.cs_can_submit:
                leave._cs_refuse_state()
            request = leave.sudo().cs_request_ids
            if request:
                request.action_submit()
            else:
                leave._cs_recompute_figures()
                self.env["cs.leave.request"].sudo()._file(leave.sudo())
        return True

    def action_cs_withdraw(self):
        """Take the request back; the leave is cancelled by it."""
        for leave in self:
            leave._cs_request().action_withdraw()
        return True

    def action_cs_return(self):
        """Ask when the person was back at work (销假)."""
        self.ensure_one()
        request = self._cs_request()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cs_attendance.cs_leave_return_action"
        )
        return action | {"context": {"default_request_id": request.id}}

    def _action_user_cancel(self, reason=None):
        self._cs_check_month_open()
        return super()._action_user_cancel(reason)

    def _check_approval_update(self, state, raise_if_not_possible=True):
        if not self.env.su and state != "cancel":
            ruled = self.filtered("cs_is_ruled")
            for leave in ruled:
                if state != "validate" or not leave._cs_is_covered():
                    return leave._cs_refuse_state() if raise_if_not_possible else False
        return super()._check_approval_update(state, raise_if_not_possible)

    def activity_update(self):
        # Who has to decide is told by the request.
        unruled = self.filtered(
            lambda leave: not leave.sudo().cs_request_ids or leave.state == "validate"
        )
        return super(HrLeave, unruled).activity_update()

    @api.model
    def _cs_ruled_vals(self, vals_list):
        """Whether a policy is in force for each of these leaves to be created."""
        drafts = [
            self.new(
                {
                    "employee_id": vals.get("employee_id"),
                    "request_date_from": self._cs_day(vals, "from"),
                    "request_date_to": self._cs_day(vals, "to"),
                }
            )
            for vals in vals_list
        ]
        self.browse().union(*drafts)._compute_cs_is_ruled()
        return [draft.cs_is_ruled for draft in drafts]

    @api.model
    def _cs_day(self, vals, end):
        value = vals.get(f"request_date_{end}") or vals.get(f"date_{end}")
        default = self.env.context.get(f"default_request_date_{end}")
        return fields.Date.to_date(value or default) or fields.Date.today()

    def _cs_enforce(self):
        """File what is new under a policy; refuse what came past the decision."""
        self.invalidate_recordset(["cs_is_ruled"])
        for leave in self.filtered("cs_is_ruled"):
            request = leave.sudo().cs_request_ids
            if request.state == "draft":
                leave._cs_recompute_figures()
                request._follow_leave()
            elif not request and not leave._cs_is_covered():
                if leave.state != "confirm":
                    leave._cs_refuse_state()
                leave._cs_recompute_figures()
                self.env["cs.leave.request"].sudo()._file(leave.sudo())

    def _cs_gate(self, state):
        """:raise UserError: when the leave may not go to this state"""
        for leave in self.filtered("cs_is_ruled"):
            if state == leave.state:
                continue
            if state in ("validate", "validate1"):
                if state == "validate1" or not leave._cs_is_covered():
                    leave._cs_refuse_state()
            elif state == "cancel":
                if not self.env.su:
                    # Stock asks this too, but not with every context.
                    leave._check_approval_update("cancel")
                    leave._cs_check_month_open()
            elif not self.env.su:
                leave._cs_refuse_state()

    def _cs_check_frozen(self):
        for request in self.sudo().cs_request_ids:
            if request.state != "draft":
                raise UserError(
                    self.env._(
                        "%(leave)s has been submitted and stays as it is. Please"
                        " withdraw or cancel it and ask anew; to come back earlier,"
                        " record the return from leave.",
                        leave=request.leave_id.display_name,
                    )
                )

    def _cs_refuse_state(self):
        request = self.sudo().cs_request_ids
        if request.state == "submitted":
            raise UserError(
                self.env._(
                    "%(leave)s waits for the decision of %(names)s (ATT-09). Nobody"
                    " else approves or refuses it.",
                    leave=self.display_name,
                    names=request.waiting_names,
                )
            )
        if request.state in ("approved", "refused"):
            raise UserError(
                self.env._(
                    "%(leave)s has been decided (ATT-09) and stays so. Please cancel"
                    " it, record the return from leave, or ask anew.",
                    leave=self.display_name,
                )
            )
        raise UserError(
            self.env._(
                "Leave of %(name)s is decided by its length (ATT-09). Please file it as"
                " a request and submit it; nobody approves it directly.",
                name=self.sudo().employee_id.name,
            )
        )

    def _cs_request(self):
        """The request of this leave, with the rights of the caller."""
        self.ensure_one()
        self.check_access("read")
        request = self.sudo().cs_request_ids.sudo(False)
        if not request:
            self._cs_refuse_state()
        return request

    def _cs_is_covered(self):
        return bool(self.env["cs.leave.request"]._covering(self.sudo()))

    def _cs_check_month_open(self):
        for leave in self.sudo().filtered("cs_is_ruled"):
            self.env["cs.period"]._check_open(
                leave.employee_id.company_id,
                leave.request_date_from,
                leave.request_date_to,
                code="attendance_sheet",
            )

    def _cs_recompute_figures(self):
        """Let the dates asked for decide the figures, not what a caller wrote."""
        leaves = self.sudo()
        for name in FIGURES:
            self.env.add_to_compute(self._fields[name], leaves)
        leaves.flush_recordset(FIGURES)

    def _cs_prepare_request_vals(self):
        """What the request of this leave says."""
        leave = self.sudo()
        return {
            "employee_id": leave.employee_id.id,
            "leave_type_id": leave.holiday_status_id.id,
            "reason": leave.private_name or leave.name or "",
        } | self._cs_prepare_request_figures()

    def _cs_prepare_request_figures(self):
        leave = self.sudo()
        days, _hours = leave._get_durations()[leave.id]
        return {
            "date_from": leave.request_date_from,
            "date_to": leave.request_date_to,
            "start": leave.date_from,
            "stop": leave.date_to,
            "days": days,
            "duration": leave.duration_display,
        }

    def _cs_system(self):
        """The leave for carrying out what has been decided: superuser rights, and
        without stock's own checks of who may approve."""
        return self.sudo().with_context(
            leave_fast_create=True, leave_skip_state_check=True
        )

    def _cs_system_write(self, vals):
        return self._cs_system().write(vals)

    def _cs_shorten(self, last_day, last_hour=None):
        """End the approved leave on an earlier day (or hour), with what hangs on it.

        :raise UserError: when it would not be shorter
        """
        vals = self._cs_prepare_shortened_vals(last_day, last_hour)
        leave = self._cs_system()
        leave._remove_resource_leave()
        leave.write(vals)
        leave.flush_recordset()
        leave._create_resource_leave()
        if leave.meeting_id:
            [times] = leave._prepare_holidays_meeting_values()[leave.user_id.id]
            kept = ("name", "start", "stop", "allday", "duration")
            leave.meeting_id.write({name: times[name] for name in kept})

    def _cs_prepare_shortened_vals(self, last_day, last_hour):
        vals = {"request_date_to": last_day}
        shorter = last_day < self.request_date_to
        if self.request_unit_hours and last_hour is not None:
            vals["request_hour_to"] = last_hour
            starts = self.request_hour_from if last_day == self.request_date_from else 0
            same_day = last_day == self.request_date_to
            shorter = shorter or (
                same_day and starts < last_hour < self.request_hour_to
            )
        if not shorter:
            raise UserError(
                self.env._(
                    "The leave ends on %(day)s already. For more days please ask for"
                    " another leave.",
                    day=format_date(self.env, self.request_date_to),
                )
            )
        if self.request_unit_half:
            vals["request_date_to_period"] = "pm"
        return vals
