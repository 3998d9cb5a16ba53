from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

from . import demo_tickets

#: How many a month; of the current one as many as its days allow.
COUNT = 26
QUIET = {"mail_auto_subscribe_no_notify": True, "tracking_disable": True}
#: Outcome of a service by its kind.
OUTCOMES = {"order": "outcome_order_served", "repair": "outcome_repair_repaired"}
WISHES = (
    "希望师傅早点到",
    "滤芯到期请提醒一下",
    "说明书能不能写大一点",
    "希望能选周末上门",
    "客服很有耐心，谢谢",
)
AVERAGE = (
    "师傅迟到半小时",
    "安装后没有清理包装",
    "等配件等了三天",
    "客服转了两次才说清楚",
    "送货没有提前打电话",
)
BAD = "修好两天又坏了，没有人再联系我"


class CsDemo(models.AbstractModel):
    """Services of the demo company that were called back (HD-07), month by month."""

    _inherit = "cs.demo"

    def _load_tickets(self):
        super()._load_tickets()
        for months_ago in (3, 2, 1, 0):
            xml_id = f"cs_demo.service_{months_ago}_0"
            if not self.env.ref(xml_id, raise_if_not_found=False):
                self.with_context(**QUIET)._load_services(months_ago)

    def _load_services(self, months_ago):
        today = self._demo_company()._cs_today()
        first = self._month(months_ago)
        days = 27 if months_ago else (today - first).days
        plans = [
            self._service_plan(first + timedelta(days=number * days // COUNT), number)
            for number in range(COUNT * days // 27)
        ]
        Ticket = self._as("supervisor", self.env["helpdesk.ticket"])
        Ticket = Ticket.with_company(self._demo_company())
        tickets = Ticket.create([values for values, *_rest in plans])
        tickets.action_close()
        for number, (ticket, (_vals, taken, done)) in enumerate(
            zip(tickets.sudo(), plans, strict=True)
        ):
            self._set_xml_id(f"cs_demo.service_{months_ago}_{number}", ticket)
            self._date_back(ticket, taken, done)
            self._call_back(ticket, done, self._chance("call", done, number))
        self._date_ratings(tickets)

    def _service_plan(self, day, number):
        """(values of the ticket, received, finished) of a service."""
        chance = self._chance("service", day, number)
        kind = chance.choice(("order", "order", "repair"))
        texts = [row for row in self._history_table("tickets") if row["kind"] == kind]
        text = chance.choice(texts)
        department = chance.choice(("aftersale", "aftersale", "presale1", "complaint"))
        customer, phone = demo_tickets.customer(chance.randrange(10**5))
        server = self._one_of_staff(chance, department, day)
        done = self._utc_moment(day, chance.randrange(11, 18))
        values = {
            "name": text["name"],
            "description": text["description"],
            "company_id": self._demo_company().id,
            "team_id": self.env.ref(self._team_id(department)).id,
            "user_id": self._ref("user", server),
            "partner_name": customer,
            "cs_phone": phone,
            "cs_kind": kind,
            "cs_outcome_id": self.env.ref(f"cs_helpdesk.{OUTCOMES[kind]}").id,
        }
        return values, done - timedelta(hours=chance.randrange(2, 60)), done

    def _call_back(self, ticket, done, chance):
        """What came of calling, until now; of the last days some is left to do."""
        now = fields.Datetime.now()
        for callback in ticket.cs_callback_ids:
            limits = ticket._cs_parameters(["callback_days", "callback_time"])
            callback._set({"service_at": done, "due_at": done, "done_at": False})
            callback._set({"due_at": callback._limit(limits)})
            callback._set({"next_at": callback._next_call(done)})
            callback._explain_limit(limits)
            caller = chance.choice(("agent", "agent2", "cao_wenjing", "peng_xinran"))
            one = callback.with_user(self._ref("user", caller))
            one = one.with_context(lang="zh_CN")
            for days, outcome, answers in self._calls(chance, done, now):
                moment = done + timedelta(days=days, hours=chance.randrange(-1, 3))
                if moment < now and one.state == "waiting":
                    self._make_call(one, moment, outcome, answers)

    def _calls(self, chance, done, now):
        """(days after the service, outcome, answers) in order."""
        draw = chance.random()
        is_new = done > now - timedelta(days=6)
        if is_new and draw < 0.45:
            return []
        if draw < 0.09:
            return [(days, "no_answer", {}) for days in (1, 2, 3)]
        if draw < 0.2:
            reason = chance.choice(AVERAGE)
            answers = {"satisfaction": "average", "satisfaction_reason": reason}
            return [(1, "reached", answers)]
        if is_new and draw > 0.93:
            answers = {"satisfaction": "dissatisfied", "satisfaction_reason": BAD}
            return [(1, "reached", answers)]
        wish = chance.choice(WISHES) if chance.random() < 0.25 else False
        calls = [(1, "busy", {})] if chance.random() < 0.15 else []
        answers = {"satisfaction": "satisfied", "suggestion": wish}
        return [*calls, (1 + len(calls), "reached", answers)]

    def _date_ratings(self, tickets):
        """What customers said, they said when they were called."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """UPDATE rating_rating SET create_date = call.done_at,
                          write_date = call.done_at
                     FROM cs_callback call
                    WHERE rating_rating.res_model = 'helpdesk.ticket'
                      AND rating_rating.res_id = call.ticket_id
                      AND call.done_at IS NOT NULL AND call.ticket_id IN %s""",
                tuple(tickets.ids) or (0,),
            )
        )
        self.env["rating.rating"].invalidate_model()
