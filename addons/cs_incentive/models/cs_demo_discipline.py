import base64

from odoo import api, models
from odoo.fields import Command

#: A photo, as small as one can be.
PHOTO = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAA"
    "AABJRU5ErkJggg=="
)


class CsDemo(models.AbstractModel):
    """Discipline and awards of the demo company in all states (INC-20 to INC-29)."""

    _inherit = "cs.demo"

    @api.model
    def _make_entry(self, name, login, who, rule, day, values, steps=()):
        """An entry of the rule book, submitted unless ``steps`` is None.

        :param name: of the external id
        :param login: who reports
        :param who: key of the person in ``people.csv``
        :param rule: (book, code)
        :param day: (months ago, day of the month)
        :param steps: (login, method, *arguments) after it was submitted
        """
        xml_id = f"cs_incentive.entry_{name}_demo"
        if self.env.ref(xml_id, raise_if_not_found=False):
            return
        book = self.env.ref(f"cs_incentive.book_{rule[0]}_demo")
        found = book.rule_ids.filtered(lambda one: one.code == rule[1])
        values = {
            "employee_id": self._ref("employee", who),
            "date": self._demo_date(*day),
            "rule_id": found.id,
            **values,
        }
        if found.needs_file:
            values["evidence_ids"] = [Command.set(self._demo_photo(login).ids)]
        done = [] if steps is None else [(login, "action_submit"), *steps]
        self._make(xml_id, "cs.discipline.entry", login, values, done)

    def _demo_photo(self, login):
        Attachment = self._as(login, self.env["ir.attachment"])
        return Attachment.create({"name": "现场照片.png", "raw": PHOTO})

    @api.model
    def _make_entry_appeal(self, name, entry, login, claim, steps=()):
        """An appeal of the person, filed, once (ALL-02).

        :param steps: (login, method, *arguments) of who decides
        """
        values = {
            "res_model": "cs.discipline.entry",
            "res_id": self.env.ref(f"cs_incentive.entry_{entry}_demo").id,
            "claim": claim,
        }
        done = [(login, "action_submit"), *steps]
        self._make(f"cs_incentive.appeal_{name}_demo", "cs.appeal", login, values, done)
