from datetime import date, timedelta
from urllib.parse import urljoin

from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .day_case import at
from .swap_case import DAY, NOW, SwapCase

SWAP = "cs.shift.swap"
WEEK = timedelta(days=7)


@tagged("post_install", "-at_install", "cs_attendance", "cs_attendance_swap")
@freeze_time(NOW)
class TestShiftSwapRefusals(RpcMixin, SwapCase):
    """ATT-11 over RPC: each limit refuses whoever asks, accepts or decides, with a
    sentence that names the rule and what would be possible.

    Three swaps of one day, one in each stage, were possible when they got there.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_role("agent3", "cs_base.group_agent")
        cls.people["agent3"].parent_id = cls.people["leader"]
        cls.logins["agent3"] = cls.users["agent3"].login

    def setUp(self):
        super().setUp()
        self._slot("agent2", DAY, self.night)

    def _stages(self, *days):
        """One that is a draft, one that the colleague was asked about, one that waits
        for the decision."""
        draft, asked = self._swap(*days), self._swap(*days)
        self._as("agent", asked).action_submit()
        return draft, asked, self._accepted(*days)

    def _says(self, role, method, swap, *args):
        """The sentence with which a call is refused."""
        login = self.logins[role]
        if getattr(self, "_role", None) != role:
            self.authenticate(login, login)
            self._role = role
        with mute_logger("odoo.http", "odoo.addons.base.models.ir_rule"):
            answer = self.opener.post(
                urljoin(self.base_url(), f"/web/dataset/call_kw/{SWAP}/{method}"),
                json={
                    "params": {
                        "model": SWAP,
                        "method": method,
                        "args": [swap.ids, *args],
                        "kwargs": {},
                    }
                },
                timeout=30,
            ).json()
        self.assertIn("error", answer, f"{role} may {method}")
        self.assertIn(answer["error"]["data"]["name"], self.REFUSALS)
        return answer["error"]["data"]["message"]

    def _refused_everywhere(self, stages, words):
        """As the person, the colleague, a third person and the team leader."""
        draft, asked, accepted = stages
        for role, method, swap in (
            ("agent", "action_submit", draft),
            ("agent2", "action_accept", asked),
            ("leader", "action_approve", accepted),
        ):
            said = self._says(role, method, swap)
            self.assertRegex(said, words, f"{role} {method}")
            self.assertIn("(ATT-11)", said)
        self._says("agent3", "action_submit", draft)
        self.assertRegex(self._says("agent3", "action_accept", asked), r"\(ATT-11\)")
        self._says("agent3", "action_approve", accepted)
        states = [swap.state for swap in stages]
        self.assertEqual(states, ["draft", "asked", "submitted"])

    def _weeks_of_swaps(self, limit):
        """As many approved swaps as allowed; the last one over RPC."""
        for number in range(1, limit + 1):
            day = DAY + number * WEEK
            self._slot("agent2", day, self.night)
            swap = self._accepted(day)
            if number == limit:
                self._rpc("leader", SWAP, "action_approve", swap.ids)
            else:
                self._as("leader", swap).action_approve()
        swap.invalidate_recordset()
        self.assertEqual(swap.state, "approved")

    def test_the_third_passes_the_fourth_does_not(self):
        stages = self._stages()
        self._weeks_of_swaps(3)
        self._refused_everywhere(
            stages, r"agent has swapped 3 times in this month.*from .*2026.* on\."
        )

    def test_a_stricter_template_with_two(self):
        self.policy._decision_write({"swap_limit": 2})
        stages = self._stages()
        self._weeks_of_swaps(2)
        self._refused_everywhere(stages, r"agent2 has swapped 2 times in this month")

    def test_two_shifts_in_a_row(self):
        """Taking the night after an afternoon of overtime."""
        stages = self._stages()
        extra = {"start": at("13:00", DAY), "stop": at("17:00", DAY)}
        self.env["cs.duty.slot"].create(
            {
                "employee_id": self.agent.id,
                "company_id": self.company.id,
                "date": DAY,
                "is_extra": True,
                **extra,
            }
        )
        self._refused_everywhere(
            stages, r"agent would work two shifts in a row.*8 hour"
        )

    def test_two_shifts_in_a_row_by_the_return(self):
        """The day that is owed comes 8:29 hours after a night of one's own."""
        other = DAY + timedelta(days=3)
        self.env["cs.duty.slot"].search([("date", "=", DAY)]).unlink()
        self._slot("agent2", DAY)
        self._slot("agent", other)
        self._slot("agent2", other, self.shift)
        before = self._slot("agent", other - timedelta(days=1), self.night)
        before.stop = at("24:30", before.date)
        stages = self._stages(DAY, other)
        before.stop = at("24:31", before.date)
        self._refused_everywhere(stages, r"agent would work two shifts in a row")

    def test_two_shifts_of_a_day(self):
        other = DAY + timedelta(days=2)
        night = self.env["cs.duty.slot"].search([("date", "=", DAY)])
        night.unlink()
        free = self._slot("agent2", DAY)
        self._slot("agent", other)
        stages = self._stages(DAY, other)
        free.unlink()
        self._slot("agent2", DAY, self.night)
        self._refused_everywhere(
            stages, r"agent2 works on .* two shifts in a row.*agent2 is free"
        )

    def test_on_a_public_holiday(self):
        self._slot("agent", DAY, self.shift)
        stages = self._stages()
        self._holiday(DAY)
        self._refused_everywhere(stages, r"is a public holiday.*other days")

    def test_next_to_another_swap(self):
        stages = self._stages()
        following = DAY + timedelta(days=1)
        self._slot("agent3", following, self.night)
        self._approved(following, colleague="agent3")
        self._refused_everywhere(stages, r"agent would swap twice in a row.*between")

    def test_after_the_first_shift_has_begun(self):
        stages = self._stages()
        with freeze_time(at("08:30", DAY)):
            self._refused_everywhere(stages, r"has begun.*have not begun")
        with freeze_time(at("08:29:59", DAY)):
            self._rpc("leader", SWAP, "action_approve", stages[2].ids)

    def test_not_accepted_yet(self):
        draft, asked, _accepted = self._stages()
        for swap in (draft, asked):
            for method, args in (("action_approve", ()), ("action_refuse", ("no",))):
                said = self._says("leader", method, swap, *args)
                self.assertRegex(said, r"agent2 has not accepted yet.*\(ATT-11\)")

    def test_nobody_decides_the_own_swap(self):
        _draft, _asked, accepted = self._stages()
        for role in ("agent", "agent2"):
            for method, args in (
                ("action_approve", ()),
                ("action_refuse", ("no",)),
                ("action_return", ("no",)),
            ):
                said = self._says(role, method, accepted, *args)
                self.assertRegex(said, r"two who swap do not decide.*\(ATT-11\)")

    def test_nobody_accepts_for_somebody_else(self):
        _draft, asked, _accepted = self._stages()
        for role in set(self.logins) - {"agent2"}:
            for method in ("action_accept", "action_decline"):
                said = self._says(role, method, asked)
                if role in ("agent", "leader", "supervisor", "hr", "payroll", "gm"):
                    self.assertRegex(said, r"Only agent2 can answer this \(ATT-11\)")

    def test_the_limit_is_that_of_the_month(self):
        """What was used in March does not count in April."""
        stages = self._stages()
        self._weeks_of_swaps(3)
        april = date(2026, 4, 1)
        self._slot("agent2", april, self.night)
        self._slot("agent2", april - timedelta(days=1), self.night)
        swap = self._accepted(april)
        self._rpc("leader", SWAP, "action_approve", swap.ids)
        # returned in April, it counts in March, with its first day
        march = self._swap(date(2026, 3, 31), date(2026, 4, 8))
        said = self._says("agent", "action_submit", march)
        self.assertIn("3 times", said)
        self._refused_everywhere(stages, r"3 times")
