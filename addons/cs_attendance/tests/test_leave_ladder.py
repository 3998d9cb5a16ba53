from datetime import date

from odoo.addons.cs_base.tests.period_common import close_month
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged

from .request_common import RequestCase


class LeaveCase(RequestCase):
    """Wednesday 2026-03-11, 10:00 in Shanghai; working days are Monday to Friday."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leave_type = cls._leave_type()
        cls.sick = cls.env.ref("hr_holidays.leave_type_sick_time_off")

    def _request(self, leave):
        return leave.cs_request_ids


@tagged("cs_attendance", "cs_attendance_leave")
@freeze_time("2026-03-11 02:00")
class TestLadder(LeaveCase):
    """ATT-09: who decides."""

    def test_one_day_is_the_departments_more_is_the_general_managers(self):
        half = self._leave_type("Half days", request_unit="half_day")
        for days, last, period, decider in (
            (0.5, "2026-03-16", "am", "leader"),
            (1, "2026-03-16", "pm", "leader"),
            (1.5, "2026-03-17", "am", "gm"),
            (2, "2026-03-17", "pm", "gm"),
            (5, "2026-03-20", "pm", "gm"),
        ):
            with self.subTest(days), self.env.cr.savepoint() as savepoint:
                leave = self._leave(
                    last=last,
                    holiday_status_id=half.id,
                    request_date_from_period="am",
                    request_date_to_period=period,
                )
                self.assertEqual(self._request(leave).days, days)
                self.assertEqual(self._request(leave).waiting_names, decider)
                self.assertEqual(leave.cs_decider_names, decider)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_hours_are_decided_by_the_department(self):
        hours = self._leave_type("Hours", request_unit="hour")
        leave = self._leave(
            holiday_status_id=hours.id, request_hour_from=9, request_hour_to=11
        )
        self.assertLess(self._request(leave).days, 1)
        self.assertEqual(self._request(leave).waiting_names, "leader")

    def test_the_weekend_does_not_count(self):
        leave = self._leave(first="2026-03-14", last="2026-03-16")
        self.assertEqual(self._request(leave).days, 1)

    def test_a_ladder_of_the_company_wins(self):
        ladder = self._as("hr", self.env["cs.decision.ladder"]).create(
            {
                "name": "Leave",
                "kind_id": self.env.ref("cs_attendance.decision_kind_leave").id,
                "company_id": self.company.id,
                "date_from": "2026-01-01",
                "rung_ids": [
                    (0, 0, {"step": 1, "up_to": 3, "decider": "hr_officer"}),
                    (0, 0, {"step": 1, "no_limit": True, "decider": "general_manager"}),
                ],
            }
        )
        ladder.sudo()._decision_write({"state": "approved"})
        leave = self._leave(last="2026-03-17")
        self.assertEqual(self._request(leave).waiting_names, "hr")

    def test_approval_validates_the_stock_leave(self):
        leave = self._leave()
        self.assertEqual(
            (leave.state, self._request(leave).state), ("confirm", "submitted")
        )
        self._as("leader", self._request(leave)).action_approve()
        self.assertEqual(
            (leave.state, self._request(leave).state), ("validate", "approved")
        )
        self.assertEqual(leave.first_approver_id, self.people["leader"])
        resource = self.env["resource.calendar.leaves"].search(
            [("holiday_id", "=", leave.id)]
        )
        self.assertEqual(len(resource), 1)
        self.assertTrue(leave.meeting_id)

    def test_refusal_refuses_it(self):
        leave = self._leave()
        self._as("leader", self._request(leave)).action_refuse("Too many away")
        self.assertEqual(
            (leave.state, self._request(leave).state), ("refuse", "refused")
        )
        self.assertFalse(leave.meeting_id)

    def test_a_deputy_decides(self):
        self._deputy("leader", "agent2", "2026-03-11", "2026-03-12")
        leave = self._leave()
        self._as("agent2", self._request(leave)).action_approve()
        self.assertEqual(leave.state, "validate")
        decision = self._request(leave).decision_ids
        self.assertEqual(decision.acting_for_id, self.people["leader"])

    def test_never_the_own_one(self):
        leave = self._leave("leader")
        self.assertEqual(self._request(leave).waiting_names, "supervisor")
        leave = self._leave("gm", last="2026-03-18") if self._gm_deputy() else None
        self.assertEqual(self._request(leave).waiting_names, "gm")
        with self.assertRaises(UserError):
            self._as("gm", self._request(leave)).action_approve()
        self._as("supervisor", self._request(leave)).action_approve()
        self.assertEqual(leave.state, "validate")

    def _gm_deputy(self):
        return self._deputy("gm", "supervisor", "2026-03-11", "2026-03-12")

    def test_given_back_changed_and_submitted_again(self):
        leave = self._leave(last="2026-03-17")
        request = self._request(leave)
        self._as("gm", request).action_return("One day is enough")
        self.assertEqual((leave.state, request.state), ("confirm", "draft"))
        mine = self._as("agent", leave)
        self.assertTrue(mine.cs_can_submit)
        mine.write({"request_date_to": "2026-03-16"})
        self.assertEqual((request.days, str(request.date_to)), (1, "2026-03-16"))
        mine.action_cs_submit()
        self.env.invalidate_all()
        self.assertEqual(request.waiting_names, "leader")

    def test_withdrawn_it_is_cancelled(self):
        leave = self._leave()
        for role in ("agent2", "leader", "supervisor", "gm"):
            with self.subTest(role), self.assertRaises(UserError):
                self._as(role, leave).action_cs_withdraw()
        self._as("agent", leave).action_cs_withdraw()
        self.assertEqual(
            (leave.state, self._request(leave).state), ("cancel", "cancelled")
        )
        with self.assertRaises(UserError):
            self._as("leader", self._request(leave)).action_approve()

    def test_the_allocation_is_still_checked(self):
        annual = self._leave_type("Annual", requires_allocation=True)
        with self.assertRaises(ValidationError):
            self._leave(holiday_status_id=annual.id)

    def test_types_of_every_validation_go_up_the_ladder(self):
        for validation in ("no_validation", "hr", "manager", "both"):
            with self.subTest(validation):
                kind = self._leave_type(validation, leave_validation_type=validation)
                leave = self._leave(
                    "agent2" if validation == "hr" else "agent",
                    holiday_status_id=kind.id,
                    first={"both": "2026-03-16", "hr": "2026-03-16"}.get(
                        validation,
                        "2026-03-18" if validation == "manager" else "2026-03-20",
                    ),
                )
                self.assertEqual(leave.state, "confirm")
                self.assertFalse(leave.activity_ids)
                self._as("leader", self._request(leave)).action_approve()
                self.assertEqual(leave.state, "validate")

    def test_whose_turn_it_is_shows_before_saving(self):
        model = self._as("agent", self.env["hr.leave"]).with_context(
            default_employee_id=self.people["agent"].id,
            default_holiday_status_id=self.leave_type.id,
        )
        with Form(model, "hr_holidays.hr_leave_view_form") as form:
            form.request_date_from = "2026-03-16"
            form.request_date_to = "2026-03-16"
            self.assertEqual(form.cs_decider_names, "leader")
            form.request_date_to = "2026-03-17"
            self.assertEqual(form.cs_decider_names, "gm")
            form.name = "Family"
        self.assertEqual(form.record.cs_request_state, "submitted")


@tagged("cs_attendance", "cs_attendance_leave")
@freeze_time("2026-03-11 02:00")
class TestNotice(LeaveCase):
    """ATT-09: filed ahead, with a reason."""

    def test_exactly_one_day_ahead(self):
        self._leave(first="2026-03-12")
        with self.assertRaisesRegex(UserError, "ATT-09"):
            self._leave("agent2", first="2026-03-11")

    def test_a_day_is_a_local_day(self):
        """23:59:59 in Shanghai is still today; a second later it is not."""
        with freeze_time("2026-03-11 15:59:59"):
            self._leave(first="2026-03-12")
        with freeze_time("2026-03-11 16:00:00"), self.assertRaises(UserError):
            self._leave("agent2", first="2026-03-12")

    def test_sick_leave_needs_none_but_is_not_filed_afterwards(self):
        self._leave(first="2026-03-11", holiday_status_id=self.sick.id)
        with self.assertRaises(UserError):
            self._leave("agent2", first="2026-03-10", holiday_status_id=self.sick.id)

    def test_a_type_of_its_own_in_the_policy(self):
        policy = self._policy(
            department_id=self.group_one.id,
            leave_notice_days=3,
            notice_ids=[
                (0, 0, {"leave_type_id": self.leave_type.id, "notice_days": 2})
            ],
        )
        self.assertEqual(policy.notice_ids.notice_days, 2)
        self.env.invalidate_all()
        with self.assertRaises(UserError):
            self._leave(first="2026-03-12")
        self._leave(first="2026-03-13")
        other = self._leave_type("Other")
        with self.assertRaises(UserError):
            self._leave("agent2", first="2026-03-13", holiday_status_id=other.id)

    def test_hr_enters_it_afterwards_and_it_is_decided_all_the_same(self):
        leave = self._leave(first="2026-03-09", by="hr", holiday_status_id=self.sick.id)
        request = self._request(leave)
        self.assertEqual(request.entered_by_id, self.people["hr"])
        self.assertEqual(str(request.filed_at), "2026-03-11 02:00:00")
        self.assertEqual(request.waiting_names, "leader")
        with self.assertRaises(UserError):
            self._as("hr", request).action_approve()
        self._as("leader", request).action_approve()
        self.assertEqual(leave.state, "validate")

    def test_hr_keeps_the_notice_for_the_own_leave(self):
        with self.assertRaises(UserError):
            self._leave("hr", first="2026-03-11")

    def test_a_reason_is_needed(self):
        for name in (False, "", "  "):
            with (
                self.subTest(name),
                self.assertRaisesRegex(UserError, "why"),
                self.env.cr.savepoint(),
            ):
                self._leave(name=name)
            self.env.invalidate_all()

    def test_other_days_need_notice_anew(self):
        leave = self._leave(first="2026-03-13")
        self._as("leader", self._request(leave)).action_return("Which day?")
        with freeze_time("2026-03-12 02:00"):
            self._as("agent", leave).action_cs_submit()
            self.assertEqual(self._request(leave).state, "submitted")

    def test_not_for_a_closed_month(self):
        close_month(self.env, self.company, "2026-02-01")
        with self.assertRaisesRegex(UserError, "closed"):
            self._leave(first="2026-02-25", by="hr")


@tagged("cs_attendance", "cs_attendance_leave")
@freeze_time("2026-03-11 02:00")
class TestGate(LeaveCase):
    """ATT-09: whichever way one tries, nobody gets past the ladder."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The most powerful stock roles, and a stock approver who is no decider.
        manager = cls.env.ref("hr_holidays.group_hr_holidays_manager")
        cls.users["hr"].group_ids += manager
        cls.people["agent"].leave_manager_id = cls.users["supervisor"]

    def _untouched(self, leave, state="confirm"):
        self.env.invalidate_all()
        self.assertEqual(leave.state, state)

    def test_states_are_not_written(self):
        leave = self._leave()
        for role in ("agent", "leader", "supervisor", "hr", "gm", "admin"):
            for state in ("validate", "validate1", "refuse"):
                with self.subTest(role, state=state), self.assertRaises(UserError):
                    self._as(role, leave).write({"state": state})
        # Superuser rights of the server do not approve either.
        with self.assertRaises(UserError):
            self._as("hr", leave).sudo().write({"state": "validate"})
        self._untouched(leave)

    def test_stock_approval_asks_the_same_people(self):
        leave = self._leave()
        for role in ("agent", "supervisor", "hr", "admin"):
            for method in ("action_approve", "action_refuse", "_action_validate"):
                with self.subTest(role, method=method), self.assertRaises(UserError):
                    getattr(self._as(role, leave), method)()
        with self.assertRaises(UserError):
            self._as("hr", leave).action_approve(check_state=False)
        context = {"leave_fast_create": True, "leave_skip_state_check": True}
        with self.assertRaises(UserError):
            self._as("hr", leave).with_context(**context).write({"state": "validate"})
        self._untouched(leave)

    def test_the_deciders_stock_button_works(self):
        self.people["agent"].leave_manager_id = self.users["leader"]
        leave = self._leave()
        theirs = self._as("leader", leave)
        self.assertTrue(theirs.can_approve)
        self.assertTrue(theirs.can_refuse)
        self.assertFalse(self._as("hr", leave).can_approve)
        self.assertFalse(self._as("hr", leave).can_validate)
        action = theirs.action_refuse()
        self.assertEqual(action["context"]["default_outcome"], "refuse")
        theirs.action_approve()
        self.assertEqual(leave.state, "validate")
        self.assertEqual(self._request(leave).state, "approved")

    def test_nothing_is_created_approved(self):
        for by in ("hr", "supervisor", "agent"):
            for state in ("validate", "validate1", "refuse"):
                with self.subTest(by, state=state), self.assertRaises(UserError):
                    self._leave(by=by, state=state)
        for context in (
            {"leave_fast_create": True},
            {"default_state": "validate"},
            {"leave_fast_create": True, "import_file": True},
        ):
            with self.subTest(context), self.assertRaises(UserError):
                self._as("hr", self.env["hr.leave"]).with_context(**context).create(
                    {
                        "employee_id": self.people["agent"].id,
                        "holiday_status_id": self.leave_type.id,
                        "request_date_from": "2026-03-16",
                        "request_date_to": "2026-03-16",
                        "name": "x",
                        "state": "validate",
                    }
                )

    def test_the_wizard_for_several_people_is_gated(self):
        wizard = self._as("hr", self.env["hr.leave.generate.multi.wizard"]).create(
            {
                "name": "Trip",
                "holiday_status_id": self.leave_type.id,
                "allocation_mode": "employee",
                "employee_ids": [(6, 0, self.people["agent"].ids)],
                "date_from": "2026-03-16",
                "date_to": "2026-03-16",
                "company_id": self.company.id,
            }
        )
        with self.assertRaises(UserError):
            wizard.action_generate_time_off()

    def test_the_figures_are_the_computed_ones(self):
        leave = self._leave(
            last="2026-03-20",
            number_of_days=0.5,
            number_of_hours=1,
        )
        self.assertEqual(leave.number_of_days, 5)
        self.assertEqual(self._request(leave).days, 5)
        self.assertEqual(self._request(leave).waiting_names, "gm")

    def test_times_follow_the_dates_asked_for(self):
        leave = self._leave(date_to="2026-03-31 10:00:00")
        self.assertEqual(leave.date_to.date(), date(2026, 3, 16))

    def test_frozen_once_submitted(self):
        leave = self._leave()
        for role in ("agent", "supervisor", "hr"):
            for vals in (
                {"request_date_to": "2026-03-31"},
                {"date_to": "2026-03-31 10:00:00"},
                {"number_of_days": 1},
                {"employee_id": self.people["agent2"].id},
                {"holiday_status_id": self.sick.id},
                {"name": "Other"},
            ):
                with self.subTest(role, vals=vals), self.assertRaises(UserError):
                    self._as(role, leave).write(vals)
        self._as("leader", self._request(leave)).action_approve()
        with self.assertRaises(UserError):
            self._as("hr", leave).write({"request_date_to": "2026-03-31"})

    def test_decided_it_stays(self):
        leave = self._leave()
        self._as("leader", self._request(leave)).action_approve()
        for role in ("hr", "supervisor"):
            for method in ("action_refuse", "action_back_to_approval", "unlink"):
                own = self._as(role, leave).with_context(_force_unlink=True)
                with self.subTest(role, method=method), self.assertRaises(UserError):
                    getattr(own, method)()
            with self.assertRaises(UserError):
                self._as(role, leave).write({"state": "confirm"})
        self._untouched(leave, "validate")

    def test_an_approval_covers_its_own_days_only(self):
        leave = self._leave(last="2026-03-17")
        self._as("gm", self._request(leave)).action_approve()
        for first, kind in (("2026-03-18", self.leave_type), ("2026-03-19", self.sick)):
            with self.subTest(first), self.assertRaises(UserError):
                self._leave(
                    first=first, by="hr", state="validate", holiday_status_id=kind.id
                )

    def test_a_cancelled_leave_covers_nothing(self):
        leave = self._leave()
        self._as("leader", self._request(leave)).action_approve()
        self._as("agent", leave)._action_user_cancel("Not needed")
        self.assertEqual(self._request(leave).state, "cancelled")
        with self.assertRaises(UserError):
            self._leave(by="hr", state="validate")
        with self.assertRaises(UserError):
            self._as("hr", leave).write({"state": "validate"})

    def test_a_leave_that_came_before_the_policy(self):
        self.policy._decision_write({"state": "draft"})
        leave = self._leave()
        self.assertFalse(self._request(leave))
        self.policy._decision_write({"state": "approved"})
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "ATT-09"):
            self._as("hr", leave).action_approve()
        self._as("agent", leave).action_cs_submit()
        self.assertEqual(self._request(leave).waiting_names, "leader")

    def test_moved_into_the_policy_it_is_filed(self):
        self.policy._decision_write({"date_from": "2026-03-16"})
        leave = self._leave(first="2026-03-12")
        self.assertFalse(self._request(leave))
        self._as("agent", leave).write(
            {"request_date_from": "2026-03-16", "request_date_to": "2026-03-16"}
        )
        self.assertEqual(self._request(leave).state, "submitted")

    def test_deleting_a_waiting_leave_keeps_the_request(self):
        leave = self._leave()
        request = self._request(leave)
        self._as("agent", leave).unlink()
        self.assertEqual(request.state, "cancelled")
        self.assertFalse(request.leave_id)
        self.assertEqual(request.decision_request_ids.state, "withdrawn")

    def test_requests_are_not_made_or_written_by_hand(self):
        leave = self._leave()
        request = self._request(leave)
        for role in ("agent", "leader", "hr", "gm", "admin"):
            with self.subTest(role), self.assertRaises(UserError):
                self._as(role, request).write({"days": 0.5})
            with self.subTest(role), self.assertRaises(AccessError):
                self._as(role, request).unlink()
            with self.subTest(role), self.assertRaises(UserError):
                self._as(role, request).copy()


