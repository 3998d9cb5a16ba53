from odoo import api, models

#: (who, reported by, decided by, book, rule, months ago, day, what happened, values)
ENTRIES = (
    ("wu_yutong", "leader", "supervisor", "service", "SV-11", 3, 6, "三笔未付款订单超过两小时未跟进。", {"count": 3}),
    ("zhou_muyang", "leader", "supervisor", "points", "CS-10", 3, 9, "客户来信表扬：耐心指导老人连接网络四十分钟。", {}),
    ("sun_menghan", "zhao_qihang", "supervisor", "service", "SV-30", 3, 14, "主动整理常见问题三十条，全组使用。", {}),
    ("ma_siyuan", "leader2", "supervisor", "service", "SV-25", 3, 15, "换货地址登记错误，快递退回。", {"amount_chosen": 30}),
    ("cao_wenjing", "deng_huimin", "supervisor2", "points", "CS-12", 3, 18, "及时发现重复退款，为公司挽回一千六百元。", {}),
    ("pan_haoyu", "night_leader", "supervisor2", "service", "SV-04", 3, 20, "夜班未穿工装。", {}),
    ("zhu_junxi", "zhao_qihang", "supervisor", "service", "SV-20", 3, 22, "三次未按规范使用开场语，经提醒后仍未改。", {}),
    ("gao_chenxi", "leader2", "supervisor", "points", "CS-13", 3, 26, "在大厅拾得客户手机并送回。", {}),
    ("li_zhixia", "zhao_qihang", "supervisor", "points", "CS-10", 2, 5, "客户送来锦旗：当晚协调师傅抢修漏水。", {}),
    ("feng_kexin", "leader", "supervisor", "service", "SV-25", 2, 7, "未核对规格即答复客户可以换货。", {"amount_chosen": 20}),
    ("peng_xinran", "deng_huimin", "supervisor2", "service", "SV-30", 2, 10, "一个月内投诉回访满意率百分之百。", {}),
    ("yuan_mengyao", "night_leader", "supervisor2", "service", "SV-11", 2, 13, "两笔夜间未付款订单未跟进。", {"count": 2}),
    ("zheng_haoran", "leader", "supervisor", "points", "CS-11", 2, 17, "代同事承担误解，安抚客户至问题解决。", {}),
    ("xiao_yutong", "deng_huimin", "supervisor2", "service", "SV-25", 2, 19, "回访记录漏填满意度。", {"amount_chosen": 10}),
    ("hu_xinyue", "leader2", "supervisor", "service", "SV-04", 2, 26, "当班未佩戴工牌。", {}),
    ("chen_sining", "leader", "supervisor", "service", "SV-30", 1, 8, "带教新人两名，均一次通过上岗考核。", {}),
    ("zeng_yuheng", "deng_huimin", "supervisor2", "points", "CS-10", 1, 11, "客户电话表扬：投诉当天办结并主动回访。", {}),
    ("jiang_shihan", "night_leader", "supervisor2", "service", "SV-11", 1, 13, "一笔未付款订单未跟进。", {"count": 1}),
    ("xu_jiayan", "leader2", "supervisor", "points", "CS-12", 1, 16, "发现同批次配件缺陷，避免批量退货。", {}),
    ("wang_ziqian", "zhao_qihang", None, "service", "SV-25", 1, 20, "承诺赠品未登记，客户再次来电。", {"amount_chosen": 20}),
    ("song_yanan", "leader2", None, "points", "CS-10", 1, 24, "客户在评价中点名表扬。", {}),
    ("zhou_muyang", "leader", None, "points", "CS-10", 0, 1, "客户来电表扬：主动垫付运费后按流程报销。", {}),
    ("dong_liqiang", "night_leader", None, "service", "SV-25", 0, 2, "交接登记漏写一单退款。", {"amount_chosen": 20}),
    ("li_zhixia", "zhao_qihang", None, "service", "SV-11", 0, 3, "两笔未付款订单未跟进。", {"count": 2}),
)  # fmt: skip


class CsDemo(models.AbstractModel):
    """Fines and awards of the demo company, more of them (INC-20 to INC-29)."""

    _inherit = "cs.demo"

    @api.model
    def _load_statements(self, months_ago):
        """They are part of the statements."""
        self._load_entries()
        return super()._load_statements(months_ago)

    def _load_entries(self):
        today = self._demo_company()._cs_today()
        for number, (who, by, decider, book, rule, *rest) in enumerate(ENTRIES):
            months_ago, day, text, values = rest
            if self._demo_date(months_ago, day) < today:
                self._make_entry(
                    f"history_{number}",
                    by,
                    who,
                    (book, rule),
                    (months_ago, day),
                    {"description": text, **values},
                    [(decider, "action_approve")] if decider else (),
                )
