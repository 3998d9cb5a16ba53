from datetime import datetime, timedelta, timezone

from dateutil.relativedelta import relativedelta

from odoo import api, models

#: Kinds of days that are not ordinary: minutes after the planned start and stop, empty
#: for a punch that is not there, as in ``punch_cases.csv``.
ODD_DAYS = (
    ("4", "usual"),
    ("7", "usual"),
    ("13", "usual"),
    ("26", "usual"),
    ("usual", "-8"),
    ("usual", "-22"),
    ("", "usual"),
    ("usual", ""),
)
#: (login, who, kind, month, working day, reason, who approves)
LEAVES = (
    ("wu_yutong", "month3", 9, "personal", "陪家人体检", "leader"),
    ("feng_kexin", "month3", 16, "sick", "肠胃炎就医", "leader"),
    ("zhu_junxi", "month3", 12, "personal", "办理居住证", "zhao_qihang"),
    ("gao_chenxi", "month3", 6, "sick", "感冒发烧", "leader2"),
    ("peng_xinran", "month3", 20, "personal", "房屋过户", "deng_huimin"),
    ("agent", "month2", 11, "personal", "参加自考", "leader"),
    ("sun_menghan", "month2", 5, "sick", "牙科手术", "zhao_qihang"),
    ("ma_siyuan", "month2", 14, "personal", "孩子家长会", "leader2"),
    ("zeng_yuheng", "month2", 8, "sick", "急性结膜炎", "deng_huimin"),
    ("pan_haoyu", "month2", 17, "personal", "老家有事", "night_leader"),
)
#: (who, month, working day, side, minutes after the planned time, reason, by whom)
CORRECTIONS = (
    ("agent", "month3", 4, "out", 8, "下班时帮同事处理退款，忘记打卡", "leader"),
    ("chen_sining", "month3", 13, "in", -5, "工卡消磁，前台已登记", "leader"),
    ("xu_jiayan", "month3", 8, "out", 14, "上门回访直接回家", "leader2"),
    ("agent", "month2", 7, "in", -9, "考勤机重启，未识别", "leader"),
    ("cao_wenjing", "month2", 15, "out", 11, "电话回访结束较晚", "deng_huimin"),
)
#: A punch that came after its month was closed, and so is an adjustment.
LATE = ("li_zhixia", "month2", 10, "out", 6)
#: (from, to, working day back, place, matter)
HANDOVERS = (
    ("agent2", "night", 3, "三楼客服台", "大促咨询增多，注意赠品库存"),
    ("wu_yutong", "yuan_mengyao", 4, "三楼客服台", "两单加急改地址已报仓库"),
    ("gao_chenxi", "pan_haoyu", 5, "三楼售后区", "换货登记本用到第三本"),
    ("feng_kexin", "night", 6, "三楼客服台", "有一位客户约 20:00 回电"),
    ("ma_siyuan", "yuan_mengyao", 8, "三楼售后区", "退款单 4 笔待财务确认"),
)


