from datetime import timedelta

from odoo import api, fields, models


class CsDemo(models.AbstractModel):
    """Services of the demo company that are called back (HD-07)."""

    _inherit = "cs.demo"

    @api.model
    def _make_service(self, name, login, values, hours_ago, calls=()):
        """A finished service, and what came of the calls about it.

        :param hours_ago: when it was finished
        :param calls: (login, hours ago, outcome, values of the last word) in order
        """
        xml_id = f"cs_helpdesk.{name}_demo"
        if self.env.ref(xml_id, raise_if_not_found=False):
            return
        person = self._ref("user", login)
        self._make(
            xml_id,
            "helpdesk.ticket",
            login,
            {"description": values["name"], "user_id": person, **values},
            [(login, "action_close")],
        )
        now = fields.Datetime.now()
        [callback] = self.env.ref(xml_id).cs_callback_ids
        callback._set({"service_at": now - timedelta(hours=hours_ago)})
        limits = callback.ticket_id._cs_parameters(["callback_days", "callback_time"])
        callback._set({"due_at": callback._limit(limits)})
        callback._set({"next_at": callback._next_call(callback.service_at)})
        callback._explain_limit(limits)
        for caller, ago, outcome, answers in calls:
            one = callback.with_user(self._ref("user", caller))
            one = one.with_context(lang="zh_CN")
            self._make_call(one, now - timedelta(hours=ago), outcome, answers)
        if callback.complaint_id:
            opened = f"cs_helpdesk.{name}_complaint_demo"
            self._set_xml_id(opened, callback.complaint_id)

    def _make_call(self, callback, moment, outcome, answers):
        self.env["cs.callback.attempt"].sudo()._kept_create(
            [
                {
                    "callback_id": callback.id,
                    "called_at": moment,
                    "user_id": callback.env.uid,
                    "phone": callback.phone,
                    "outcome": outcome,
                }
            ]
        )
        callback._set({"user_id": callback.env.uid})
        if outcome == "reached":
            callback._finish("reached", answers)
            # As they would have clicked at the time.
            in_time = 100 if moment <= callback.due_at else 0
            callback._set({"done_at": moment, "in_time": in_time})
        else:
            callback._not_reached()
            if callback.state == "waiting":
                callback._set({"next_at": callback._next_call(moment)})
