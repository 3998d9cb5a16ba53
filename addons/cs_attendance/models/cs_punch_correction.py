from collections import defaultdict
from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import date_utils

#: A day's punches lie between these times around the local midnight it begins with:
#: early arrival the evening before, the end of a night shift until next noon.
EARLIEST, LATEST = timedelta(hours=-6), timedelta(hours=36)

#: States in which a correction takes a place in the monthly allowance.
COUNTING = ("submitted", "approved")


class CsPunchCorrection(models.Model):
    """A missed punch that the person asks to have confirmed (ATT-02, ATT-31).

    The raw ledger stays as it is. An approved correction stands for the missing
    punch when the day is judged, up to the monthly allowance in date order: the one
    with the earlier date has the earlier place, whenever it was filed.

    Access as in the mixin. Direct supervisor or running deputy confirms.
    """

    _name = "cs.punch.correction"
    _inherit = ["cs.attendance.request.mixin"]
    _description = "Punch Correction"
    _order = "date desc, id desc"

    date = fields.Date(
        "Day", required=True, help="The day on which the shift began.", index=True
    )
    side = fields.Selection([("in", "On duty"), ("out", "Off duty")], required=True)
    moment = fields.Datetime("Time", required=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Confirmed"),
            ("refused", "Refused"),
        ],
        required=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )
    allowance = fields.Integer(
        "Monthly Allowance", compute="_compute_place", compute_sudo=True
    )
    used = fields.Integer(
        "Confirmed This Month", compute="_compute_place", compute_sudo=True
    )
    place = fields.Integer(
        "Place in the Month",
        compute="_compute_place",
        compute_sudo=True,
        help="ATT-02: in the order of the dates, among those waiting or confirmed.",
    )
    is_beyond = fields.Boolean(
        "Beyond the Allowance", compute="_compute_place", compute_sudo=True
    )
    allowance_note = fields.Char(
        "Allowance", compute="_compute_place", compute_sudo=True
    )

    _person_day_side_uniq = models.UniqueIndex(
        "(employee_id, date, side) WHERE state <> 'refused'",
        "There is a correction for this day and side already. Please continue that"
        " one.",
    )

    @api.depends_context("lang")
    @api.depends("date", "side")
    def _compute_display_name(self):
        sides = dict(self._fields["side"]._description_selection(self.env))
        for request in self:
            request.display_name = bool(request.date and request.side) and self.env._(
                "%(day)s %(side)s",
                day=request._day_name(request.date),
                side=sides[request.side],
            )

    @api.depends_context("lang")
    @api.depends("employee_id", "date", "side", "state")
    def _compute_place(self):
        dated = self.filtered(lambda r: r.employee_id and r.date)
        taken, policies = dated._taken_places(), dated._policies()
        for request in self:
            month = request.date and date_utils.start_of(request.date, "month")
            others = [
                row
                for row in taken[request.employee_id.id, month]
                if row[3] != request._origin.id
            ]
            policy = policies.get(request)
            request.allowance = policy.missed_allowance if policy else 0
            request.used = sum(row[2] == "approved" for row in others)
            key = (request.date, request.side or "in")
            request.place = 1 + sum(row[:2] < key for row in others) if month else 0
            request.is_beyond = bool(policy) and request.place > request.allowance
            request.allowance_note = request._allowance_note(policy)

    def _allowance_note(self, policy):
        if not policy:
            return False
        note = self.env._(
            "No. %(place)s this month, allowance %(allowance)s",
            place=self.place,
            allowance=self.allowance,
        )
        if not self.is_beyond:
            return note
        if policy.missed_outcome == "absent":
            after = self.env._("beyond the allowance it counts as absent all the same")
        else:
            after = self.env._("beyond the allowance it stays a missed punch")
        return f"{note} · {after}"

    def _taken_places(self):
        """Places taken in the months of these corrections, by person and month.

        :return: dict (employee id, month) -> list of (date, side, state, id)
        """
        taken = defaultdict(list)
        if not self:
            return taken
        first = date_utils.start_of(min(self.mapped("date")), "month")
        last = date_utils.end_of(max(self.mapped("date")), "month")
        # sudo: a count of the person's own requests
        rows = self.sudo().search_fetch(
            Domain("employee_id", "in", self.employee_id.ids)
            & Domain("date", ">=", first)
            & Domain("date", "<=", last)
            & Domain("state", "in", COUNTING),
            ["employee_id", "date", "side", "state"],
        )
        for row in rows:
            month = date_utils.start_of(row.date, "month")
            taken[row.employee_id.id, month].append(
                (row.date, row.side, row.state, row.id)
            )
        return taken

    def _policies(self):
        """The attendance policy in force for each correction that has one."""
        if not self:
            return {}
        dates = self.mapped("date")
        spans = self.env["cs.attendance.policy"]._policy_spans(
            self.employee_id, min(dates), max(dates)
        )
        found = {}
        for request in self:
            for first, last, policy in spans[request.employee_id.id]:
                if first <= request.date <= last and policy:
                    found[request] = policy.sudo()
        return found

    @api.onchange("employee_id", "date", "side")
    def _onchange_plan(self):
        """Propose the planned time of that side."""
        day = self._day()
        planned = {"in": day.plan_start, "out": day.plan_end}.get(self.side)
        if planned and (not self.moment or not self._is_in_window()):
            self.moment = planned

    def _day(self):
        """The verdict on the day, perhaps none (sudo)."""
        if not (self.employee_id and self.date):
            return self.env["cs.attendance.day"].sudo()
        return (
            self.env["cs.attendance.day"]
            .sudo()
            .search(
                [("employee_id", "=", self.employee_id.id), ("date", "=", self.date)]
            )
        )

    def _is_in_window(self):
        local = self._local(self.employee_id, self.moment)
        midnight = datetime.combine(self.date, time.min)
        return midnight + EARLIEST <= local < midnight + LATEST

    def _request_days(self):
        return self.date, self.date

    def _decision_kind(self):
        return "punch_correction"

    def _decision_detail(self):
        return {
            "date": fields.Date.to_string(self.date),
            "side": self.side,
            "moment": fields.Datetime.to_string(self.moment),
            "place": self.place,
            "allowance": self.allowance,
        }

    def _decision_check_submit(self):
        super()._decision_check_submit()
        if self.moment > fields.Datetime.now():
            raise UserError(
                self.env._("This time has not come yet. Please correct it afterwards.")
            )
        if not self._is_in_window():
            raise UserError(
                self.env._(
                    "%(moment)s does not belong to %(day)s. Please check the day and"
                    " the time; a night shift belongs to the day on which it began.",
                    moment=self._local_text(self.moment),
                    day=self._day_name(self.date),
                )
            )
        self._check_order()
        self._check_not_punched()

    def _check_order(self):
        """Off duty comes after on duty, also as punched or corrected."""
        day, mine = self._day(), self.side
        other = self.sudo().search(
            Domain("employee_id", "=", self.employee_id.id)
            & Domain("date", "=", self.date)
            & Domain("side", "!=", mine)
            & Domain("state", "in", COUNTING)
        )
        punched = day.check_out if mine == "in" else day.check_in
        opposite = other.moment or punched
        if not opposite:
            return
        in_order = self.moment < opposite if mine == "in" else self.moment > opposite
        if not in_order:
            raise UserError(
                self.env._(
                    "On duty comes before off duty: the other side of %(day)s is"
                    " %(moment)s.",
                    day=self._day_name(self.date),
                    moment=self._local_text(opposite),
                )
            )

    def _check_not_punched(self):
        """Where a punch is, a correction makes sense only for who forgot to punch on
        arrival or when leaving and is late or early by the punch that is there."""
        day, is_in = self._day(), self.side == "in"
        punched = day.check_in if is_in else day.check_out
        if not punched:
            return
        better = self.moment < punched if is_in else self.moment > punched
        if not day._is_short_on(self.side) or not better:
            raise UserError(
                self.env._(
                    "There is a punch at %(moment)s on this side already, so nothing"
                    " is missing.",
                    moment=self._local_text(punched),
                )
            )

    def _local_text(self, moment):
        return self._local(self.employee_id, moment).strftime("%m-%d %H:%M")
