"""A result with two reasons: facts of one's own, of others, gone and absent."""

from datetime import date
from decimal import Decimal

from odoo.addons.cs_base.engine.explanation import Explanation, Fact, Param, Reason
from odoo.addons.cs_base.tests.common import CsCase


class ExplainedCase(CsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Result = cls.env["test.cs.explained"]
        cls.result = cls.Result.create({"name": "22 October"})
        Fact_ = cls.env["test.cs.fact"]
        agent, other = cls.users["agent"], cls.users["agent2"]
        cls.own = Fact_.create({"name": "08:24 front door", "user_id": agent.id})
        cls.foreign = Fact_.create({"name": "TOP SECRET", "user_id": other.id})
        cls.gone = Fact_.create({"name": "Gone", "user_id": agent.id})
        cls.policy = Fact_.create({"name": "Template", "date_from": "2026-07-01"})
        cls.explanation = cls._explanation()
        cls.gone.unlink()
        cls.Result._set_explanations({cls.result.id: cls.explanation})

    @classmethod
    def _explanation(cls, *more_facts, text="Lin Xiaotong"):
        model = "test.cs.fact"
        return Explanation(
            verdict="test.verdict.missed",
            reasons=[
                Reason(
                    rule="TST-01",
                    key="test.missed",
                    facts=[
                        Fact(model, cls.own.id, "test_in"),
                        Fact(model, None, "test_out"),
                        Fact(model, cls.foreign.id, "test_shift"),
                        Fact(model, cls.gone.id, "test_leave"),
                        Fact(model, cls.policy.id, "policy"),
                        *more_facts,
                    ],
                    params=[
                        Param("test_quota", 3),
                        Param("test_mode", "test.mode.superior", "term"),
                        Param("test_grace", Decimal("7.50"), "minute"),
                    ],
                    values=[
                        Param("minutes", 12, "minute"),
                        Param("day", date(2026, 10, 22)),
                        Param("amount", Decimal("-1234.5"), "money:CNY"),
                    ],
                ),
                Reason(
                    rule="TST-99",
                    key="test.confirmed",
                    facts=[Fact(model, cls.foreign.id, "test_shift")],
                    values=[Param("who", text)],
                ),
            ],
        )

    def _read(self, role="agent", record=None, **context):
        record = record or self.result
        return (
            record.with_user(self.users[role]).with_context(**context).get_explanation()
        )
