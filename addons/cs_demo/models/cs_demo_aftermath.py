from datetime import timezone

from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.fields import Command

FINE = {"amount_chosen": 35}
#: Complaints that led to a penalty: (months ago, book and rule, what was seen,
#: other fields).
PENALTIES = (
    (3, ("points", "CS-08"), "客户投诉接待态度生硬，中途挂断电话。", {}),
    (2, ("points", "CS-08"), "客户投诉推诿，三次转接无人处理。", {}),
    (2, ("service", "SV-25"), "答复有误引起投诉，按部门规定罚款。", FINE),
)
#: Who leaves, and what the company paid for both of them.
LEAVERS = ("guo_jingyi", "song_yanan")
FEE = 1600
#: Who inspects, too, once somebody is away: the first who is not inspected.
SUBSTITUTES = ("zhao_qihang", "deng_huimin")
EXTRA_FOR = "cao_wenjing"
HEADS = ("supervisor", "supervisor2")


class CsDemo(models.AbstractModel):
    """What follows from what happened: penalties of complaints for finance (HD-06),
    course fees of who leaves (APP-11), an extra payslip (INC-31), an inspection that is
    handed on (HD-30)."""

    _inherit = "cs.demo"

    def _load_entries(self):
        super()._load_entries()
        for number, row in enumerate(PENALTIES):
            self._load_penalty(number, *row)

    def _load_penalty(self, number, months_ago, rule, text, more):
        """The leader reports who is named by a complaint, the supervisor decides."""
        xml_id = f"cs_incentive.entry_complaint_{number}_demo"
        if self.env.ref(xml_id, raise_if_not_found=False):
            return
        case = self._complaint_about(months_ago, number)
        ticket, person = case.ticket_id, case.employee_id
        leader = person.parent_id
        values = {"description": text, "ticket_id": ticket.id, **more}
        zone = ticket.company_id._cs_zone()
        day = ticket.create_date.replace(tzinfo=timezone.utc).astimezone(zone).day
        self._make_entry(
            f"complaint_{number}",
            leader.user_id.login,
            self._key_of(person),
            rule,
            (months_ago, day),
            values,
            [(leader.parent_id.user_id.login, "action_approve")],
        )

    def _key_of(self, person):
        return next(
            row["key"]
            for row in self._rows("people")
            if self._ref("employee", row["key"]) == person.id
        )

    def _complaint_about(self, months_ago, number):
        """A case of a published list that names somebody of a unit with a leader."""
        found = self.env["cs.complaint.month.case"].search(
            [
                ("month_id.company_id", "=", self._demo_company().id),
                ("month_id.month", "=", self._month(months_ago)),
                ("month_id.state", "=", "published"),
                ("employee_id.parent_id.parent_id.user_id.login", "in", HEADS),
            ],
            order="id",
        )
        return found[number % len(found)]

    def _load_todo(self):
        self._load_leavers()
        super()._load_todo()

    def _load_late_facts(self):
        super()._load_late_facts()
        # what the scheduled action does the night after
        self.env["cs.complaint.penalty"]._cron_hand_over()
        self._load_extra_payslip()
        self._load_handed_on()

    def _load_leavers(self):
        """A qualification that the company paid for two people who leave: one has not
        settled it yet, of the other HR takes it from the last pay (APP-11)."""
        xml_id = "cs_demo.course_qualification"
        if self.env.ref(xml_id, raise_if_not_found=False):
            return
        company = self._demo_company()
        people = [self._ref("employee", key) for key in LEAVERS]
        course = self._as("hr", self.env["cs.training.course"]).create(
            {
                "name": "家电维修服务工程师（四级）取证班",
                "kind": "qualification",
                "exam": "written",
                "fee": FEE,
                "company_id": company.id,
                "trainer_name": "江城职业技能鉴定所",
                "session_ids": [Command.create(self._demo_session(company, -100, 6))],
                "participant_ids": [
                    Command.create({"employee_id": person, "score": 82})
                    for person in people
                ],
            }
        )
        self._set_xml_id(xml_id, course)
        course.action_start()
        course.action_close()
        leaving = self.env["hr.employee"].browse(people[1])
        leaving.departure_date = company._cs_today() + relativedelta(day=31)
        Owed = self.env["cs.training.obligation"]
        Owed._refresh(company)
        last = Owed.search([("employee_id", "=", leaving.id)])
        self._as("hr", last).action_take_from_pay()

    def _load_extra_payslip(self):
        """What was forgotten in a closed month is paid in this one (INC-31)."""
        xml_id = "cs_demo.payslip_extra"
        if self.env.ref(xml_id, raise_if_not_found=False):
            return
        company = self._demo_company()
        Extra = self._as("payroll", self.env["cs.payroll.extra"]).with_company(company)
        extra = Extra.create(
            {
                "company_id": company.id,
                "employee_id": self._ref("employee", EXTRA_FOR),
                "month": self._month(0),
                "kind": "correction",
                "reason": "两个月前补卡批准后全勤奖未补发，本人核对工资条时发现。",
                "line_ids": [
                    Command.create(
                        {
                            "rule_id": self.env.ref("cs_payroll.rule_full").id,
                            "amount": 240,
                            "note": "全勤奖补发",
                        }
                    )
                ],
            }
        )
        run = self.env["hr.payslip.run"].browse(extra.action_confirm()["res_id"])
        self._set_xml_id(xml_id, run)
        self._as("gm", run).action_cs_approve()

    def _load_handed_on(self):
        """An inspector is away: HR has another one inspect instead (HD-30)."""
        xml_id = "cs_demo.inspection_handed_on"
        if self.env.ref(xml_id, raise_if_not_found=False):
            return
        mine = [("company_id", "=", self._demo_company().id), ("state", "=", "open")]
        result = self.env["cs.inspection.result"].search(
            mine, order="date, id", limit=1
        )
        people = self.env["hr.employee"].browse(
            [self._ref("employee", key) for key in SUBSTITUTES]
        )
        reviewers = self.env.ref("cs_quality.group_reviewer")
        (people - result.employee_id)[0].user_id.group_ids = [
            Command.link(reviewers.id)
        ]
        sign = result.sign_ids.sorted("id")[-1]
        self._as("hr", sign).action_hand_on()
        self._set_xml_id(xml_id, sign)
