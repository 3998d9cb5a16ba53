import re

from odoo import api, models
from odoo.tools import SQL

from ..engine.phone_number import HOME, BadNumber, parse_phone

#: A number that is longer than this holds the prefix of its country.
LOCAL_DIGITS = 11


class CsPhone(models.AbstractModel):
    """Telephone numbers in the form in which they are compared."""

    _name = "cs.phone"
    _description = "Telephone Number"

    @api.model
    def _prefix(self, company):
        return str(company.sudo().country_id.phone_code or "")

    @api.model
    def _parse(self, text, company):
        """:raise BadNumber: what is entered is no number"""
        return parse_phone(text, self._prefix(company) or HOME)

    @api.model
    def _key(self, text, company):
        """A number as it is compared: + and digits with the country's prefix; what is
        no number is compared by its digits.

        Digits alone would make +86 138… and 138… two customers.
        """
        try:
            return self._parse(text, company).key
        except BadNumber:
            return self._key_of_digits(text or "", self._prefix(company))

    @api.model
    def _key_of_digits(self, text, prefix):
        digits = re.sub(r"\D", "", text)
        if not digits:
            return False
        if text.strip().startswith("+"):
            return f"+{digits}"
        if digits.startswith("00"):
            return f"+{digits[2:]}"
        if len(digits) >= len(prefix) + LOCAL_DIGITS and digits.startswith(prefix):
            return f"+{digits}"
        return f"+{prefix}{digits.removeprefix('0')}"

    @api.model
    def _barred(self, numbers):
        """Keys that are on the do-not-call list, however they are written there.

        :param numbers: pairs of a key and the company that has it
        """
        spellings = {}
        for key, company in numbers:
            if not key:
                continue
            digits = key.removeprefix("+")
            national = digits.removeprefix(self._prefix(company))
            for text in (digits, f"00{digits}", national, f"0{national}"):
                spellings.setdefault(text, set()).add(key)
        if not spellings:
            return set()
        Listed = self.env["phone.blacklist"]
        Listed.flush_model(["number", "active"])
        found = self.env.execute_query(
            SQL(
                r"SELECT regexp_replace(number, '\D', '', 'g') FROM phone_blacklist"
                r" WHERE active AND regexp_replace(number, '\D', '', 'g') = ANY(%s)",
                list(spellings),
            )
        )
        return {key for [number] in found for key in spellings[number]}
