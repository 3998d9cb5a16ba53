from datetime import date, datetime, timedelta

from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .discipline_case import NOW
from .suggestion_case import DAY, SuggestionCase


@tagged("cs_incentive", "cs_discipline")
@freeze_time(NOW)
class TestDisciplineFinder(SuggestionCase):
    """INC-22, INC-24, CS-08: what is suggested, once each."""

    def test_late_early_and_both(self):
        """INC-24: each counts apart; a day within the grace has no count."""
        self.day("late", late_minutes=17)
        self.day("early", "agent2")
        self.day("late_early", "leader", late_count=2)
        self.day("ok", "hr", late_count=0)
        self.assertEqual(
            self.kinds(),
            [
                ("agent", "late", 1),
                ("agent2", "early", 1),
                ("leader", "early", 1),
                ("leader", "late", 2),
            ],
        )
        late = self.found().filtered(lambda one: one.employee_id.name == "agent")
        found = (late.rule_id, late.minutes, late.department_id)
        self.assertEqual(found, (self.rules["S-LATE"], 17, self.group_one))

    def test_not_over_waiting_appealed_or_adjusted(self):
        """Of what is not settled nothing is suggested."""
        self.day("open", late_count=1)
        self.day("late", day=date(2025, 6, 11), is_pending=True)
        appealed = self.day("late", day=date(2025, 6, 12))
        appeal = self.env["cs.appeal"].with_user(self.users["agent"])
        appeal = appeal.create(
            {"res_model": appealed._name, "res_id": appealed.id, "claim": "The bus"}
        )
        appeal.action_submit()
        adjusted = self.day("late", day=date(2025, 6, 13))
        self.env["cs.attendance.adjustment"]._kept_create(
            [
                {
                    "company_id": self.company.id,
                    "employee_id": self.people["agent"].id,
                    "date": adjusted.date,
                    "day_id": adjusted.id,
                    "month": "2025-06-01",
                    "before": {"x": 1},
                    "after": {"x": 2},
                    "digest": "x",
                    "found_at": datetime(2025, 6, 14),
                }
            ]
        )
        self.assertEqual(self.kinds(), [])

    def test_missed_beyond_the_allowance(self):
        """ATT-02: three may be confirmed; while one is left nothing is suggested."""
        self.day("fixed", day=date(2025, 6, 2), forgiven_count=2)
        missed = self.day("missed")
        self.assertEqual(self.kinds(), [])
        self.day("fixed", day=date(2025, 6, 3))
        self.assertEqual(self.kinds(), [("agent", "missed", 1)])
        # Of another month; of nobody else.
        self.day("missed", "agent2")
        self.day("missed", day=date(2025, 5, 30))
        self.assertEqual(self.kinds(), [("agent", "missed", 1)])
        self.assertEqual(self.found().res_id, missed.id)

    def test_missed_that_is_final(self):
        """Absent because of it, or of a month that was handed over."""
        self.day("absent", missed_count=1)
        self.day("absent", "agent2", missed_count=0)
        self.day("missed", "leader", is_locked=True)
        self.assertEqual(
            self.kinds(), [("agent", "missed", 1), ("leader", "missed", 1)]
        )

    def test_missed_and_refused(self):
        """ATT-02: the supervisor says that the person was not there."""
        self.day("missed")
        with freeze_time("2025-06-11 04:00"):
            correction = (
                self.env["cs.punch.correction"]
                .with_user(self.users["agent"])
                .create(
                    {
                        "employee_id": self.people["agent"].id,
                        "date": DAY,
                        "side": "out",
                        "moment": "2025-06-10 09:30:00",
                        "reason": "Forgot",
                    }
                )
            )
            correction.action_submit()
        self.assertEqual(self.kinds(), [])
        correction.with_env(self.env)._decision_write({"state": "refused"})
        self.env.cr.execute(
            "UPDATE cs_attendance_day SET verdict = 'missed', missed_count = 1,"
            " is_pending = FALSE"
        )
        self.assertEqual(self.kinds(), [("agent", "missed", 1)])

    def test_meal(self):
        """ATT-15: exactly 35 minutes are in time, a second more not."""
        Break = self.env["cs.meal.break"]
        for day, seconds in ((10, 35 * 60), (11, 35 * 60 + 1)):
            start = datetime(2025, 6, day, 4)
            with freeze_time(start):
                away = Break._go(self.people["agent"])
                self.assertNotIn(("agent", "meal", 1), self.kinds())
            with freeze_time(start + timedelta(seconds=seconds)):
                away._come_back()
        self.assertEqual(self.kinds(), [("agent", "meal", 1)])
        self.assertEqual(self.found().date, date(2025, 6, 11))

    def hint(self):
        Hint = self.env["cs.proxy.hint"].with_user(self.users["leader"])
        return Hint.create(
            {
                "employee_id": self.people["agent"].id,
                "other_id": self.people["agent2"].id,
                "date": DAY,
                "note": "Seen at the door",
            }
        )

    def test_proxy_for_both_once_it_is_confirmed(self):
        """INC-22: an open or dismissed hint accuses nobody."""
        hint, other = self.hint(), self.hint()
        self.assertEqual(self.kinds(), [])
        other.with_user(self.users["hr"]).action_dismiss("They work together")
        hint.with_user(self.users["hr"]).action_confirm("The camera shows it")
        self.assertEqual(self.kinds(), [("agent", "proxy", 1), ("agent2", "proxy", 1)])

    def complaint(self, share=100, person="agent"):
        """A complaint that names the person, with all that closing needs."""
        if not hasattr(self, "team"):
            self.team = self.env["helpdesk.ticket.team"].create(
                {
                    "name": "Hotline",
                    "company_id": self.company.id,
                    "cs_department_id": self.group_one.id,
                    "user_id": self.users["leader"].id,
                }
            )
            self.done = self.env["helpdesk.ticket.stage"].create(
                {"name": "Done", "company_id": self.company.id, "closed": True}
            )
        ticket = self.env["helpdesk.ticket"].create(
            {
                "name": "Rude on the phone",
                "description": "x",
                "cs_kind": "complaint",
                "company_id": self.company.id,
                "team_id": self.team.id,
                "partner_name": "Ms Wang",
                "cs_cause": "Haste",
                "cs_handling": "Apologised",
                "cs_result": "She is content",
                "cs_party_ids": [
                    Command.create(
                        {
                            "department_id": unit.id,
                            "employee_id": named.id,
                            "share": part,
                        }
                    )
                    for unit, named, part in (
                        (self.group_one, self.people[person], share),
                        (self.department, self.env["hr.employee"], 100 - share),
                    )
                ],
            }
        )
        for party in ticket.cs_party_ids:
            party.with_user(self.users["supervisor"])._report("Talked about it")
        ticket._cs_hear(True, "Agrees")
        return ticket

    def close(self, ticket):
        solved = self.env.ref("cs_helpdesk.outcome_complaint_solved")
        ticket.write({"cs_outcome_id": solved.id, "stage_id": self.done.id})

    def test_complaint_that_holds_the_person_responsible(self):
        """CS-08: once it is closed, and with a share."""
        ticket, blameless = self.complaint(), self.complaint(0, "agent2")
        self.assertEqual(self.kinds(), [])
        self.close(ticket | blameless)
        self.assertEqual(self.kinds(), [("agent", "complaint", 1)])
        suggestion = self.found()
        self.as_("supervisor", suggestion).action_confirm()
        entry = suggestion.entry_id
        self.assertEqual((entry.ticket_id, entry.state), (ticket, "submitted"))
        self.assertNotIn(ticket.number, entry.description)
        self.close(self.complaint(1, "agent2"))
        suggestion = self.find() - suggestion
        self.as_("hr", suggestion).action_confirm()
        self.assertEqual(suggestion.entry_id.reporter_id, self.people["hr"])

    def test_once(self):
        """The same fact is not suggested again, whatever was decided."""
        self.day("late")
        suggestion = self.find()
        self.assertEqual(self.find(), suggestion)
        self.as_("hr", suggestion).action_dismiss("The bus was late")
        self.assertEqual(self.find(), suggestion)
        self.assertEqual(suggestion.state, "dismissed")
        again = {
            "company_id": self.company.id,
            "employee_id": suggestion.employee_id.id,
            "suggested_by": "late",
            "res_model": suggestion.res_model,
            "res_id": suggestion.res_id,
            "date": "2025-06-11",
            "rule_id": suggestion.rule_id.id,
            "count": 1,
        }
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            suggestion._kept_create([again])

    def test_follows_the_fact_until_it_is_decided(self):
        """A day that is judged anew ends its suggestion, or brings it back."""
        day = self.day("late", late_minutes=5)
        suggestion = self.find()
        for count, state in ((0, "void"), (2, "open")):
            self.env.cr.execute(
                "UPDATE cs_attendance_day SET late_count = %s WHERE id = %s",
                [count, day.id],
            )
            self.assertEqual(self.find(), suggestion)
            self.assertEqual(suggestion.state, state)
        self.assertEqual(suggestion.count, 2)

    def test_by_hand(self):
        """INC-21: what somebody has reported already is not suggested besides."""
        day = self.day("late")
        self.day("late", "agent2")
        self.entry("S-LATE", day_id=day.id)
        self.assertEqual(self.kinds(), [("agent2", "late", 1)])

    def test_closed_month(self):
        """ALL-05: of a closed month nothing is suggested."""
        self.day("late", day=date(2025, 5, 31))
        self.assertEqual(len(self.kinds()), 1)
        period = self.env["cs.period"]._open_month(self.company, date(2025, 5, 1))
        period._kept_write(
            {
                "state": "closed",
                "closed_at": datetime(2025, 6, 5),
                "closed_by_id": self.users["gm"].id,
                "protocol": {"x": 1},
            }
        )
        self.assertEqual(self.kinds(), [])

    def test_rule_of_the_department_first(self):
        """INC-21: by the book in force for the person that day; none, no suggestion."""
        self.day("late")
        self.day("late", "hr")
        rules = [
            Command.create({"code": "ALL", "name": "All", "suggested_by": "late"}),
            Command.create(
                {
                    "code": "ONE",
                    "name": "One",
                    "suggested_by": "unpunctual",
                    "department_ids": [Command.set(self.group_one.ids)],
                }
            ),
        ]
        book = {"kind": "other", "rule_ids": rules}
        self.in_force("cs.discipline.book", book, "2025-06-10")
        found = {one.employee_id.name: one.rule_id.code for one in self.find()}
        self.assertEqual(found, {"agent": "ONE", "hr": "S-LATE"})
        self.day("late", "agent2", date(2025, 6, 9))
        before = self.find().filtered(lambda one: one.date == date(2025, 6, 9))
        self.assertEqual(before.rule_id.code, "S-LATE")

    def test_what_may_be_suggested(self):
        """Nothing that people have to choose or show."""
        book = self.env["cs.discipline.book"].create(
            {"name": "B", "company_id": self.company.id, "date_from": "2025-08-01"}
        )
        plain = {"policy_id": book.id, "name": "x", "suggested_by": "late"}
        Rule = self.env["cs.discipline.rule"]
        for number, vals in enumerate(
            (
                {"needs_file": True},
                {"counting": "place"},
                {"kind": "award"},
                {"kind": "fine", "amount_mode": "free"},
            )
        ):
            with (
                self.subTest(vals),
                mute_logger("odoo.sql_db"),
                self.assertRaises(CheckViolation),
            ):
                Rule.create({**plain, "code": str(number), **vals})
        fine = {"kind": "fine", "amount_mode": "fixed", "amount_from": 5}
        self.assertTrue(Rule.create({**plain, "code": "FINE", **fine}))

    def test_ready_books(self):
        """ALL-04: they say what suggests their rules."""
        points = {
            "CS-01": "proxy",
            "CS-07": "meal",
            "CS-08": "complaint",
            "GO-06": "late_early",
            "SF-07": "unpunctual",
        }
        service = {
            "SV-01": "proxy",
            "SV-05": "late",
            "SV-06": "early",
            "SV-07": "missed",
            "SV-08": "meal",
            "SV-27": "card",
            "SV-28": "training",
        }
        for book, expected in (("points", points), ("service", service), ("slips", {})):
            wizard = self.env["cs.discipline.ready.book"].with_user(self.users["hr"])
            wizard = wizard.create({"company_id": self.company.id, "book": book})
            made = wizard._prepare_book_vals(book)
            made = self.env["cs.discipline.book"].create(
                {"company_id": self.company.id, "date_from": "2025-08-01"} | made
            )
            rules = made.rule_ids.filtered("suggested_by")
            found = {rule.code: rule.suggested_by for rule in rules}
            self.assertEqual(found, expected)

    def test_who_is_late_where(self):
        """The goods office by GO-06, the sales floor by SF-07, everybody else by SV-05:
        the ready books, with the departments of these rules named."""
        self.service._decision_write({"state": "withdrawn"})
        self.service.flush_recordset()
        Ready = self.env["cs.discipline.ready.book"]
        goods = self.env["hr.department"].create(
            {"name": "Receiving", "company_id": self.company.id}
        )
        places = {"GO-06": goods, "SF-07": self.group_one}
        self.book._decision_write({"state": "withdrawn"})
        self.book.flush_recordset()
        for kind in ("points", "service"):
            vals = Ready._prepare_book_vals(kind)
            for *_command, rule in vals["rule_ids"]:
                if rule["code"] in places:
                    rule["department_ids"] = [Command.set(places[rule["code"]].ids)]
            self.in_force("cs.discipline.book", vals)
        self._create_role("receiver", "cs_base.group_agent", goods)
        for person in ("receiver", "agent", "hr"):
            self.day("late", person)
        self.day("early", "receiver", date(2025, 6, 11))
        self.day("missed", "agent", date(2025, 6, 11), is_locked=True)
        found = {
            (one.employee_id.name, one.suggested_by): one.rule_id.code
            for one in self.find()
        }
        self.assertEqual(
            found,
            {
                ("receiver", "late"): "GO-06",
                ("receiver", "early"): "GO-06",
                ("agent", "late"): "SF-07",
                ("agent", "missed"): "SF-07",
                ("hr", "late"): "SV-05",
            },
        )

    def test_daily_job(self):
        self.day("late")
        with self.enter_registry_test_mode():
            cron = self.env.ref("cs_incentive.cs_discipline_suggestion_cron")
            cron.method_direct_trigger()
        self.assertEqual(len(self.found()), 1)

    def test_queries_do_not_grow_with_people(self):
        """PERFORMANCE.md: 1 person or 11 on 2 days each, as many queries."""
        self.day("late")
        self.queries()
        before = self.queries()
        for number in range(10):
            self._create_role(f"agent_{number}", "cs_base.group_agent")
            for day in (9, 10):
                self.day("late", f"agent_{number}", date(2025, 6, day))
        self.find()
        self.assertLessEqual(self.queries(), before)

    def queries(self):
        self.env.flush_all()
        self.env.invalidate_all()
        start = self.cr.sql_log_count
        self.env["cs.discipline.finder"]._find(
            self.company, date(2025, 5, 1), date(2025, 6, 20)
        )
        return self.cr.sql_log_count - start
