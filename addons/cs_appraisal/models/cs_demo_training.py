from datetime import datetime, time, timedelta, timezone

from odoo import api, models
from odoo.fields import Command

#: course -> (topic, kind, exam, days from today, hours, trainer, scores by person);
#: minutes missed stand behind a score, None is no exam
COURSES = {
    "newcomer": (
        "新人入职培训：服务规范与系统操作",
        "newcomer",
        "written",
        (-18, -17),
        4,
        "lin_jiahe",
        {"qin_shuo": (86, 0), "jiang_shihan": (78, 60)},
    ),
    "manager": (
        "主管班：绩效面谈与团队辅导",
        "manager",
        "report",
        (-45,),
        6,
        "su_yinglan",
        {
            "lin_jiahe": (92, 0),
            "zhao_qihang": (81, 0),
            "tang_wanning": (88, 30),
            "tian_zhenyu": (None, 120),
        },
    ),
    "skill": (
        "投诉处理话术与情绪安抚",
        "skill",
        "practical",
        (-40, -39),
        3,
        "deng_huimin",
        {"zhou_muyang": (84, 0), "wu_yutong": (52, 0), "zheng_haoran": (75, 119)},
    ),
    "next": (
        "电商平台新规则与售后政策",
        "skill",
        "written",
        (6, 7),
        2,
        "lin_jiahe",
        {"zhou_muyang": (None, 0), "chen_sining": (None, 0), "feng_kexin": (None, 0)},
    ),
}
#: courses that are over
OVER = ("newcomer", "manager", "skill")


class CsDemo(models.AbstractModel):
    """Courses of the demo company: three over, one announced (APP-11)."""

    _inherit = "cs.demo"

    @api.model
    def _load_training(self):
        """Once; what has been decided stays."""
        if self.env.ref("cs_appraisal.course_newcomer_demo", raise_if_not_found=False):
            return
        self = self.with_context(tracking_disable=True, lang="zh_CN")
        company = self.env["res.company"].browse(self._ref("company", "xinglan"))
        for key in COURSES:
            self._demo_course(company, key)
        self._demo_feedback()
        self._demo_request(company)
        self._demo_reimbursed(company)
        self._demo_correction()
        self._as("agent", self.env["cs.training.need"]).create(
            {"topic": "方言客户沟通技巧"}
        )
        self.env["cs.training.need.maker"].with_company(company)._make(company)

    def _demo_course(self, company, key):
        topic, kind, exam, days, hours, trainer, people = COURSES[key]
        course = self._as("hr", self.env["cs.training.course"]).create(
            {
                "name": topic,
                "kind": kind,
                "exam": exam,
                "company_id": company.id,
                "trainer_id": self._ref("employee", trainer),
                "session_ids": [
                    Command.create(self._demo_session(company, day, hours))
                    for day in days
                ],
                "participant_ids": [
                    Command.create(
                        {
                            "employee_id": self._ref("employee", person),
                            "score": score or 0,
                        }
                    )
                    for person, (score, _missed) in people.items()
                ],
            }
        )
        self._set_xml_id(f"cs_appraisal.course_{key}_demo", course)
        self._demo_misses(course, people)
        course.action_start()
        if key in OVER:
            course.action_close()

    def _demo_session(self, company, shift, hours):
        """At 14:00 of a day counted from today, on the company's clock."""
        day = company._cs_today() + timedelta(days=shift)
        start = datetime.combine(day, time(14), company._cs_zone()).astimezone(
            timezone.utc
        )
        start = start.replace(tzinfo=None)
        return {
            "start_at": start,
            "stop_at": start + timedelta(hours=hours),
            "place": "二楼培训室",
        }

    def _demo_misses(self, course, people):
        for person, (_score, missed) in people.items():
            row = course.participant_ids.filtered(
                lambda one, p=person: one.employee_id.id == self._ref("employee", p)
            )
            if missed:
                row.miss_ids = [
                    Command.create(
                        {"session_id": course.session_ids[0].id, "minutes": missed}
                    )
                ]

    def _demo_feedback(self):
        """What the leader thinks of the managers' course, and what goes wrong."""
        course = self.env.ref("cs_appraisal.course_manager_demo")
        leader = self.env["hr.employee"].browse(self._ref("employee", "lin_jiahe"))
        row = course.participant_ids.filtered(lambda one: one.employee_id == leader)
        self._as("leader", self.env["cs.training.evaluation"])._give(
            self._as("leader", row), "person", 4, "面谈演练很实用，希望再多两个案例。"
        )
        coming = self.env.ref("cs_appraisal.course_next_demo")
        self._as("agent", self.env["cs.training.problem"])._report(
            self._as("agent", coming), "培训时间和晚班交接重叠，组里只剩两个人接待。"
        )

    def _demo_request(self, company):
        today = company._cs_today()
        values = {
            "name": "客户服务管理师（三级）",
            "provider": "江城职业培训学院",
            "is_qualification": True,
            "cost": 2800,
            "date_from": today - timedelta(days=30),
            "date_to": today - timedelta(days=5),
            "reason": "准备竞聘组长，取得职业资格证书。",
        }
        self._make(
            "cs_appraisal.training_request_demo",
            "cs.training.request",
            "agent",
            values,
            [
                ("agent", "action_submit"),
                ("leader", "action_approve"),
                ("hr", "action_approve"),
                (
                    "agent",
                    "write",
                    {
                        "certificate_number": "JC-2026-03817",
                        "paid": 2680,
                        "ended_on": today - timedelta(days=5),
                    },
                ),
            ],
        )

    def _demo_reimbursed(self, company):
        """A short course whose fee was given back."""
        today = company._cs_today()
        values = {
            "name": "普通话水平测试辅导班",
            "provider": "江城语言文字培训中心",
            "cost": 600,
            "date_from": today - timedelta(days=60),
            "date_to": today - timedelta(days=50),
            "reason": "改善电话沟通时的方言口音。",
        }
        handed_in = {
            "certificate_number": "PSC-330912",
            "paid": 580,
            "ended_on": today - timedelta(days=50),
        }
        self._make(
            "cs_appraisal.training_reimbursed_demo",
            "cs.training.request",
            "agent2",
            values,
            [
                ("agent2", "action_submit"),
                ("leader", "action_approve"),
                ("hr", "action_approve"),
                ("agent2", "write", handed_in),
                ("hr", "action_reimburse"),
            ],
        )

    def _demo_correction(self):
        """A score that was typed wrongly: the general manager decides."""
        course = self.env.ref("cs_appraisal.course_skill_demo")
        person = self._ref("employee", "wu_yutong")
        row = course.participant_ids.filtered(lambda one: one.employee_id.id == person)
        values = {
            "participant_id": row.id,
            "minutes_missed": row.minutes_missed,
            "score": 62,
            "is_examined": True,
            "reason": "实操第三项漏加10分，已与讲师核对评分表。",
        }
        xml_id = "cs_appraisal.training_correction_demo"
        steps = [("hr", "action_submit")]
        self._make(xml_id, "cs.training.correction", "hr", values, steps)
