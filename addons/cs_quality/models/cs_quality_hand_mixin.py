from odoo import SUPERUSER_ID, models
from odoo.exceptions import AccessError, UserError

from ..engine import sampling


class CsQualityHandMixin(models.AbstractModel):
    """Open work of a reviewer or inspector that HR hands on to another one (HD-30,
    HD-32)."""

    _name = "cs.quality.hand.mixin"
    _description = "Open Work Handed On"

    def action_hand_on(self):
        """Give each of these to whoever may take it and has fewest open.

        :raise AccessError: for everybody but HR officers
        :raise UserError: one is finished, or nobody else may take it
        """
        self.check_access("read")
        self._check_hands_on()
        for one in self:
            if not one._hand_is_open():
                raise UserError(one._hand_words()["finished"])
            # as the system: the stamps would tell the person about whom it is
            one.with_user(SUPERUSER_ID)._hand_on()
        return True

    def _check_hands_on(self):
        if not self.env.user.has_group("cs_base.group_hr_officer"):
            raise AccessError(self._hand_words()["who"])

    def _hand_to(self, others, seed, load):
        """Who gets it: fewest open first, by lot among equals.

        :param others: ids of those who may
        :param load: dict id -> how many are open
        :raise UserError: nobody may
        """
        given = sampling.assign({self.id: others}, seed, load)
        if not given:
            raise UserError(self._hand_words()["nobody"])
        return given[self.id]

    def _hand_words(self):
        """:return: dict ``who``, ``finished``, ``nobody`` -> translated sentence"""
        raise NotImplementedError

    def _hand_is_open(self):
        raise NotImplementedError

    def _hand_on(self):
        """Do it; runs with superuser rights."""
        raise NotImplementedError
