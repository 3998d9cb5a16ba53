from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL


class CsShiftSwap(models.Model):
    """Who decides on a swap and what its approval does (ATT-11)."""

    _inherit = "cs.shift.swap"

    def _request_stamps(self):
        return super()._request_stamps() | {"begins_at"}

    def _request_days(self):
        days = self.date_given, self.date_returned
        return min(days), max(days)

    def _rejudge(self):
        Stale, Day = self.env["cs.attendance.stale"], self.env["cs.attendance.day"]
        self.flush_recordset()
        for swap in self:
            days = sorted({swap.date_given, swap.date_returned})
            people = (swap.employee_id | swap.colleague_id).sudo()
            Stale._touch([(one.id, day, day) for one in people for day in days])
            for day in days:
                Day.sudo()._judge(people, day, day)

    def _decision_protected_fields(self):
        return super()._decision_protected_fields() | {
            "begins_at",
            "answered_at",
            "decline_reason",
            "use_ids",
            "part_ids",
            "ruling_ids",
        }

    def _decision_kind(self):
        return "shift_swap"

    def _decision_beneficiaries(self):
        return self.employee_id | self.colleague_id

    def _decision_ladder_fallback(self):
        return ["department_head"]

    def _decision_detail(self):
        return {
            "given": self.given_text,
            "returned": self.returned_text,
            "colleague": self.colleague_id.name,
        }

    def _decision_check_submit(self):
        # Submitted by the acceptance of the colleague.
        self._check_asked()

    def _decision_decide(self, outcome, reason):
        for swap in self.sudo():
            swap._check_decides()
        return super()._decision_decide(outcome, reason)

    def _check_decides(self):
        """Say in the words of the rule why a caller who knows the swap cannot decide;
        others hear what they hear of any document."""
        people = self.employee_id | self.colleague_id
        if self.env.user._cs_employees() & people._cs_all_records():
            raise UserError(
                self.env._(
                    "The two who swap do not decide on it: the manager of the"
                    " department does (ATT-11)."
                )
            )
        caller = self.sudo(False)
        if self.state in ("draft", "asked") and caller.has_access("read"):
            raise UserError(
                self.env._(
                    "%(name)s has not accepted yet: both agree, then the manager"
                    " decides (ATT-11).",
                    name=self.colleague_id.name,
                )
            )

    def _decision_on_returned(self):
        self._decision_write({"answered_at": False, "begins_at": False})
        super()._decision_on_returned()

    def _decision_on_approved(self):
        self._claim_people()
        self._check_rules()
        self._check_open()
        self._take_uses()
        self._exchange()
        super()._decision_on_approved()

    def _decision_check_undo(self, decision):
        super()._decision_check_undo(decision)
        if decision.request_id.state == "approved":
            self._claim_people()
            self._check_still_exchanged()

    def _check_still_exchanged(self):
        """:raise UserError: when a shift has begun or the roster was changed since"""
        slots = (
            self.env["cs.duty.slot"]
            .sudo()
            .search(
                Domain("employee_id", "in", self.part_ids.employee_id.ids)
                & Domain("date", "in", self.part_ids.mapped("date"))
                & Domain("is_extra", "!=", True)
                & Domain("origin", "=", "swap")
            )
        )
        begun = self.begins_at and self.begins_at <= fields.Datetime.now()
        if begun or len(slots) != len(self.part_ids):
            raise UserError(
                self.env._(
                    "A shift of this swap has begun, or the roster was changed since,"
                    " so the swap stays (ATT-11)."
                )
            )

    def _decision_on_undone(self, decision, request_state):
        if request_state == "approved":
            # The number and the days are free again; the swap itself is kept.
            self.part_ids.unlink()
            self.use_ids.unlink()
            self._exchange()
            self.part_ids.unlink()
        super()._decision_on_undone(decision, request_state)

    def _claim_people(self):
        """Of two approvals at the same moment for one of these people, let the later
        one run again and see what the first has done: also a swap next to this one,
        in another month, whose number would not be in its way."""
        self.env.execute_query(
            SQL(
                "UPDATE hr_employee SET write_date = write_date WHERE id IN"
                " (SELECT id FROM hr_employee WHERE id = ANY(%s)"
                " ORDER BY id FOR NO KEY UPDATE) RETURNING id",
                (self.employee_id | self.colleague_id).ids,
            )
        )

    def _take_uses(self):
        """ATT-11: each swap takes the next free number of the month of both people,
        and a number is taken once, whatever happens at the same moment."""
        Use = self.env["cs.shift.swap.use"].sudo()
        for person, side in zip(self._people(), self._sides(), strict=True):
            limit = side.on(min(self.date_given, self.date_returned)).limit
            Use._take(self, person, self._month(), limit)

    def _exchange(self):
        """Exchange what both people have to do on these days."""
        own, other = self._people()
        days = sorted({self.date_given, self.date_returned})
        Slot = self.env["cs.duty.slot"].sudo()
        plans = Slot._planned(own | other, days[0], days[-1])
        parts, puts = [], []
        for day in days:
            for person, giver in ((own, other), (other, own)):
                slot = plans[giver.id][day]
                puts.append((person, day, slot))
                parts.append(
                    {
                        "swap_id": self.id,
                        "employee_id": person.id,
                        "date": day,
                        "is_taken": slot.is_due,
                        "text": slot.is_due and self._plan_text(giver, day),
                    }
                )
        for person, day, slot in puts:
            self._put_slot(person, day, slot)
        self.env["cs.shift.swap.part"].sudo().create(parts)

    def _put_slot(self, person, day, slot):
        """Let the stored slot of somebody's day be this one."""
        Slot = self.env["cs.duty.slot"].sudo()
        vals = {
            "kind": slot.kind,
            "shift_id": slot.shift,
            "start": slot.start,
            "stop": slot.stop,
            "is_open_end": slot.is_open_end,
            "origin": "swap",
        }
        stored = Slot.search(
            Domain("employee_id", "=", person.id)
            & Domain("date", "=", day)
            & Domain("is_extra", "!=", True)
        )
        if stored:
            stored.write(vals)
            return
        Slot.create(
            vals
            | {
                "employee_id": person.id,
                "company_id": person.company_id.id,
                "date": day,
            }
        )
