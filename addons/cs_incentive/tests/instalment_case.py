from .pay_case import JULY
from .withheld_case import WithheldCase

ENTRY, CHANGE = "cs.discipline.entry", "cs.discipline.instalment"


class InstalmentCase(WithheldCase):
    """A pay of 5 000 a month; fines take at most 20 % of it, 1 000."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Who decides on an appeal has not decided before.
        cls._create_role("hr2", "cs_base.group_hr_officer")
        cls.scheme(("BASE", "fixed", {"amount": 5000}))

    def debt(self, amount=10000, instalment=None, date="2025-06-10", **vals):
        """An approved compensation; above 500 HR and the general manager decide."""
        entry = self.entry("DEBT", date, amount, **vals)
        deciders = ("hr", "gm") if amount > 500 else ("supervisor",)
        if instalment is not None:
            decider = entry.with_user(self.users[deciders[0]])
            decider.action_agree_instalment(instalment)
        return self.decided(entry, *deciders)

    def change(self, entry, instalment, month=JULY, by="hr", submit=True, **vals):
        vals = {
            "entry_id": entry.id,
            "instalment": instalment,
            "month": month,
            "reason": "Agreed with the person",
        } | vals
        change = self.env[CHANGE].with_user(self.users[by]).create(vals)
        if submit:
            change.action_submit()
        return change.with_env(self.env)

    def taken(self, *months):
        """What each month's statement takes of 5 000."""
        found = []
        for month in months:
            self.book(month)
            self.approve(month=month)
            found.append(5000 - self.statement(month=month).total)
        self.env.invalidate_all()
        return found
