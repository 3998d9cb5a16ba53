from odoo import models
from odoo.addons.cs_base.models import period_words as words


class CsAttendanceMyMonth(models.AbstractModel):
    _inherit = "cs.attendance.my.month"

    def _todo_rows(self, employee, today):
        return [
            *super()._todo_rows(employee, today),
            *self._todo_handovers(employee),
        ]

    def _todo_handovers(self, employee):
        """Handovers to be accepted, and own ones that came back (ATT-14)."""
        Handover = self.env["cs.handover"]
        if not Handover.has_access("read"):
            return []
        waiting = Handover.search(
            [("taker_id", "=", employee.id), ("state", "=", "left")]
        )
        back = Handover.search(
            [
                ("outgoing_id", "=", employee.id),
                ("state", "=", "draft"),
                ("return_reason", "!=", False),
            ]
        )
        return [
            *(self._todo_handover(one, self._accept_words(one)) for one in waiting),
            *(self._todo_handover(one, self._back_words(one)) for one in back),
        ]

    def _accept_words(self, handover):
        # sudo: the name of a colleague
        name = handover.sudo().outgoing_id.name
        return (
            self.env._(
                "%(day)s: %(name)s hands over to you",
                day=words.day_name(self.env, handover.date),
                name=name,
            ),
            self.env._("%s stays until you have accepted", name),
        )

    def _back_words(self, handover):
        day = words.day_name(self.env, handover.date)
        [reason, *_older] = handover.return_reason.split("\n")
        return self.env._("%s: your handover was given back", day), reason

    def _todo_handover(self, handover, texts):
        title, note = texts
        return {
            "key": f"handover {handover.id}",
            "char": "⇄",
            "class": "cs_day cs_day_open",
            "title": title,
            "note": note,
            "deadline": None,
            "button": self._open_button(handover, primary=True),
        }
