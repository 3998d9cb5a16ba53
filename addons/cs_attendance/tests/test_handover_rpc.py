from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.tests import tagged

from .day_case import DAY
from .test_handover import BLOCKERS, CLEAR, HandoverCase


@tagged("post_install", "-at_install", "cs_attendance", "cs_handover")
class TestHandoverRpc(RpcMixin, HandoverCase):
    """ATT-14 from outside: no call gets round the gate."""

    def _state(self, handover):
        handover.invalidate_recordset()
        return handover.sudo().state

    def test_a_blocked_handover_is_signed_by_no_call(self):
        for name, vals in BLOCKERS.items():
            with self.subTest(name):
                handover = self._handover(**vals)
                signed = {
                    "state": "signed",
                    "outgoing_signed_at": "2025-06-09 10:00:00",
                    "relief_signed_at": "2025-06-09 10:00:00",
                }
                for role in ("agent", "agent2", "leader", "supervisor", "hr", "gm"):
                    for call, args in (
                        ("action_sign", ()),
                        ("action_accept", ()),
                        ("write", (signed,)),
                        ("write", ({"state": "left"},)),
                    ):
                        self._refused(role, "cs.handover", call, handover.ids, *args)
                self.assertEqual(self._state(handover), "draft")
                handover.unlink()

    def test_it_is_not_created_signed(self):
        vals = {"relief_id": self.agent2.id, "date": DAY.isoformat(), **CLEAR}
        for signed in ({"state": "signed"}, {"outgoing_signed_at": "2025-06-09"}):
            self._refused("agent", "cs.handover", "create", [{**vals, **signed}])

    def test_it_is_not_created_signed_by_defaults(self):
        """Neither the context of a call nor own default values sign."""
        self.keys.active = False
        signed = {
            "state": "signed",
            "outgoing_signed_at": "2025-06-09 10:00:00",
            "relief_signed_at": "2025-06-09 10:00:00",
            "return_reason": "Forged",
        }
        vals = {"relief_id": self.agent2.id, "date": DAY.isoformat(), **CLEAR}
        context = {f"default_{name}": value for name, value in signed.items()}
        for name, value in signed.items():
            self._rpc("agent", "ir.default", "set", "cs.handover", name, value, True)
        [number] = self._rpc("agent", "cs.handover", "create", [vals], context=context)
        handover = self.env["cs.handover"].browse(number)
        self.assertEqual(self._state(handover), "draft")
        self.assertFalse(handover.sudo().outgoing_signed_at)
        self.assertFalse(handover.sudo().return_reason)

    def test_an_import_signs_nothing(self):
        fields_of = ["relief_id/.id", "date", *CLEAR]
        row = [str(self.agent2.id), DAY.isoformat(), *CLEAR.values()]
        times = ["2025-06-09 10:00:00", "2025-06-09 10:00:00"]
        for role in ("agent", "supervisor", "hr", "gm"):
            names = [*fields_of, "state", "outgoing_signed_at", "relief_signed_at"]
            answer = self._rpc(
                role, "cs.handover", "load", names, [[*row, "signed", *times]]
            )
            self.assertFalse(answer["ids"])
        made = [("relief_id", "=", self.agent2.id)]
        self.assertFalse(self.env["cs.handover"].search(made))
        answer = self._rpc("agent", "cs.handover", "load", fields_of, [row])
        [number] = answer["ids"]
        self.assertEqual(self._state(self.env["cs.handover"].browse(number)), "draft")

    def test_a_context_opens_nothing_that_is_signed(self):
        item = (0, 0, {"name": "A", "result": "B"})
        handover = self._handover(item_ids=[item])
        for role, call in (("agent", "action_sign"), ("agent2", "action_accept")):
            self._rpc(role, "cs.handover", call, handover.ids)
        forced = {"context": {"_force_unlink": True}}
        for role in ("agent", "supervisor"):
            for record in (handover, handover.item_ids, handover.count_ids):
                self._refused(role, record._name, "unlink", record.ids, **forced)
        default = {"context": {"default_handover_id": handover.id}}
        vals = {"name": "New", "result": "Late"}
        self._refused("agent", "cs.handover.item", "create", [vals], **default)
        self.assertEqual(len(handover.item_ids), 1)

    def test_who_gives_back_and_why(self):
        handover = self._handover()
        self._rpc("agent", "cs.handover", "action_sign", handover.ids)
        for role in ("agent", "leader", "supervisor", "hr", "gm"):
            for call, args in (
                ("action_give_back", ("No",)),
                ("action_ask_give_back", ()),
            ):
                self._refused(role, "cs.handover", call, handover.ids, *args)
        self._refused("agent2", "cs.handover", "action_give_back", handover.ids, " ")
        self._rpc("agent2", "cs.handover", "action_give_back", handover.ids, "Keys")
        self.assertEqual(self._state(handover), "draft")
        for vals in ({"return_reason": "Mine"}, {"state": "left"}):
            self._refused("agent", "cs.handover", "write", handover.ids, vals)
        self._rpc(
            "agent", "cs.handover", "write", handover.ids, {"return_reason": False}
        )
        handover.invalidate_recordset()
        self.assertIn("Keys", handover.sudo().return_reason)

    def test_a_blocker_added_after_the_signature_is_refused(self):
        handover = self._handover()
        self._rpc("agent", "cs.handover", "action_sign", handover.ids)
        urgent = {"handover_id": handover.id, "name": "Fire", "is_urgent": True}
        self._refused("agent", "cs.handover.item", "create", [urgent])
        self._rpc("agent2", "cs.handover", "action_accept", handover.ids)
        self.assertEqual(self._state(handover), "signed")
        for role in ("agent", "agent2", "supervisor"):
            self._refused(
                role, "cs.handover", "write", handover.ids, {"state": "draft"}
            )
            self._refused(role, "cs.handover", "unlink", handover.ids)

    def test_what_follows_from_other_fields_is_not_entered(self):
        urgent = {"name": "Fire", "is_urgent": True, "result": "Burns"}
        handover = self._handover(counted=None, item_ids=[(0, 0, urgent)])
        for vals in (
            {"urgent_count": 0},
            {"uncounted_count": 0},
            {"taker_id": self.people["leader"].id},
        ):
            self._refused("agent", "cs.handover", "write", handover.ids, vals)
        count = handover.count_ids
        for vals in ({"expected": 0}, {"difference": 0}, {"item_name": "X"}):
            self._refused("agent", "cs.handover.count", "write", count.ids, vals)
        self._refused("agent", "cs.handover", "action_sign", handover.ids)

    def test_a_ruling_concerns_who_handed_over(self):
        handover = self._handover()
        vals = {"handover_id": handover.id, "kind": "unclear", "reason": "Silent"}
        forged = {"employee_id": self.agent2.id, "date": "2025-01-01"}
        [number] = self._rpc(
            "supervisor", "cs.handover.ruling", "create", [{**vals, **forged}]
        )
        ruling = self.env["cs.handover.ruling"].browse(number)
        self.assertEqual((ruling.employee_id, ruling.date), (self.agent, DAY))
        for role in ("agent", "agent2", "leader"):
            self._refused(role, "cs.handover.ruling", "create", [vals])
        self._refused("supervisor", "cs.handover.ruling", "unlink", ruling.ids)
        # What was ruled on is not moved to another day or person.
        self._refused(
            "agent", "cs.handover", "write", handover.ids, {"date": "2025-06-10"}
        )

    def test_its_form_opens_for_everybody_concerned(self):
        handover = self._handover()
        for role in ("agent", "agent2", "leader", "supervisor", "hr", "gm"):
            with self.subTest(role):
                model = self._as(role, self.env["cs.handover"])
                fields_of = model.get_views([(False, "form")])["models"]["cs.handover"]
                spec = {
                    name: {"fields": {"display_name": {}}}
                    if one["type"] in ("many2one", "one2many")
                    else {}
                    for name, one in fields_of["fields"].items()
                }
                [found] = self._as(role, handover).web_read(spec)
                self.assertTrue(found["outgoing_id"]["display_name"])

    def test_who_reads_and_writes(self):
        handover = self._handover()
        readers = {"agent", "agent2", "leader", "supervisor", "hr", "gm"}
        stranger = self._create_role("stranger", "cs_base.group_agent")
        self.logins["stranger"] = stranger.user_id.login
        for role in readers:
            self._rpc(role, "cs.handover", "read", handover.ids, ["state"])
        for role in ("stranger", "admin"):
            self._refused(role, "cs.handover", "read", handover.ids, ["state"])
        for role in ("agent2", "leader", "hr", "gm", "stranger"):
            self._refused(role, "cs.handover", "write", handover.ids, {"place": "X"})
        theirs = {"outgoing_id": self.agent2.id, "relief_id": self.agent.id}
        self._refused("agent", "cs.handover", "create", [{**theirs, **CLEAR}])
        self._refused("agent", "cs.handover", "write", handover.ids, theirs)
