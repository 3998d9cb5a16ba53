"""Approving in bulk and taking it back, in the real web client."""

from odoo.tests import HttpCase, tagged

from .common import DecisionCase


@tagged("cs_base", "cs_base_undo", "post_install", "-at_install")
class TestUndoTour(DecisionCase, HttpCase):
    touch_enabled = False

    def _walk(self):
        documents = self._submitted() | self._submitted()
        self.start_tour(
            "/odoo/test-documents?view_type=list", "cs_base_undo", login="cs_leader"
        )
        self.env.invalidate_all()
        self.assertEqual(documents.mapped("state"), ["submitted"] * 2)
        # twice both, then one in its form
        self.assertEqual(len(documents.decision_ids.undo_ids), 5)
        self.assertFalse(documents.decision_ids._standing())

    def test_on_the_desk(self):
        self.browser_size = "1400x900"
        self._walk()

    def test_on_the_phone(self):
        self.browser_size = "390x844"
        self.touch_enabled = True
        self._walk()
