from datetime import timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import UserError

from .cs_attendance_day_code import EXCEPTIONS

#: what the time bar shows beside planned hours and punches
_MARGIN = timedelta(minutes=30)


class CsAttendanceDayScreen(models.Model):
    """What the explanation of a day shows and offers (ALL-01, ALL-02)."""

    _inherit = "cs.attendance.day"

    # The head of the panel

    def _explanation_header(self):
        self.ensure_one()
        # sudo: the name of whose day the caller reads
        employee, department = self.sudo().employee_id, self.sudo().department_id
        code = self._codes()[self.id]
        return {
            "title": employee.name,
            "subtitle": " · ".join(filter(None, [self._day_title(), department.name])),
            "badge": code.char,
            "token": code.token,
            "pending": code.pending,
            "person": {"id": employee.id, "name": employee.name},
            "bar": self._day_bar(),
        }

    def _day_title(self):
        """``10月22日 周四`` or ``Oct 22 Thu``."""
        return self.env["cs.attendance.board"]._day_title(self.date, "")

    def _zone(self):
        """Where the person works: the zone of the working calendar, else the
        company's (ATT-32)."""
        # sudo: only the zone is read
        day = self.sudo()
        calendar = day.employee_id._get_version(day.date).resource_calendar_id
        return ZoneInfo(calendar.tz) if calendar.tz else day.company_id._cs_zone()

    def _clock(self, moment):
        """A naive UTC moment as ``08:24`` where the person works; next day: ``+1``."""
        local = words.localized(moment, self._zone())
        extra = (local.date() - self.date).days
        return f"{local:%H:%M}" + (f" (+{extra})" if extra > 0 else "")

    def _shift_line(self):
        """``白班 08:30–17:30``; empty on a day without work."""
        if not self.plan_start:
            return ""
        name = self.sudo().shift_id.name or ""
        hours = f"{self._clock(self.plan_start)}–{self._clock(self.plan_end)}"
        return f"{name} {hours}".strip()

    def _ready_line(self):
        """``08:25 前就位``; empty where there is no shift or nothing is asked before
        its start (ATT-10)."""
        if not self.plan_start or self.verdict in ("rest", "holiday", "exempt"):
            return ""
        # sudo: hours and rules of the day that the caller reads
        shift, policy = self.sudo().shift_id, self.sudo().policy_id
        minutes = policy.ready_minutes
        if shift.has_own_ready:
            minutes = shift.ready_minutes
        if not minutes:
            return ""
        ready = self.plan_start - timedelta(minutes=minutes)
        return self.env._("be ready by %s", self._clock(ready))

    def _punch_line(self):
        """``上班 08:24 · 下班 无记录``; empty where nobody has to punch."""
        if not (self.plan_start or self.check_in or self.check_out):
            return ""
        return " · ".join(text for _moment, text in self._punch_marks())

    def _punch_marks(self):
        """:return: [(naive UTC moment or None, text)] of on duty and off duty"""
        none = self.env._("no record")
        return [
            (moment, f"{label} {self._clock(moment) if moment else none}")
            for moment, label in (
                (self.check_in, self.env._("On duty")),
                (self.check_out, self.env._("Off duty")),
            )
        ]

    def _day_bar(self):
        """Planned hours against punches, as shares of the width of a bar.

        :return: dict ``start``, ``stop`` (times), ``from``, ``to`` (0 to 1),
            ``ready`` (when to be ready, in words) and ``marks`` [{at, text,
            missing}]; False where there is no shift
        """
        if not self.plan_start or self.verdict in ("rest", "holiday"):
            return False
        seen = [self.plan_start, self.plan_end, self.check_in, self.check_out]
        moments = [moment for moment in seen if moment]
        low, high = min(moments) - _MARGIN, max(moments) + _MARGIN

        def share(moment):
            return round((moment - low) / (high - low), 4)

        planned = (self.plan_start, self.plan_end)
        return {
            "start": self._clock(self.plan_start),
            "stop": self._clock(self.plan_end),
            "from": share(self.plan_start),
            "to": share(self.plan_end),
            "ready": self._ready_line(),
            "marks": [
                {
                    "at": share(moment or plan),
                    "text": text,
                    "missing": not moment,
                }
                for (moment, text), plan in zip(
                    self._punch_marks(), planned, strict=True
                )
            ],
        }

    # What happened so far

    def _explanation_history(self):
        lines = super()._explanation_history()
        for document, name in self._documents():
            lines.append((document.create_date, self.env._("%s entered", name)))
            lines += [
                (
                    decision.decided_at,
                    f"{name}: {decision.sudo().decider_id.name} {outcome}",
                )
                for decision, outcome in self._decisions_on(document)
            ]
        return sorted(lines, key=lambda line: fields.Datetime.to_datetime(line[0]))

    def _documents(self):
        """Requests for this day that the reader may read, with a name for each."""
        found = [
            (correction, self._correction_name(correction.side))
            for correction in self._readable(
                "cs.punch.correction", [("date", "=", self.date)]
            )
        ]
        start, stop = self._hours()
        found += [
            (outing, self.env._("Out of office"))
            for outing in self._readable(
                "cs.outing", [("start", "<", stop), ("stop", ">", start)]
            )
        ]
        return found

    def _readable(self, model, domain):
        Model = self.env[model]
        if not Model.has_access("read"):
            return Model
        return Model.search([("employee_id", "=", self.employee_id.id), *domain])

    def _correction_name(self, side):
        if side == "in":
            return self.env._("Correction of the on-duty punch")
        return self.env._("Correction of the off-duty punch")

    def _decisions_on(self, document):
        decisions = document.decision_ids.sudo().sorted("decided_at")
        outcomes = dict(decisions._fields["outcome"]._description_selection(self.env))
        return [
            (
                decision,
                self.env._("%s (taken back)", outcomes[decision.outcome])
                if decision.undone_at
                else outcomes[decision.outcome],
            )
            for decision in decisions
        ]

    # What can be done

    def _explanation_actions(self):
        mine = self.sudo().employee_id in self.env.user._cs_employees()
        if mine:
            own = [
                self._correction_action(),
                self._leave_action(),
                self._outing_action(),
            ]
            return [*filter(None, own), *super()._explanation_actions()]
        others = [self._decide_action(), self._hint_action()]
        return [*filter(None, others), *super()._explanation_actions()]

    def _is_short_on(self, side):
        """Whether the punch of this side makes the person late or early, or the day an
        absence: another may have been forgotten before or after it."""
        if side == "in":
            counted, earlier, later = self.late_count, self.plan_start, self.check_in
        else:
            counted, earlier, later = self.early_count, self.check_out, self.plan_end
        is_within = bool(earlier and later and earlier < later)
        return bool(counted) or (self.verdict in ("open", "absent") and is_within)

    def _missing_sides(self):
        """Sides without a punch that should have been made by now; of an absence also
        those whose punch lies within the hours due."""
        if not self.plan_start or self.verdict in ("rest", "holiday", "exempt"):
            return []
        now = fields.Datetime.now()
        return [
            side
            for side, punch, due in (
                ("in", self.check_in, self.plan_start),
                ("out", self.check_out, self.plan_end),
            )
            if due <= now
            and (not punch or (self.verdict == "absent" and self._is_short_on(side)))
        ]

    def _lock_reason(self):
        if self.is_locked:
            return self.env._(
                "The month has been handed over. You can still appeal; what comes of"
                " it is settled in the next open month."
            )
        return ""

    def _correction_action(self):
        if self.verdict not in ("open", "missed", "absent"):
            return None
        if not self._missing_sides():
            return None
        waiting = self._waiting("cs.punch.correction", [("date", "=", self.date)])
        reason = self._lock_reason()
        if not reason and waiting:
            reason = self.env._(
                "Submitted, waits for %s.", waiting[0].waiting_names or ""
            )
        return {
            "method": "action_correct",
            "label": self.env._("Correct Punch"),
            "primary": True,
            "disabled": reason,
            "note": self._correction_note(),
            "deadline": self._deadline_text(self._correction_deadline()),
        }

    def _correction_note(self):
        supervisor = self.sudo().employee_id._cs_supervisors()[self.employee_id.id]
        if not supervisor:
            return self.env._("The recorded punches stay as they are.")
        return self.env._(
            "%(name)s confirms it. The recorded punches stay as they are.",
            name=supervisor.name,
        )

    def _correction_deadline(self):
        """Naive UTC moment until which the person can count on a correction: the sheet
        of the month is confirmed silently then (ATT-08). None when that is not known
        or over; while the month is open, a correction can still be asked for."""
        day = self.sudo()
        if not day.policy_id:
            return None
        deadline = day._sheet_deadline() or day._silent_deadline()
        return deadline if deadline > fields.Datetime.now() else None

    def _sheet_deadline(self):
        """That of the sheet of the month, if there is one already (sudo)."""
        Sheet = self.env["cs.attendance.sheet"]
        if "confirm_deadline" not in Sheet._fields:
            return None
        sheet = Sheet.search(
            [("employee_id", "=", self.employee_id.id), ("month", "=", self.month)]
        )
        return sheet.confirm_deadline or None

    def _silent_deadline(self):
        """So many working days after the end of the month as the policy says."""
        following = (self.month + timedelta(days=31)).replace(day=1)
        since = words.to_utc(self.company_id, following) - timedelta(seconds=1)
        calendar = self.company_id.resource_calendar_id
        days = self.policy_id.sheet_silent_days
        if not days:
            return since
        return self._appeal_add_days(calendar, [(since, days)], self.company_id)[0]

    def _deadline_text(self, deadline):
        if not deadline:
            return ""
        return self.env._(
            "Until %s.", words.moment_name(self.env, deadline, self._zone())
        )

    def _leave_action(self):
        if self.verdict not in EXCEPTIONS | {"open"} or not self.work_days:
            return None
        return {
            "method": "action_request_leave",
            "label": self.env._("Leave"),
            "primary": False,
            "disabled": self._lock_reason(),
            "note": self.env._("Who approves depends on its length."),
            "deadline": "",
        }

    def _outing_action(self):
        if self.verdict not in EXCEPTIONS | {"open"} or not self.work_days:
            return None
        today = words.localized(fields.Datetime.now(), self._zone()).date()
        allowed = self.sudo().policy_id.out_deadline_days
        last = self.date + timedelta(days=allowed)
        if today > last:
            return None
        return {
            "method": "action_request_outing",
            "label": self.env._("Out of Office"),
            "primary": False,
            "disabled": self._lock_reason(),
            "note": self.env._("Has to be approved in time."),
            "deadline": self.env._(
                "Until the end of %s.", words.day_name(self.env, last)
            ),
        }

    def _waiting(self, model, domain):
        """Submitted requests for this day that the reader may read."""
        return self._readable(model, [("state", "=", "submitted"), *domain])

    def _to_decide(self):
        """The first request for this day that the reader decides, or None."""
        for document, _name in self._documents():
            if document.can_decide:
                return document
        return None

    def _decide_action(self):
        document = self._to_decide()
        if not document:
            return None
        return {
            "method": "action_decide",
            "label": self.env._("Decide"),
            "primary": True,
            "disabled": "",
            "note": self.env._("A request for this day waits for you."),
            "deadline": "",
        }

    def _hint_action(self):
        """Who looks at somebody else's missed punch learns who can act, until when."""
        if self.verdict not in ("missed", "absent") or not self._missing_sides():
            return None
        if self.is_locked or self.is_pending:
            return None
        note = self.env._("The person asks for it. %s", self._correction_note())
        deadline = self._deadline_text(self._correction_deadline())
        return {
            "method": "action_correct",
            "label": self.env._("Correct Punch"),
            "primary": False,
            "disabled": f"{note} {deadline}".strip(),
            "note": "",
            "deadline": "",
        }

    def _check_own(self):
        self.ensure_one()
        self.check_access("read")
        if self.sudo().employee_id not in self.env.user._cs_employees():
            raise UserError(self.env._("Only the person concerned can ask for this."))
        if reason := self._lock_reason():
            raise UserError(reason)

    def action_correct(self):
        """Ask to have a missed punch of one's own confirmed (ATT-31)."""
        self._check_own()
        sides = self._missing_sides()
        if not sides:
            raise UserError(
                self.env._(
                    "Both punches of this day are there. If they are wrong, please"
                    " appeal."
                )
            )
        moment = self.plan_start if sides[0] == "in" else self.plan_end
        return self._request_form(
            self.env._("Correct Punch"),
            "cs.punch.correction",
            self.employee_id,
            default_date=fields.Date.to_string(self.date),
            default_side=sides[0],
            default_moment=fields.Datetime.to_string(moment),
        )

    def action_request_leave(self):
        """Ask for leave on this day (ATT-09)."""
        self._check_own()
        return self._leave_form(self.employee_id, self.date)

    def action_request_outing(self):
        """Report work outside on this day (ATT-03)."""
        self._check_own()
        return self._outing_form(self.employee_id, *self._hours())

    def action_decide(self):
        """Open the request for this day that waits for the reader."""
        self.ensure_one()
        self.check_access("read")
        document = self._to_decide()
        if not document:
            raise UserError(
                self.env._("No request for this day waits for you any more.")
            )
        return {
            **self._request_form(document._description, document._name),
            "res_id": document.id,
        }

    # Forms for what a person asks for

    @api.model
    def _leave_form(self, employee, day):
        view = self.env.ref(
            "hr_holidays.hr_leave_view_form_dashboard_new_time_off",
            raise_if_not_found=False,
        )
        return self._request_form(
            self.env._("Leave"),
            "hr.leave",
            employee,
            view,
            default_request_date_from=fields.Date.to_string(day),
            default_request_date_to=fields.Date.to_string(day),
        )

    @api.model
    def _outing_form(self, employee, start, stop):
        return self._request_form(
            self.env._("Out of Office"),
            "cs.outing",
            employee,
            default_start=fields.Datetime.to_string(start),
            default_stop=fields.Datetime.to_string(stop),
        )

    @api.model
    def _request_form(self, name, model, employee=None, view=None, **defaults):
        if employee:
            defaults["default_employee_id"] = employee.id
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [(view.id if view else False, "form")],
            "target": "new",
            "context": defaults,
        }
