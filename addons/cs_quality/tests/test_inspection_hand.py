from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .inspection_case import FRIDAY, InspectionCase


@tagged("cs_quality", "cs_inspection", "cs_inspection_hand")
class TestInspectionHand(InspectionCase):
    """HD-30: an inspector who is away or has left is replaced by another one."""

    def setUp(self):
        super().setUp()
        self.open = self.result()
        # Named after the draw.
        self._create_role("inspector3", "cs_quality.group_reviewer", self.quality)

    def sign_of(self, role, result=None):
        signs = (result or self.open).sign_ids
        return signs.filtered(lambda one: one.inspector_id == self.people[role])

    def hand_on(self, record, by="hr"):
        record.with_user(self.users[by]).action_hand_on()
        self.env.invalidate_all()

    def leave(self, *roles):
        for role in roles:
            self.users[role].active = False
            self.people[role].active = False

    def test_hr_hands_it_on(self):
        first, second = self.sign_of("inspector"), self.sign_of("inspector2")
        with self.at(FRIDAY):
            mine = self.open.with_user(self.users["inspector2"])
            self.mark(mine)
            mine.action_sign()
        self.hand_on(first)
        self.assertEqual(first.inspector_id, self.people["inspector3"])
        self.assertEqual(first.instead_of_id, self.people["inspector"])
        self.assertTrue(second.signed_at, "who was there has confirmed it")
        self.assertEqual(self.open.line_ids[0].outcome, "pass")
        with self.at(FRIDAY):
            with self.assertRaises(AccessError):
                self.open.with_user(self.users["inspector"]).action_sign()
            self.open.with_user(self.users["inspector3"]).action_sign()
        self.assertEqual(self.open.state, "done")
        self.assertTrue(self.open.round_id._is_reproduced())
        with self.assertRaisesRegex(UserError, "final"):
            self.hand_on(first)

    def test_nobody_else_hands_on(self):
        sign = self.sign_of("inspector")
        for role in ("agent", "leader", "supervisor", "gm", "inspector", "inspector2"):
            for record in (sign, self.open):
                with self.subTest(role), self.assertRaises(AccessError):
                    self.hand_on(record, role)
        for vals in ({"inspector_id": self.people["hr"].id}, {"signed_at": FRIDAY}):
            with self.assertRaisesRegex(UserError, "HD-30"):
                sign.with_user(self.users["hr"]).write(vals)

    def test_what_is_confirmed_stays(self):
        with self.at(FRIDAY):
            mine = self.open.with_user(self.users["inspector"])
            self.mark(mine)
            mine.action_sign()
        with self.assertRaisesRegex(UserError, "confirmed"):
            self.hand_on(self.sign_of("inspector"))

    def test_not_to_who_inspects_already_nor_back(self):
        sign = self.sign_of("inspector")
        self.hand_on(sign)
        with self.assertRaisesRegex(UserError, "nobody else"):
            self.hand_on(sign)
        self.assertEqual(sign.inspector_id, self.people["inspector3"])

    def test_not_to_the_person_nor_to_whom_the_person_leads(self):
        """Nobody inspects oneself, or a superior."""
        person = self.open.employee_id
        third = self.people["inspector3"]
        third.parent_id = person
        with self.assertRaisesRegex(UserError, "nobody else"):
            self.hand_on(self.sign_of("inspector"))
        third.parent_id = False
        third.user_id.group_ids -= self.env.ref("cs_quality.group_reviewer")
        person.user_id.group_ids += self.env.ref("cs_quality.group_reviewer")
        with self.assertRaisesRegex(UserError, "nobody else"):
            self.hand_on(self.sign_of("inspector"))

    def test_several_at_once_when_somebody_has_left(self):
        with self.assertRaisesRegex(UserError, "has left"):
            self.hand_on(self.open)
        sign = self.sign_of("inspector")
        self.leave("inspector")
        self.hand_on(self.open)
        self.assertEqual(sign.inspector_id, self.people["inspector3"])
        self.assertTrue(self.sign_of("inspector2"))

    def test_with_nobody_left_the_next_ones_begin_anew(self):
        self._create_role("inspector4", "cs_quality.group_reviewer", self.quality)
        mine = self.open.with_user(self.users["inspector"])
        self.mark(mine)
        mine.note = "Well done"
        self.leave("inspector", "inspector2")
        self.hand_on(self.open)
        new = self.people["inspector3"] | self.people["inspector4"]
        self.assertEqual(self.open.sign_ids.inspector_id, new)
        self.assertFalse(any(self.open.line_ids.mapped("outcome")))
        self.assertFalse(any(self.open.line_ids.mapped("points")) or self.open.note)
        self.finish(self.open)
        self.assertEqual((self.open.state, self.open.score), ("done", 100))
