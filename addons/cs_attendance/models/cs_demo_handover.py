from datetime import timedelta

from odoo import api, models


class CsDemo(models.AbstractModel):
    """Handovers of the demo company (ATT-14)."""

    _inherit = "cs.demo"

    @api.model
    def _make_handover(self, name, login, relief, day, values, minutes):
        """A handover of a working day with everything counted.

        :param minutes: how long before the end of the shift each signed; one number:
            the relief has not accepted yet
        """
        xml_id = f"cs_attendance.{name}_demo"
        if self.env.ref(xml_id, raise_if_not_found=False):
            return
        person, slot = self._demo_slot(login, *day)
        questions = (
            "incident_open",
            "equipment_moving",
            "preparation_missing",
            "relief_unfit",
        )
        values = {
            "outgoing_id": person.id,
            "relief_id": self._person_id(relief),
            "date": slot.date,
            **dict.fromkeys(questions, "no"),
            **values,
        }
        self._make(xml_id, "cs.handover", login, values)
        handover = self.env.ref(xml_id)
        for line in handover.with_user(self._ref("user", login)).count_ids:
            line.write({"counted": line.expected, "is_counted": True})
        signers = ((login, "action_sign"), (relief, "action_accept"))
        times = ("outgoing_signed_at", "relief_signed_at")
        for (actor, method), field, before in zip(
            signers, times, minutes, strict=False
        ):
            getattr(handover.with_user(self._ref("user", actor)), method)()
            # As they would have clicked at the time.
            handover._sign({field: slot.stop - timedelta(minutes=before)})
