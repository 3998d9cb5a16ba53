import base64
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.fields import Command

#: key -> (title, category, secrecy, department, days old, cabinet, box, keeper, text)
RECORDS = {
    "manual": ("客服部服务规范手册（第三版）", "rule", "normal", "service", 200,
               "1号柜", "制度盒03", False, "服务用语：您好、请、谢谢、抱歉、再见。"),
    "courier": ("顺达快递承运框架合同", "contract", "secret", "service", 320,
                "2号柜", "合同盒11", "supervisor", "承运单价及违约责任见第五条。"),
    "customers": ("重点客户名册", "customer", "secret", "presale1", 90,
                  "2号柜", "客户盒02", "leader", "名册仅限本组跟进使用，不得外传。"),
    "wages": ("管理层薪酬方案", "personnel", "top", "office", 60,
              "保险柜", "01", "hr", "方案经总经理审定后执行。"),
    "register": ("老客户登记簿", "customer", "normal", "presale1", 4500,
                 "4号柜", "旧档盒07", False, "手工登记簿扫描件。"),
    "campaign": ("老促销活动资料", "other", "normal", "service", 4200,
                 "4号柜", "旧档盒09", False, "活动海报与价目表。"),
    "scripts": ("夜班应急话术汇编", "rule", "normal", False, 5,
                "1号柜", "制度盒04", False, "系统故障时先安抚，再登记，次日回访。"),
}  # fmt: skip
#: key -> (record, borrower, purpose, days asked for, decider, what came of it)
LOANS = {
    "returned": ("manual", "agent", "新人带教备课", 3, "supervisor", "returned"),
    "overdue": ("manual", "agent2", "整理退换货口径", 5, "supervisor", "overdue"),
    "fetch": ("courier", "leader", "核对丢件赔付条款", 2, "supervisor", "approved"),
    "asked": ("register", "agent", "核对老客户换芯日期", 7, "leader", "submitted"),
}
#: key -> (title, from whom, their number, pages, who signs, how far it went)
INCOMING = {
    "notice": ("关于规范促销价格标示的告知书", "市场监督管理所", "市监告〔12〕号", 3,
               "front", "filed"),
    "letter": ("消费者协会转办投诉函", "区消费者协会", "消协转〔37〕号", 2,
               "front", "handling"),
    "invite": ("行业服务规范培训通知", "市服务业协会", False, 4, "front", "circulated"),
    "lawyer": ("律师函：商标使用问题", "明理律师事务所", False, 5, "front", "signed"),
}  # fmt: skip