class CsDemo(models.AbstractModel):
    """Attendance of the months before last (ATT-01 to ATT-30)."""

    _inherit = "cs.demo"

    def _demo_begin(self):
        return self._month(3)

    def _demo_day(self, plan, anchor, number):
        """Also ("month3", 4): the fourth working day three months ago, or the last."""
        if not anchor.startswith("month"):
            return super()._demo_day(plan, anchor, number)
        first = self._month(int(anchor[-1]))
        end = first + relativedelta(months=1)
        days = [day for day in plan if first <= day < end]
        return days[min(number, len(days)) - 1] if days else None

    def _demo_cases(self, plans):
        """Some days of the older months are not ordinary either."""
        cases = super()._demo_cases(plans)
        for case, values in self._named_cases(plans):
            cases.setdefault(case, values)
        last = self._month(1)
        for person, plan in plans.items():
            for day in plan:
                chance = self._chance("day", person, day)
                if day < last and chance.random() < 0.045:
                    come, go = chance.choice(ODD_DAYS)
                    cases.setdefault((person, day), {"in": come, "out": go})
        return cases

    def _named_cases(self, plans):
        """Days of leave without punches, and punches that were asked for."""
        absent = [(who, where, day, "", "") for who, where, day, *_rest in LEAVES]
        missed = [
            (who, where, day, *(("", "usual") if side == "in" else ("usual", "")))
            for who, where, day, side, *_rest in (*CORRECTIONS, LATE)
        ]
        for who, where, number, come, go in absent + missed:
            person = self._person_id(who)
            day = self._demo_day(plans.get(person, {}), where, number)
            if day:
                yield (person, day), {"in": come, "out": go}

    # What was asked for, and the sheets

    @api.model
    def _load_sheets(self):
        """The sheets of the older months are approved before those of last month."""
        if self.env.ref("cs_attendance.sheet_history_demo", raise_if_not_found=False):
            return
        self._load_past_requests()
        self._see_quarantine()
        self._judge_all()
        for months_ago in (3, 2):
            self._approve_sheets(self._month(months_ago))
        super()._load_sheets()
        self._confirm_some()

    def _load_past_requests(self):
        for number, (who, where, day, kind, reason, by) in enumerate(LEAVES):
            self._make_leave(
                f"leave_history_{number}",
                "hr",
                who,
                kind,
                [(where, day)],
                reason,
                by=by,
            )
        for number, correction in enumerate(CORRECTIONS):
            self._ask_correction(number, correction)
        for number, (who, relief, back, place, note) in enumerate(HANDOVERS):
            self._make_handover(
                f"handover_history_{number}",
                self._login_of(who),
                self._login_of(relief),
                ("back", back),
                {"place": place, "instructions": note},
                (5, 1),
            )

    def _ask_correction(self, number, correction):
        who, where, day, side, minutes, reason, by = correction
        self._make_correction(
            f"correction_history_{number}",
            self._login_of(who),
            (where, day),
            side,
            minutes,
            reason,
            [(by, "action_approve")],
        )

    def _login_of(self, who):
        """Login of a person named by key or login."""
        keys = {row["key"]: row["login"] for row in self._rows("people")}
        return keys.get(who, who)

    def _see_quarantine(self):
        """HR has looked at the lines that were set aside (ATT-30)."""
        lines = self.env["cs.punch.quarantine"].search([("is_seen", "=", False)])
        self._as("hr", lines).action_seen()

    def _approve_sheets(self, month):
        """People let the time for objections pass, and HR approved (ATT-08)."""
        company = self._demo_company()
        hr = self._ref("user", "hr")
        Period = self.env["cs.period"].with_user(hr).with_company(company)
        Period.action_open_month(month)
        people = self.env["hr.employee"].browse(
            person.id for _row, person in self._demo_people()
        )
        self.env["cs.attendance.sheet.builder"]._build(people, month)
        sheets = self.env["cs.attendance.sheet"].search(
            [("company_id", "=", company.id), ("month", "=", month)]
        )
        self._confirm_silently(sheets)
        own = sheets.filtered(lambda one: one.employee_id.user_id.id == hr)
        self._as("hr", sheets - own).action_approve()
        self._as("gm", own).action_approve()

    def _confirm_some(self):
        """Half of those who confirm last month's themselves have done so."""
        sheets = self.env["cs.attendance.sheet"].search(
            [
                ("company_id", "=", self._demo_company().id),
                ("month", "=", self._month(1)),
                ("state", "=", "computed"),
            ]
        )
        for sheet in sheets:
            user = sheet.employee_id.user_id
            if (
                user.login
                and "_" in user.login
                and self._chance(user.login).random() < 0.6
            ):
                sheet.with_user(user).action_confirm()
        self._set_xml_id("cs_attendance.sheet_history_demo", sheets[:1])

    def _utc_moment(self, day, hour):
        """Naive UTC of a local day and hour."""
        local = datetime.combine(day, datetime.min.time()) + timedelta(hours=hour)
        zone = self._demo_company()._cs_zone()
        return local.replace(tzinfo=zone).astimezone(timezone.utc).replace(tzinfo=None)
