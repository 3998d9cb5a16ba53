from datetime import timedelta

from odoo import api, fields, models

DAY = timedelta(days=1)
#: Who is on duty at the desk, in turn: keys of ``people.csv``.
_TURN = ("zhou_muyang", "chen_sining", "wu_yutong", "zheng_haoran", "feng_kexin")


class CsDemo(models.AbstractModel):
    """Duty of the demo company: a week at two places, its log and an event."""

    _inherit = "cs.demo"

    @api.model
    def _load_duty(self):
        """From the day before yesterday on: the agent was on duty then and is today,
        the days after are planned, the last ones not published."""
        if self.env.ref("cs_attendance.duty_event_demo", raise_if_not_found=False):
            return
        desk = self.env.ref("cs_attendance.duty_place_desk_demo")
        today = self._demo_company()._cs_today()
        # Yesterday by the second, so that today is the first one's again.
        turn = [*_TURN[3:], *_TURN, *_TURN]
        watches = [
            self._demo_watch(desk, today + n * DAY, [turn[n + 2]], (0, 24))
            for n in range(-2, 5)
        ]
        self._demo_watch(desk, today + 5 * DAY, [], (0, 24))
        gate = self.env.ref("cs_attendance.duty_place_gate_demo")
        for number in range(4):
            # Neither at the desk that day nor the next.
            key = _TURN[(3 + number) % len(_TURN)]
            self._demo_watch(gate, today + number * DAY, [key], (17.5, 8.5))
        published = watches[:5]
        for watch in published:
            watch.action_publish()
        self._demo_log(published[2])
        self.env.flush_all()

    def _demo_watch(self, place, day, keys, hours):
        people = [
            (0, 0, {"employee_id": self._ref("employee", key), "is_manager": True})
            for key in keys
        ]
        return self.env["cs.duty.watch"].create(
            {
                "place_id": place.id,
                "date": day,
                "hour_from": hours[0],
                "hour_to": hours[1],
                "person_ids": people,
            }
        )

    def _demo_log(self, watch):
        """What the agent wrote today; the head of the team was told of the event."""
        now = fields.Datetime.now()
        begun = max(watch.start, now - timedelta(hours=2))
        self._make(
            "cs_attendance.duty_log_demo",
            "cs.duty.log",
            "agent",
            {
                "watch_id": watch.id,
                "start": begun,
                "stop": now,
                "description": "客户反映在线客服打不开，已查看并通知信息部。",
                "result": "十分钟后恢复，客户已回访。",
            },
        )
        self._make(
            "cs_attendance.duty_event_demo",
            "cs.duty.event",
            "agent",
            {
                "watch_id": watch.id,
                "happened_at": begun,
                "name": "机房停电",
                "description": "三楼机房停电，在线客服中断；已报物业，改用备用线路。",
            },
        )
