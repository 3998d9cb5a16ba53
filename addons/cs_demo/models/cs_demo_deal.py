from odoo import models

#: (person, months ago, day, amount, customer, day of the transfer slip)
BIG = (
    ("zhou_muyang", 3, 5, 9200, "明湖小学", 7),
    ("wu_yutong", 3, 9, 7400, "锦程装饰公司", 11),
    ("sun_menghan", 3, 16, 18600, "汇川产业园食堂", 19),
    ("wang_ziqian", 3, 22, 5900, "橙子青年公寓", 24),
    ("li_zhixia", 2, 6, 13400, "安和月子中心", 9),
    ("zheng_haoran", 2, 17, 8800, "三叶草幼教", 20),
    ("zhu_junxi", 2, 23, 6700, "临江社区服务站", 25),
    ("chen_sining", 1, 11, 10200, "拾光民宿集群", 14),
    ("li_zhixia", 1, 15, 7600, "新禾诊所", 18),
    ("wu_yutong", 1, 20, 15800, "启明科技员工福利", 23),
    ("zhou_muyang", 0, 2, 8400, "桐庐茶室", 4),
    ("sun_menghan", 0, 3, 12600, "大悦健身", None),
    ("wang_ziqian", 0, 5, 9300, "知行书店", None),
)
#: (group, months ago, day, amount)
PUBLIC = (
    ("presale1", 3, 6, 8100),
    ("presale2", 3, 13, 7700),
    ("presale1", 3, 21, 5200),
    ("presale2", 2, 24, 6100),
    ("presale2", 1, 22, 5800),
    ("presale1", 0, 4, 3900),
)


class CsDemo(models.AbstractModel):
    """Deals of the demo company, more of them (INC-02)."""

    _inherit = "cs.demo"

    def _demo_public(self):
        return super()._demo_public() + self._happened(PUBLIC)

    def _demo_big(self):
        return super()._demo_big() + self._happened(BIG)

    def _happened(self, rows):
        """Those until yesterday; a slip of later days has not come yet."""
        today = self._demo_company()._cs_today()
        return tuple(
            (
                *row[:5],
                row[5] if row[5] and self._demo_date(row[1], row[5]) < today else None,
            )
            if len(row) > 5
            else row
            for row in rows
            if self._demo_date(row[1], row[2]) < today
        )