class CsDemo(models.AbstractModel):
    """The archive of the demo company: documents of each level, loans of which one is
    overdue, incoming documents on their way, a disposal and leaks (ALL-06, HD-20)."""

    _inherit = "cs.demo"

    @api.model
    def _load_records(self):
        """All of it, once."""
        if self.env.ref("cs_records.record_manual_demo", raise_if_not_found=False):
            return
        self._make_record_policy()
        for key in RECORDS:
            self._make_record(key)
        for key in LOANS:
            self._make_record_loan(key)
        for key in INCOMING:
            self._make_incoming(key)
        self._make_record_disposal()
        self._make_record_leaks()

    def _record_day(self, ago):
        company = self.env["res.company"].browse(self._ref("company", "xinglan"))
        return company._cs_today() - timedelta(days=ago)

    def _record_file(self, name, text):
        upload = base64.b64encode(text.encode())
        return Command.create({"name": name, "upload": upload})

    def _make_record_policy(self):
        values = {
            "name": "档案管理制度",
            "company_id": self._ref("company", "xinglan"),
            "date_from": self._record_day(0) - relativedelta(years=1, month=1, day=1),
            "normal_days": 10,
        }
        steps = [("hr", "action_submit"), ("gm", "action_approve")]
        self._make("cs_records.policy_demo", "cs.record.policy", "hr", values, steps)

    def _make_record(self, key):
        title, category, secrecy, unit, ago, cabinet, box, keeper, text = RECORDS[key]
        values = {
            "name": title,
            "category_id": self.env.ref(f"cs_records.category_{category}").id,
            "secrecy": secrecy,
            "company_id": self._ref("company", "xinglan"),
            "department_id": self._ref("department", unit),
            "date": self._record_day(ago),
            "cabinet": cabinet,
            "box": box,
            "keeper_ids": [keeper and self._ref("user", keeper)] if keeper else [],
            "file_ids": [self._record_file(f"{title}.txt", text)],
        }
        steps = [("hr", "action_file")] if key != "scripts" else []
        self._make(f"cs_records.record_{key}_demo", "cs.record", "hr", values, steps)
        if secrecy != "normal":
            file = self.env.ref(f"cs_records.record_{key}_demo").file_ids
            reader = self._ref("user", keeper)
            file.with_user(reader).action_read("归档前核对扫描件")

    def _make_record_loan(self, key):
        record, login, purpose, days, decider, end = LOANS[key]
        values = {
            "record_number": self.env.ref(f"cs_records.record_{record}_demo").number,
            "purpose": purpose,
            "date_from": self._record_day(0),
            "date_to": self._record_day(-days + 1),
        }
        steps = [(login, "action_submit")]
        if end != "submitted":
            steps.append((decider, "action_approve"))
        if end in ("returned", "overdue"):
            steps.append((decider, "action_hand_out"))
        if end == "returned":
            steps.append((decider, "action_receive"))
        xml_id = f"cs_records.record_loan_{key}_demo"
        self._make(xml_id, "cs.record.loan", login, values, steps)
        if end in ("returned", "overdue"):
            self._loan_back(self.env.ref(xml_id), 20 if end == "returned" else 9)

    def _loan_back(self, loan, ago):
        """As if it had been lent some days ago."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE cs_record_loan SET date_from = date_from - %(ago)s,"
            " date_to = date_to - %(ago)s, lent_at = lent_at - %(span)s,"
            " returned_at = returned_at - interval '18 days' WHERE id = %(id)s",
            {"ago": ago, "span": timedelta(days=ago), "id": loan.id},
        )
        self.env.invalidate_all()

    def _make_incoming(self, key):
        title, sender, number, pages, login, end = INCOMING[key]
        values = {
            "name": title,
            "sender": sender,
            "sender_number": number,
            "pages": pages,
            "company_id": self._ref("company", "xinglan"),
            "department_id": self._ref("department", "service"),
            "file_ids": [self._record_file(f"{title}.txt", title)],
        }
        xml_id = f"cs_records.incoming_{key}_demo"
        steps = [] if end == "signed" else [("hr", "action_register")]
        if steps:
            steps += [("hr", "write", self._incoming_naming(end))]
            steps += [("hr", "action_circulate"), ("leader", "action_sign")]
        if end in ("handling", "filed"):
            steps.append(("hr", "action_handle"))
        if end == "filed":
            result = {"result": "价格标示已逐页核对，整改回执已寄出。"}
            steps += [("agent", "write", result), ("agent", "action_done")]
        self._make(xml_id, "cs.record.incoming", login, values, steps)
        if end == "filed":
            self._file_incoming(self.env.ref(xml_id))

    def _incoming_naming(self, end):
        readers = ("leader", "agent", "supervisor")
        lines = [Command.create({"user_id": self._ref("user", x)}) for x in readers]
        named = {"circulation_ids": lines}
        if end != "circulated":
            handler = self._ref("user", "agent")
            named |= {"handler_id": handler, "due_on": self._record_day(-2)}
        return named

    def _file_incoming(self, incoming):
        hr = incoming.with_user(self._ref("user", "hr"))
        record = self.env["cs.record"].browse(hr.action_file()["res_id"])
        self._set_xml_id("cs_records.record_notice_demo", record)
        record.with_user(hr.env.user).write({"cabinet": "3号柜", "box": "来文盒01"})
        record.with_user(hr.env.user).action_file()

    def _make_record_disposal(self):
        """Waits for the general manager."""
        record = self.env.ref("cs_records.record_campaign_demo")
        values = {
            "company_id": self._ref("company", "xinglan"),
            "date": self._record_day(-7),
            "reason": "保管期满，无继续保存价值",
            "executor_id": self._ref("user", "front"),
            "witness_id": self._ref("user", "supervisor"),
            "line_ids": [Command.create({"record_id": record.id})],
        }
        xml_id = "cs_records.record_disposal_demo"
        steps = [("hr", "action_submit")]
        self._make(xml_id, "cs.record.disposal", "hr", values, steps)

    def _make_record_leaks(self):
        number = self.env.ref("cs_records.record_customers_demo").number
        found = [
            ("closed", "agent", "客户手机号截图误发到外部群", "已撤回并请群主删除",
             [("hr", "action_close", "已撤回，未造成损失；按SV-10记录提醒。")]),
            ("open", "leader", "名册复印件遗留在打印机旁", "已收回并清点页数", []),
        ]  # fmt: skip
        for key, login, name, measures, steps in found:
            values = {"name": name, "measures": measures, "record_number": number}
            if key == "closed":
                values.pop("record_number")
            xml_id = f"cs_records.record_leak_{key}_demo"
            self._make(xml_id, "cs.record.incident", login, values, steps)
