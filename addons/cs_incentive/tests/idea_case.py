from odoo.addons.cs_base.tests.common import CsCase
from odoo.tests import freeze_time

#: noon in Shanghai
NOW = "2025-06-20 04:00"
IDEA = "cs.staff.idea"
WHY = "Well thought out"
MARKS = {"creativity": 80, "feasibility": 90, "benefit": 70}


@freeze_time(NOW)
class IdeaCase(CsCase):
    """A company with the default policy: 30, 30 and 40 %, held for two months."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.company_id = cls.company

    def as_(self, role, model):
        """A model as somebody uses it in the web client."""
        records = self.env[model] if isinstance(model, str) else model
        return records.with_user(self.users[role]).with_context(
            allowed_company_ids=self.company.ids
        )

    def idea(self, by="agent", submit=True, **vals):
        texts = {
            "name": "A reply template",
            "problem": "Everybody answers in another way",
            "proposal": "One template",
            "expected": "Half the time",
        }
        idea = self.as_(by, IDEA).create(texts | vals)
        if submit:
            idea.action_submit()
        return idea.with_env(self.env)

    def judge(self, idea, by="leader", outcome="adopted", reason=WHY, **vals):
        """As the dialog does."""
        if outcome == "adopted":
            carry = {
                "responsible_id": self.people["agent2"].id,
                "due_on": "2025-07-31",
            }
            vals = MARKS | carry | vals
        wizard = self.as_(by, "cs.staff.idea.judge").create(
            {"idea_id": idea.id, "outcome": outcome, "reason": reason} | vals
        )
        wizard.action_confirm()
        self.env.invalidate_all()

    def adopted(self, by="agent", decider="leader", **vals):
        idea = self.idea(by)
        self.judge(idea, decider, **vals)
        return idea
