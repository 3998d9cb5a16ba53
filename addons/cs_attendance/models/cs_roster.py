from odoo import api, models


class CsRoster(models.AbstractModel):
    """Rosters of many people at once: generate, look for trouble, publish (ATT-10).

    Drafts are slots (``cs.duty.slot``) with ``is_draft``; publishing makes them count.
    """

    _name = "cs.roster"
    _description = "Roster"

    @api.model
    def generate(self, employee_ids, first, last):
        """Fill days by the people's patterns, as drafts.

        Drafts by hand, published slots and locked days stay; drafts of the pattern are
        made anew. Twice is once, and two ranges side by side are one.

        :param first, last: ISO dates or dates, included
        :return: dict: ``made``, ``kept`` and ``people`` (counts)
        :raises AccessError: not the roster of the user
        """
        raise NotImplementedError

    @api.model
    def publish(self, employee_ids, first, last):
        """Make the drafts of these people and days count, and tell the people.

        :return: dict: ``slots`` and ``people`` (counts)
        """
        raise NotImplementedError

    @api.model
    def _coverage(self, department, first, last, with_drafts=True):
        """Planned and needed people.

        :return: dict (shift id, date) -> (planned, needed)
        """
        raise NotImplementedError

    @api.model
    def _troubles(self, employees, first, last):
        """What speaks against publishing: leave on a working slot, too little rest
        between two slots, more than six days in a row, nobody employed.

        :return: list of dicts: ``employee_id``, ``date``, ``rule`` (code), ``text``
            (translated), ``is_hard`` (publishing is refused)
        """
        raise NotImplementedError