@tagged("cs_attendance", "cs_attendance_leave")
@freeze_time("2026-03-11 02:00")
class TestStock(LeaveCase):
    """Where no policy is in force, stock leave is as it was; and its flows live on."""

    def _without_policy(self):
        self.policy._decision_write({"state": "draft"})
        self.env.invalidate_all()

    def test_without_policy_stock_decides(self):
        self._without_policy()
        leave = self._leave(first="2026-03-11", last="2026-03-20", name=False)
        self.assertFalse(leave.cs_is_ruled)
        self._as("hr", leave).action_approve()
        self.assertEqual(leave.state, "validate")
        self.assertFalse(self._request(leave))
        self._as("hr", leave).action_refuse()
        self.assertEqual(leave.state, "refuse")

    def test_without_policy_no_validation_is_automatic(self):
        self._without_policy()
        kind = self._leave_type("Free", leave_validation_type="no_validation")
        self.assertEqual(self._leave(holiday_status_id=kind.id).state, "validate")

    def test_another_company_is_not_ruled(self):
        other = self.env["res.company"].create({"name": "Other"})
        person = self.env["hr.employee"].create(
            {"name": "Somebody", "company_id": other.id}
        )
        leave = self.env["hr.leave"].with_user(self.env.ref("base.user_admin"))
        self.env.ref("base.user_admin").company_ids += other
        leave = leave.with_context(allowed_company_ids=other.ids).create(
            {
                "employee_id": person.id,
                "holiday_status_id": self.sick.id,
                "request_date_from": "2026-03-16",
                "request_date_to": "2026-03-17",
            }
        )
        leave.action_approve()
        self.assertEqual(leave.state, "validate")

    def _approved(self, last="2026-03-20"):
        leave = self._leave(last=last)
        self._as("gm", self._request(leave)).action_approve()
        return leave

    def test_a_closure_reevaluates_leave_and_leaves_it_approved(self):
        leave = self._approved()
        self._as("hr", self.env["resource.calendar.leaves"]).sudo().create(
            {
                "name": "Closed",
                "company_id": self.company.id,
                "date_from": "2026-03-17 16:00:00",
                "date_to": "2026-03-18 15:59:59",
            }
        )
        self.assertEqual((leave.state, leave.number_of_days), ("validate", 4))
        self.assertEqual(self._request(leave).state, "approved")

    def test_a_new_schedule_keeps_approved_leave_approved(self):
        """Stock refuses the leave and makes one for each part of it."""
        self.users["hr"].group_ids += self.env.ref("hr.group_hr_manager")
        person = self.people["agent"]
        person.write({"contract_date_start": "2024-01-01"})
        leave = self._approved()
        request = self._request(leave)
        person.contract_date_end = "2026-03-17"
        calendar = self.company.resource_calendar_id.copy({"name": "New hours"})
        self._as("hr", person).create_version(
            {
                "date_version": "2026-03-18",
                "contract_date_start": "2026-03-18",
                "contract_date_end": False,
                "resource_calendar_id": calendar.id,
            }
        )
        self.env.invalidate_all()
        leaves = self.env["hr.leave"].search(
            [("employee_id", "=", person.id), ("state", "=", "validate")],
            order="date_from",
        )
        days = leaves.mapped(
            lambda part: (str(part.request_date_from), str(part.request_date_to))
        )
        self.assertEqual(
            days, [("2026-03-16", "2026-03-17"), ("2026-03-18", "2026-03-20")]
        )
        self.assertEqual(request.state, "approved")

    def test_departure_ends_leave(self):
        leave = self._approved()
        waiting = self._leave(first="2026-04-01")
        self.users["hr"].group_ids += self.env.ref("hr.group_hr_manager")
        wizard = self._as("hr", self.env["hr.departure.wizard"]).create(
            {
                "employee_ids": [(6, 0, self.people["agent"].ids)],
                "departure_reason_id": self.env.ref("hr.departure_resigned").id,
                "departure_date": "2026-03-13",
            }
        )
        request = self._request(waiting)
        wizard.action_register_departure()
        self.env.invalidate_all()
        self.assertEqual(leave.state, "cancel")
        self.assertEqual(request.state, "cancelled")

    def test_insufficient_accruals_cancel_as_in_stock(self):
        leave = self._approved()
        self._as("hr", leave)._force_cancel("Not enough accrued", "mail.mt_note")
        self.assertEqual(leave.state, "cancel")
        self.assertEqual(self._request(leave).state, "cancelled")

    def test_what_the_system_loads_is_not_gated(self):
        leave = self.env["hr.leave"].create(
            {
                "employee_id": self.people["agent"].id,
                "holiday_status_id": self.leave_type.id,
                "request_date_from": "2026-03-16",
                "request_date_to": "2026-03-20",
            }
        )
        leave.action_approve()
        self.assertEqual(leave.state, "validate")

    def test_lists_cost_few_queries(self):
        for day in (16, 17, 18, 19, 20, 23, 24, 25, 26, 27):
            self._leave(first=f"2026-03-{day}")
        leaves = self.env["hr.leave"].search(
            [("employee_id", "=", self.people["agent"].id)]
        )
        names = [
            "can_approve",
            "can_refuse",
            "can_validate",
            "cs_is_ruled",
            "cs_can_decide",
        ]
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(60):
            self._as("hr", leaves).read(names)


