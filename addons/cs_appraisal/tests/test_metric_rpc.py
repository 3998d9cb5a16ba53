import base64

from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.tests import new_test_user, tagged

from .metric_case import MetricCase

#: role -> of whose figures it reads
READERS = {
    "agent": {"agent"},
    "agent2": {"agent2"},
    "leader": {"agent", "agent2", "leader"},
    "supervisor": {"agent", "agent2", "leader", "supervisor"},
    "hr": {"agent", "agent2", "leader", "supervisor", "fitter"},
    "payroll": set(),
    "gm": {"agent", "agent2", "leader", "supervisor", "fitter"},
}
PEOPLE = ("agent", "agent2", "leader", "supervisor", "fitter")
FIGURE = "cs.metric.figure"


@tagged("post_install", "-at_install", "cs_appraisal", "cs_metric")
class TestMetricRpc(RpcMixin, MetricCase):
    """Who reads and enters figures, from outside (APP-03, TRUST.md)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        new_test_user(cls.env, login="cs_customer", groups="base.group_portal")
        cls.logins["customer"] = "cs_customer"

    def test_who_reads(self):
        for person in PEOPLE:
            self.figure(person)
        for role, expected in READERS.items():
            with self.subTest(role):
                rows = self._rpc(role, FIGURE, "search_read", [], ["display_name"])
                names = {row["display_name"].split(" · ")[1] for row in rows}
                self.assertEqual(names, expected)
        for role in ("admin", "customer"):
            self._refused(role, FIGURE, "search_read", [])

    def test_who_enters(self):
        for role in ("agent", "leader", "payroll", "gm", "admin", "customer"):
            with self.subTest(role):
                self._refused(role, FIGURE, "create", self.figure_vals("agent2"))
        outside = self.figure_vals("fitter")
        self._refused("supervisor", FIGURE, "create", outside)
        self._rpc("supervisor", FIGURE, "create", self.figure_vals("agent"))
        self._rpc("hr", FIGURE, "create", outside)
        for role in ("supervisor", "hr"):
            self._refused(role, FIGURE, "create", self.figure_vals(role))

    def test_nobody_changes_them(self):
        figure = self.figure()
        for role in ("agent", "supervisor", "hr", "gm", "admin"):
            with self.subTest(role):
                self._refused(role, FIGURE, "write", [figure.id], {"numerator": 1})
                self._refused(role, FIGURE, "unlink", [figure.id])
                self._refused(role, FIGURE, "copy", [figure.id])

    def test_a_stranger_corrects_nothing(self):
        """A figure that one cannot read is not marked through a correction."""
        figure = self.figure("fitter")
        vals = self.figure_vals(corrects_id=figure.id, reason="Because")
        self._refused("supervisor", FIGURE, "create", vals)
        figure.invalidate_recordset()
        self.assertEqual(figure.state, "current")

    def test_metrics(self):
        handled = self.env.ref("cs_appraisal.metric_tickets_handled").id
        vals = {"code": "calls", "name": "Calls"}
        for role in ("agent", "leader", "supervisor", "payroll", "gm", "admin"):
            with self.subTest(role):
                self._refused(role, "cs.metric", "create", vals)
        self._rpc("hr", "cs.metric", "create", vals)
        computed = {**vals, "code": "x", "source": "cs.metric.helpdesk"}
        self._refused("hr", "cs.metric", "create", computed)
        for values in ({"name": "All"}, {"source": False}, {"active": False}):
            self._refused("hr", "cs.metric", "write", [handled], values)
        self._refused("hr", "cs.metric", "unlink", [handled])
        self.assertTrue(self._rpc("agent", "cs.metric", "search_count", []))

    def test_an_import_is_ones_own(self):
        vals = {"content": base64.b64encode(b"a").decode(), "origin": "Shop"}
        one = self._rpc("hr", "cs.metric.import", "create", vals)
        for role in ("supervisor", "agent", "gm", "admin"):
            with self.subTest(role):
                self._refused(role, "cs.metric.import", "read", [one])
                self._refused(role, "cs.metric.import", "action_import", [one])
        for role in ("agent", "leader", "gm"):
            self._refused(role, "cs.metric.import", "create", vals)

    def test_the_engine_is_not_called_from_outside(self):
        for method in ("_measure", "_records"):
            self._refused("hr", "cs.metric", method, [])
