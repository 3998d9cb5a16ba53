from uuid import uuid4

from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from .rating_case import RatingCase

RATER = "cs.appraisal.rater"
RATING = "cs.appraisal.rating"
GROUP = "cs.appraisal.rating.group"
REMARK = "cs.appraisal.rating.remark"
FORM = "cs.appraisal.rating.form"
NOTICE = "cs.appraisal.rating.notice"
ROLES = ("agent", "agent2", "leader", "supervisor", "hr", "payroll", "gm", "admin")
SECRET = "Verbatim"


@tagged("post_install", "-at_install", "cs_appraisal", "cs_appraisal_rating")
class TestAppraisalRatingRpc(RpcMixin, RatingCase):
    """Anonymity attacked from outside: nobody learns who said what (APP-05).

    The agent is rated by agent2 (1), agent3 (5) and agent4 (4), by the leader (4) and
    by nobody else yet.
    """

    def setUp(self):
        super().setUp()
        self._assign()
        self._rate(self.agent_row, "agent2", 1, why=SECRET)
        self._rate(self.agent_row, "agent3", 5, why=SECRET)
        self._rate(self.agent_row, "leader", 4, why="Named")
        self.draft = self._row(self.agent_row, "agent4")
        self._form("agent4").save(self.draft.id, self.skill.id, 4, SECRET)
        self.peers = self.env[RATER].search(
            [("appraisal_id", "=", self.agent_row.id), ("group", "=", "peer")]
        )
        self.env.flush_all()

    def seen(self, role, model, domain=()):
        found = self._rpc(role, model, "search_read", list(domain), ["group"])
        return sorted(one["group"] for one in found)

    def of_agent(self, role, model=RATER):
        domain = [("subject_id", "=", self.people["agent"].id)]
        return self.seen(role, model, domain)

    # Single answers

    def attack(self, role, model, field, ids):
        """Every way to values of a field; each is refused."""
        spec = {field: {}}
        for method, args in (
            ("read", (ids, [field])),
            ("search_read", ([], [field])),
            ("web_read", (ids, spec)),
            ("web_search_read", ([], spec)),
            ("search_count", ([(field, "=", 1)],)),
            ("search", ([], 0, 1, f"{field} desc")),
            ("formatted_read_group", ([], [field], ["__count"])),
            ("web_read_group", ([], [field])),
            ("export_data", (ids, [field])),
            ("search_fetch", ([], [field])),
        ):
            with self.subTest(role=role, method=method, field=field):
                self._refused(role, model, method, *args)

    def test_nobody_reads_an_answer(self):
        ids = self.env[RATING].search([]).ids
        answer = self._rpc("hr", RATING, "load", ["score"], [["5"]])
        self.assertFalse(answer["ids"])
        for role in ROLES:
            for method, args in (
                ("read", (ids, ["score"])),
                ("web_search_read", ([], {"score": {}})),
                ("formatted_read_group", ([], ["score"], ["__count"])),
                ("export_data", (ids, ["score"])),
                ("name_search", ("",)),
                ("search_count", ([],)),
                ("copy", (ids,)),
                ("copy_data", (ids,)),
                ("create", ([{"score": 5}],)),
                ("write", (ids, {"score": 5})),
                ("unlink", (ids,)),
                ("search_panel_select_range", ("item_id",)),
            ):
                with self.subTest(role=role, method=method):
                    self._refused(role, RATING, method, *args)

    def test_an_access_right_given_by_the_administrator_opens_nothing(self):
        self.env["ir.model.access"].search([("model_id.model", "=", RATING)]).write(
            {
                "group_id": self.env.ref("base.group_user").id,
                "perm_read": True,
                "perm_write": True,
            }
        )
        self.env.flush_all()
        ids = self.env[RATING].search([]).ids
        for role in ("admin", "hr", "agent"):
            for field in ("score", "reason", "rater_id", "item_id"):
                self.attack(role, RATING, field, ids)

    def test_no_stamps_no_thread(self):
        for model in (RATER, RATING):
            names = self.env[model]._fields
            for name in ("create_uid", "create_date", "write_date", "message_ids"):
                self.assertNotIn(name, names)
        for model, row in ((RATER, self.draft), (RATING, self.env[RATING].search([]))):
            for one in self._rpc("hr", model, "get_metadata", row.ids):
                self.assertEqual(set(one), {"id", "noupdate", "xmlid", "xmlids"})

    # Who is asked

    def test_who_sees_who_is_asked(self):
        self.assertEqual(self.of_agent("agent"), ["self", "superior"])
        self.assertEqual(self.of_agent("agent2"), ["peer"])
        self.assertEqual(self.of_agent("leader"), ["superior"])
        self.assertEqual(len(self.of_agent("hr")), 5)
        for role in ("supervisor", "payroll", "gm"):
            self.assertEqual(self.of_agent(role), [], role)
        self._refused("admin", RATER, "search_count", [])

    def test_the_person_rated_cannot_even_count(self):
        peers = [("group", "=", "peer")]
        mine = [*peers, ("subject_id", "=", self.people["agent"].id)]
        self.assertEqual(self._rpc("agent", RATER, "search_count", mine), 0)
        groups = self._rpc(
            "agent", RATER, "formatted_read_group", mine, ["state"], ["__count"]
        )
        self.assertEqual(groups, [])
        self.assertEqual(self._rpc("agent", RATER, "name_search", "", mine), [])
        for row in (*self.peers, self.peers):
            for method in ("read", "web_read", "export_data"):
                args = {name: ["state"] for name in ("read", "export_data")}
                args["web_read"] = {"state": {}}
                with self.subTest(method):
                    self._refused("agent", RATER, method, row.ids, args[method])
        # names of linked records are shown to everybody by stock
        values = {"replaces_id": self.peers[0].id}
        spec = {"replaces_id": {"fields": {"display_name": {}}}}
        names = ["replaces_id"]
        self._refused("agent", RATER, "onchange", [], values, names, spec)
        rows = self.peers.with_user(self.users["agent"]).sudo()
        self.assertEqual(rows.mapped("display_name"), [False] * len(rows))

    def test_no_way_round_through_what_belongs_to_everybody(self):
        attacker = self.people["agent2"].name
        domains = (
            ("cs.appraisal", [("rater_ids.state", "=", "done")]),
            (RATER, [("appraisal_id.rater_ids.employee_id.name", "=", attacker)]),
            (RATER, [("appraisal_id.rater_ids", "any", [("state", "=", "done")])]),
        )
        for role in ("agent", "hr"):
            for model, domain in domains:
                with self.subTest(role=role, domain=domain):
                    self._refused(role, model, "search_count", domain)
            spec = {"appraisal_id": {"fields": {"rater_ids": {"fields": {}}}}}
            self._refused(role, RATER, "web_search_read", [], spec)
            past = [("rater_ids", "any!", [("state", "=", "done")])]
            # the framework's own refusal of an operator that passes record rules by
            with mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
                self._rpc(role, "cs.appraisal", "search_count", past)

    def test_hr_officers_know_nothing_of_their_own(self):
        [mine] = self._create_appraisals("hr")
        row = self._assign(mine)[:1]
        wizard = "cs.appraisal.rater.change"
        added = row.sudo()._ask_also("peer", self.people["agent2"], "Chosen")
        self.assertEqual(
            self.seen("hr", RATER, [("appraisal_id", "=", mine.id)]),
            ["self", "superior"],
        )
        vals = {"rater_id": added.id, "mode": "remove", "reason": "Guess"}
        self._refused("hr", wizard, "create", [vals])
        [own] = self._rpc("hr2", wizard, "create", [vals])
        spec = {"rater_id": {"fields": {"display_name": {}}}}
        context = {"default_rater_id": added.id}
        for role, shown in (("hr2", "hr · Peers"), ("hr", False)):
            answer = self._rpc(
                role, wizard, "onchange", [], {}, [], spec, context=context
            )
            self.assertEqual(answer["value"]["rater_id"]["display_name"], shown)
        self._refused("hr", wizard, "read", [own], ["reason"])
        for role in ("agent", "gm", "admin"):
            self._refused(role, wizard, "create", [vals])

    # Elsewhere

    def test_nothing_in_messages_attachments_and_activities(self):
        models = [RATER, RATING, GROUP, REMARK]
        for neighbour, field in (
            ("mail.message", "model"),
            ("mail.activity", "res_model"),
            ("mail.followers", "res_model"),
            ("ir.attachment", "res_model"),
        ):
            found = self.env[neighbour].search_count([(field, "in", models)])
            self.assertFalse(found, neighbour)
        sent = self.env["mail.mail"].search([("body_html", "ilike", SECRET)])
        self.assertFalse(sent)
        vals = {"name": "x", "res_model": RATER, "res_id": self.peers[0].id}
        self._refused("agent", "ir.attachment", "create", [vals])

    def test_private_methods(self):
        for model, method in (
            (RATER, "_close"),
            (RATER, "_scores"),
            (RATER, "_shown"),
            (RATER, "_assign"),
            (RATER, "_kept_write"),
            (RATING, "_note"),
            (NOTICE, "_cron_remind"),
        ):
            self._refused("hr", model, method, [])
        for role in ROLES:
            self._refused(role, NOTICE, "search_read", [])

    def test_who_rates_cannot_read_it_again_nor_others_theirs(self):
        row = self._row(self.agent_row, "agent2")
        for role in ROLES:
            self._refused(role, FORM, "get_form", row.id)
        for bad in (0, -1, "1", None, [row.id], self.draft.id):
            self._refused("agent2", FORM, "get_form", bad)
        self.assertIn(SECRET, str(self._rpc("agent4", FORM, "get_form", self.draft.id)))

    # After closing

    def test_what_is_seen_after_closing(self):
        self._rate(self.agent_row, "agent4", 4, why=SECRET)
        self._finish("calibration")
        groups = ["peer", "self", "subordinate", "superior"]
        everything = sorted([*groups * 2, "superior"])
        for role in ("supervisor", "hr", "gm"):
            self.assertEqual(self.of_agent(role, GROUP), everything, role)
            self.assertIn("peer", self.of_agent(role, REMARK), role)
        for role in ("agent", "agent2", "leader", "payroll"):
            self.assertEqual(self.of_agent(role, GROUP), [], role)
            self.assertEqual(self.of_agent(role, REMARK), [], role)
        self._refused("admin", GROUP, "search_count", [])
        self._refused("admin", REMARK, "search_count", [])
        self._set_state(self.agent_row, "released")
        self.env.flush_all()
        self.assertEqual(set(self.of_agent("agent", GROUP)), {"self", "superior"})
        self.assertEqual(set(self.of_agent("agent", REMARK)), {"superior"})

    def test_of_two_one_does_not_compute_the_other(self):
        """A supervisor who answered as a peer would know the second answer."""
        row = self._row(self.agent_row, "agent")
        row._ask_also("peer", self.people["supervisor"], "Works with the team")
        self._rate(self.agent_row, "supervisor", 2, why=SECRET)
        self._finish()
        self.assertNotIn("peer", self.of_agent("supervisor", GROUP))
        self.assertNotIn("peer", self.of_agent("supervisor", REMARK))
        self.assertIn("superior", self.of_agent("supervisor", GROUP))
        self.assertIn("peer", self.of_agent("hr", GROUP))

    def test_whoever_is_rated_reads_no_word_of_it_in_any_role(self):
        """Supervisor, HR officer and general manager as the person rated."""
        for role in ("supervisor", "hr", "gm"):
            [mine] = self._create_appraisals(role)
            row = self._assign(mine)[:1]
            for peer in ("agent2", "agent3"):
                row._ask_also("peer", self.people[peer], "Chosen")
                self._rate(mine, peer, 5, why=SECRET)
            self.env[RATER]._close(mine)
            own = [("subject_id", "=", self.people[role].id)]
            for state in ("open", "calibration", "released"):
                self._set_state(mine, state)
                self.env.flush_all()
                for model in (RATER, GROUP, REMARK):
                    with self.subTest(role=role, state=state, model=model):
                        seen = set(self.seen(role, model, own))
                        self.assertFalse(seen & {"peer", "subordinate"})

    def test_nobody_writes(self):
        self._rate(self.agent_row, "agent4", 4)
        self._finish()
        for model in (RATER, GROUP, REMARK):
            ids = self.env[model].search([]).ids
            for role in ROLES:
                with self.subTest(role=role, model=model):
                    self._refused(role, model, "write", ids, {"group": "self"})
                    self._refused(role, model, "unlink", ids)
                    self._refused(role, model, "copy", ids)
                    self._refused(role, model, "create", [{"group": "self"}])

    def test_a_stranger(self):
        """Another company's HR officer finds nothing."""
        other = self.env["res.company"].create({"name": uuid4().hex})
        user = self.users["hr2"]
        user.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        self._finish()
        for model in (RATER, GROUP, REMARK):
            self.assertEqual(self._rpc("hr2", model, "search_count", []), 0)