@tagged("cs_attendance", "cs_attendance_leave")
@freeze_time("2026-03-11 02:00")
class TestReturn(LeaveCase):
    """销假: back earlier than approved (ATT-09)."""

    def _approved(self, last="2026-03-20", **vals):
        leave = self._leave(last=last, **vals)
        request = self._request(leave)
        decider = "gm" if request.days > 1 else "leader"
        self._as(decider, request).action_approve()
        return leave, request

    def test_leave_gets_shorter_and_the_approval_with_it(self):
        leave, request = self._approved()
        with freeze_time("2026-03-18 01:00"):
            self._as("agent", request).action_end_leave("2026-03-17", "Mother is well")
        self.assertEqual(leave.state, "validate")
        self.assertEqual(str(leave.request_date_to), "2026-03-17")
        self.assertEqual((leave.number_of_days, request.days), (2, 2))
        self.assertEqual(str(request.date_to), "2026-03-17")
        self.assertEqual(str(request.approved_to), "2026-03-20")
        self.assertEqual(request.returned_by_id, self.people["agent"])
        self.assertEqual(str(request.returned_at), "2026-03-18 01:00:00")
        resource = self.env["resource.calendar.leaves"].search(
            [("holiday_id", "=", leave.id)]
        )
        self.assertEqual(resource.date_to, leave.date_to)
        self.assertEqual(len(resource), 1)
        self.assertEqual(leave.meeting_id.stop.date(), date(2026, 3, 17))

    def test_only_shorter(self):
        _leave, request = self._approved()
        for last_day in ("2026-03-20", "2026-03-23"):
            with self.subTest(last_day), self.assertRaisesRegex(UserError, "already"):
                self._as("agent", request).action_end_leave(last_day, "x")

    def test_no_leave_taken_at_all(self):
        leave, request = self._approved()
        with freeze_time("2026-03-16 01:00"):
            self._as("hr", request).action_end_leave("2026-03-15", "Came to work")
        self.assertEqual((leave.state, request.state), ("cancel", "cancelled"))

    def test_by_the_hour(self):
        hours = self._leave_type("Hours", request_unit="hour")
        leave, request = self._approved(
            last="2026-03-16",
            holiday_status_id=hours.id,
            request_hour_from=8,
            request_hour_to=12,
        )
        for hour in (8, 12, 13):
            with self.subTest(hour), self.assertRaises(UserError):
                self._as("agent", request).action_end_leave("2026-03-16", "x", hour)
        self._as("agent", request).action_end_leave("2026-03-16", "Early", 10)
        self.assertEqual(leave.request_hour_to, 10)
        self.assertEqual(leave.date_to.hour, 2)
        self.assertEqual(request.stop, leave.date_to)

    def test_who_may(self):
        _leave, request = self._approved()
        for role in ("agent2", "supervisor", "payroll", "gm", "admin"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._as(role, request).action_end_leave("2026-03-17", "x")
        self._as("leader", request).action_end_leave("2026-03-19", "Seen at work")
        self._as("hr", request).action_end_leave("2026-03-18", "Seen at work")
        self.assertEqual(str(request.approved_to), "2026-03-20")

    def test_with_a_remark_and_only_approved(self):
        _leave, request = self._approved()
        with self.assertRaises(UserError):
            self._as("agent", request).action_end_leave("2026-03-17", " ")
        waiting = self._request(self._leave("agent2"))
        with self.assertRaises(UserError):
            self._as("agent2", waiting).action_end_leave("2026-03-15", "x")

    def test_not_in_a_closed_month(self):
        _leave, request = self._approved()
        close_month(self.env, self.company, "2026-03-01")
        with self.assertRaisesRegex(UserError, "closed"):
            self._as("hr", request).action_end_leave("2026-03-17", "x")

    def test_back_in_the_month_after_a_closed_one(self):
        """Only the days that are leave no more have to lie in open months."""
        leave, request = self._approved(last="2026-04-10")
        close_month(self.env, self.company, "2026-03-01")
        for day in ("2026-03-30", "2026-03-11"):
            with self.assertRaisesRegex(UserError, "closed"):
                self._as("hr", request).action_end_leave(day, "x")
        self._as("hr", request).action_end_leave("2026-03-31", "Back")
        self.assertEqual(str(leave.request_date_to), "2026-03-31")

    def test_the_wizard(self):
        leave, request = self._approved()
        action = self._as("agent", leave).action_cs_return()
        wizard = self._as("agent", self.env["cs.leave.return"]).with_context(
            **action["context"]
        )
        with freeze_time("2026-03-18 01:00"), Form(wizard) as form:
            self.assertEqual(str(form.last_day), "2026-03-17")
            form.note = "Back"
        form.record.action_confirm()
        self.assertEqual(str(request.date_to), "2026-03-17")


@tagged("cs_attendance", "cs_attendance_leave")
class TestCode(RequestCase):
    """The character of a leave type in the month board."""

    def test_stock_types_have_one(self):
        for name, code in (
            ("leave_type_paid_time_off", "年"),
            ("leave_type_sick_time_off", "病"),
            ("leave_type_compensatory_days", "调"),
            ("leave_type_unpaid", "事"),
        ):
            self.assertEqual(self.env.ref(f"hr_holidays.{name}").cs_code, code)

    def test_types_made_later_have_one(self):
        for name, code in (
            ("事假", "事"),
            ("病假", "病"),
            ("年假", "年"),
            ("婚假", "婚"),
            ("产假", "产"),
            ("陪产假", "陪"),
            ("丧假", "丧"),
            ("调休", "调"),
            ("Maternity Leave", "产"),
            ("Something else", "假"),
        ):
            with self.subTest(name):
                self.assertEqual(self._leave_type(name).cs_code, code)

    def test_what_somebody_chose_stays(self):
        kind = self._leave_type("病假", cs_code="医")
        self.env["hr.leave.type"]._cs_fill_missing()
        self.assertEqual(kind.cs_code, "医")
