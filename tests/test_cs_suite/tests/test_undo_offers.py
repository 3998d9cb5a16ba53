"""What offers to take a decision back can do it (docs/undo.md)."""

from odoo.addons.cs_base.models.cs_decision_mixin import CsDecisionMixin
from odoo.addons.cs_base.models.cs_decision_undo_mixin import CsDecisionUndoMixin
from odoo.addons.cs_base.tests.common import CsCase
from odoo.tests import tagged

#: What happens at the end, and what takes it back. A model of the first kind that
#: offers to take approvals back needs one of the second kind.
CONSEQUENCES = {
    "_decision_on_approved": CsDecisionMixin,
    "_decision_finish": CsDecisionMixin,
}
WAYS_BACK = {
    "_decision_on_undone": CsDecisionUndoMixin,
    "_decision_revert": CsDecisionUndoMixin,
}


def overridden(model, hooks):
    """Names of hooks that some class of the model writes anew."""
    return {
        name
        for name, base in hooks.items()
        for one in type(model).__mro__
        if name in vars(one) and not issubclass(base, one) and one is not base
    }


@tagged("post_install", "-at_install", "cs_suite", "cs_undo")
class TestUndoOffers(CsCase):
    def documents(self):
        """Models with decisions, of the suite."""
        names = self.env.registry.descendants(["cs.decision.undo.mixin"], "_inherit")
        found = [self.env[name] for name in sorted(names)]
        return [one for one in found if not one._abstract]

    def test_every_offer_has_its_way_back(self):
        self.assertGreater(len(self.documents()), 20)
        for model in self.documents():
            with self.subTest(model._name):
                if model._decision_undoes_approval and overridden(model, CONSEQUENCES):
                    self.assertTrue(overridden(model, WAYS_BACK), model._name)

    def test_what_keeps_its_approvals_does_not_offer(self):
        """By the decision alone, without searching: a list asks for each of many."""
        keeping = [one for one in self.documents() if not one._decision_undoes_approval]
        self.assertTrue(keeping)
        for model in keeping:
            request = self.env["cs.decision.request"].new({"state": "approved"})
            decision = self.env["cs.decision"].new(
                {
                    "outcome": "approve",
                    "state_to": model._decision_approved,
                    "request_id": request,
                }
            )
            with self.subTest(model._name):
                self.assertFalse(model.new({})._decision_offers_undo(decision))
