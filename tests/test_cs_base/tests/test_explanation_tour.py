"""The panel in the real web client, as an agent."""

from odoo.tests import HttpCase, tagged

from .explained_case import ExplainedCase


@tagged("cs_base", "cs_base_explanation", "post_install", "-at_install")
class TestExplanationTour(ExplainedCase, HttpCase):
    def test_an_agent_opens_the_reasons(self):
        self.Result._set_explanations(
            {self.result.id: self._explanation(text='<b id="evil">')}
        )
        self.start_tour(
            f"/odoo/test-explained/{self.result.id}",
            "cs_base_explanation",
            login=self.users["agent"].login,
        )
        self.assertEqual(self.result.answered, 1)
