import base64
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.addons.cs_attendance.models.demo_punches import attlog
from odoo.exceptions import UserError
from odoo.fields import Command

from .cs_demo_attendance import LATE

#: What a terminal wrote after a power cut: two lines that are none.
BROKEN = "     1003\t2000-00-00 00:00:00\t1\t0\t1\t0\n时钟复位 CLOCK RESET\n"
#: Messages that wait in an inbox.
UNREAD = 4
#: (person, local hours of going away and coming back, working day back)
MEALS = (
    ("zhou_muyang", 11.5, 11.95, 1),
    ("chen_sining", 12.1, 12.55, 1),
    ("wu_yutong", 11.6, 12.4, 2),
    ("xu_jiayan", 12, 12.5, 1),
    ("dong_liqiang", 19.5, 19.9, 1),
    ("peng_xinran", 11.75, 12.2, 2),
)
#: (who asks, the colleague, how far it got)
SWAPS = (
    ("agent", "agent2", "asked"),
    ("wu_yutong", "feng_kexin", "approved"),
    ("zheng_haoran", "agent", "submitted"),
)


class CsDemo(models.AbstractModel):
    """What is left to do in the months that are not closed, for each role."""

    _inherit = "cs.demo"

    def _load_todo(self):
        self._load_swaps()
        self._load_cards()
        self._load_meals()
        self._load_duty_todo()
        self._load_talks()
        self._load_late_facts()
        self._load_pay_todo()
        self._read_messages()

    def _load_swaps(self):
        """Shifts of the coming roster are exchanged (ATT-11)."""
        for number, (who, colleague, state) in enumerate(SWAPS):
            xml_id = f"cs_demo.swap_{number}"
            if self.env.ref(xml_id, raise_if_not_found=False):
                continue
            asker = self._login_of(who)
            Swap = self._as(asker, self.env["cs.shift.swap"])
            other = self._person_id(colleague)
            for given, returned in self._days_to_swap(Swap, other):
                values = {
                    "employee_id": self._person_id(who),
                    "colleague_id": other,
                    "date_given": given,
                    "date_returned": returned,
                    "reason": "家里有事，与同事换一天",
                }
                if self._try_swap(xml_id, asker, values, colleague, state):
                    break

    def _days_to_swap(self, Swap, colleague):
        """Pairs of days on which one works and the other is free."""
        days = Swap.choices(colleague)
        given = [day["date"] for day in days if day["mine"] and not day["theirs"]]
        taken = [day["date"] for day in days if day["theirs"] and not day["mine"]]
        return [(one, other) for one in given[:3] for other in taken[:3]]

    def _try_swap(self, xml_id, asker, values, colleague, state):
        """Whether the rules allow this one."""
        steps = [(asker, "action_submit")]
        if state != "asked":
            steps.append((self._login_of(colleague), "action_accept"))
        if state == "approved":
            steps.append(("leader", "action_approve"))
        try:
            with self.env.cr.savepoint():
                self._make(xml_id, "cs.shift.swap", asker, values, steps)
        except UserError:
            return False
        return True

    def _load_cards(self):
        """Cards that the front desk replaced (ATT-17)."""
        group = self.env.ref("cs_attendance.group_front_desk")
        self.env.ref("cs_base.user_front_demo").group_ids = [Command.link(group.id)]
        for key, cause, months_ago, day in (
            ("ma_siyuan", "damaged", 1, 9),
            ("zhou_muyang", "lost", 1, 17),
        ):
            values = {
                "employee_id": self._ref("employee", key),
                "date": self._demo_date(months_ago, day),
                "cause": cause,
            }
            self._make(f"cs_demo.card_{key}", "cs.card.replacement", "front", values)

    def _load_meals(self):
        """Breaks of the last days; both moments are the server's, so past ones are
        written as the button does (ATT-15)."""
        Meal = self.env["cs.meal.break"].sudo()
        for key, away, back, days in MEALS:
            xml_id = f"cs_demo.meal_{key}"
            if self.env.ref(xml_id, raise_if_not_found=False):
                continue
            person, slot = self._demo_slot(key, "back", days)
            away_at, back_at = (
                self._utc_moment(slot.date, hour) for hour in (away, back)
            )
            limit = Meal._limit(person, slot.date)
            seconds = int((back_at - away_at).total_seconds())
            meal = Meal._kept_create(
                [
                    {
                        "employee_id": person.id,
                        "company_id": person.company_id.id,
                        "department_id": person.department_id.id,
                        "date": slot.date,
                        "away_at": away_at,
                        "back_at": back_at,
                        "limit_minutes": limit,
                        "seconds": seconds,
                        "is_over": seconds > limit * 60,
                    }
                ]
            )
            self._set_xml_id(xml_id, meal)

    def _load_duty_todo(self):
        """A patrol of today, and duties that are handed on (ATT-11, ATT-13)."""
        today = self._demo_company()._cs_today()
        Watch = self.env["cs.duty.watch"]
        mine = ("place_id", "=", self.env.ref("cs_attendance.duty_place_desk_demo").id)
        for watch in Watch.search([mine, ("date", "=", today)]):
            values = {"watch_id": watch.id}
            self._make("cs_demo.round", "cs.duty.round", "agent", values)
            lines = self._as("agent", self.env.ref("cs_demo.round")).line_ids
            for line in lines.filtered(lambda line: not line.answer)[:-1]:
                line.answer = "ok"
        for days, colleague, steps in (
            (1, "agent", []),
            (2, "zheng_haoran", [("zheng_haoran", "action_accept")]),
        ):
            for watch in Watch.search([mine, ("date", "=", today + timedelta(days))]):
                person = watch.person_ids.employee_id[:1]
                values = {
                    "watch_id": watch.id,
                    "colleague_id": self._person_id(colleague),
                    "reason": "当晚要送孩子看病",
                }
                login = person.user_id.login
                if watch.state == "published" and login:
                    xml_id = f"cs_demo.duty_swap_{days}"
                    self._make(xml_id, "cs.duty.swap", login, values, steps)

    def _load_talks(self):
        """What leaders said in the running appraisal (APP-08)."""
        cycle = self.env.ref("cs_appraisal.cycle_1_demo")
        for row in self._history_table("talks"):
            key, by = row["person"], row["by"]
            appraisal = cycle.appraisal_ids.filtered(
                lambda one, key=key: one.employee_id.id == self._ref("employee", key)
            )
            if appraisal:
                values = {
                    "appraisal_id": appraisal[:1].id,
                    "kind": "note",
                    "summary": row["summary"],
                    "is_shared": True,
                }
                xml_id = f"cs_demo.talk_{key}"
                steps = [(by, "action_confirm")]
                self._make(xml_id, "cs.appraisal.talk", by, values, steps)

    def _load_late_facts(self):
        """A broken file, a day of a closed month, and what the rules suggest."""
        self._load_late_file()
        if not self.env.ref("cs_demo.damage", raise_if_not_found=False):
            self._load_damage()
        self._make(
            "cs_demo.instalment",
            "cs.discipline.instalment",
            "hr",
            {
                "entry_id": self.env.ref("cs_incentive.entry_damage_demo").id,
                "month": self._month(0),
                "instalment": 200,
                "reason": "家中有病人，本人申请每月少扣一百元。",
            },
            [("hr", "action_submit")],
        )
        company = self._demo_company()
        first = company._cs_today() + relativedelta(months=-1, day=1)
        self.env["cs.discipline.finder"]._find(company, first, company._cs_today())

    def _load_late_file(self):
        """A terminal without network sent a punch of a closed month, and nonsense."""
        who, where, number, _side, minutes = LATE
        _person, slot = self._demo_slot(who, where, number)
        moment = self._local(slot.stop) + timedelta(minutes=minutes)
        pin = self.env.ref(f"cs_attendance.pin_{who}_demo").pin
        text = attlog([(moment, pin)]) + BROKEN
        values = {
            "name": "attlog_3F_断网补传.dat",
            "company_id": self._demo_company().id,
            "terminal_id": self.env.ref("cs_attendance.terminal_third_demo").id,
            "content": base64.b64encode(text.encode()),
        }
        xml_id = "cs_demo.punch_import_late"
        if not self.env.ref(xml_id, raise_if_not_found=False):
            self._make(xml_id, "cs.punch.import", "hr", values, [("hr", "action_run")])
            self._judge_all()

    def _load_damage(self):
        """HR decides first, then the general manager (INC-20)."""
        self._make_entry(
            "history_damage",
            "supervisor",
            "zhu_junxi",
            ("service", "SV-24"),
            (1, 27),
            {"description": "退回样机保管不当，外壳碎裂。", "amount_chosen": 1360},
        )
        entry = self.env.ref("cs_incentive.entry_history_damage_demo")
        self._set_xml_id("cs_demo.damage", entry)

    def _load_pay_todo(self):
        """The statements of one group are computed by payroll, and wait for the general
        manager (INC-31)."""
        mine = [
            ("company_id", "=", self._demo_company().id),
            ("month", "=", self._month(1)),
            ("state", "=", "reviewed"),
        ]
        statements = self.env["cs.incentive.statement"].search(mine)
        if statements:
            self._as("gm", statements).action_approve()
            Run = self._as("hr", self.env["hr.payslip.run"])
            run = Run.action_cs_hand_over(self._demo_company().id, self._month(1))
            self._enter_inputs(self._demo_company(), self._month(1), statements)
            self._as("payroll", run).action_cs_receive()
            self._as("payroll", run).action_cs_compute()
            for _batch in run.sudo()._background_as_user()._background_steps():
                pass  # what the scheduled action does, without its commits

    def _read_messages(self):
        """People read what they were told, all but the last few."""
        self.env.flush_all()
        self.env.cr.execute(
            """UPDATE mail_notification SET is_read = TRUE, read_date = now()
                WHERE is_read IS NOT TRUE AND id NOT IN (
                      SELECT id FROM (
                          SELECT id, row_number() OVER (
                                     PARTITION BY res_partner_id ORDER BY id DESC
                                 ) AS place
                            FROM mail_notification
                           WHERE is_read IS NOT TRUE) AS latest
                       WHERE place <= %s)""",
            [UNREAD],
        )
        self.env["mail.notification"].invalidate_model()
