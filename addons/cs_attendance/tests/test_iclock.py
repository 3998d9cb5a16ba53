from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from unittest.mock import patch

from odoo import fields
from odoo.tests import HttpCase, tagged

from ..models import cs_terminal
from .punch_common import PunchCase

BODY = (
    b"7\t2026-03-02 08:25:00\t0\t1\t0\t0\t0\n"
    b"8\t2026-03-02 08:26:00\t255\t1\t\t0\t0\t2\n"
    b"99\t2026-03-02 08:27:00\t1\t15\t\t0\t0\t\t\t43\n"
    b"garbage\n"
)


@tagged("post_install", "-at_install", "cs_attendance", "cs_iclock")
class TestIclock(HttpCase, PunchCase):
    """ATT-30: terminals that push."""

    def _get(self, page, serial="CKJH202760123", prefix="", **params):
        query = "&".join(f"{k}={v}" for k, v in {"SN": serial, **params}.items())
        return self.url_open(f"/iclock/{prefix}{page}?{query}")

    def _post(self, body, page="cdata", serial="CKJH202760123", prefix="", **params):
        params = {"table": "ATTLOG", "Stamp": "9999"} | params
        query = "&".join(f"{k}={v}" for k, v in {"SN": serial, **params}.items())
        return self.url_open(
            f"/iclock/{prefix}{page}?{query}",
            data=body,
            headers={"Content-Type": "text/plain"},
            method="POST",
        )

    def test_the_handshake(self):
        answer = self._get("cdata", options="all", pushver="2.4.1", language="83")
        self.assertEqual(answer.status_code, 200)
        self.assertTrue(answer.headers["Content-Type"].startswith("text/plain"))
        self.assertNotIn("Set-Cookie", answer.headers)
        now = parsedate_to_datetime(answer.headers["Date"]).replace(tzinfo=None)
        self.assertLess(abs(now - datetime.utcnow()), timedelta(minutes=1))
        lines = answer.text.split("\n")
        self.assertEqual(lines[0], "GET OPTION FROM: CKJH202760123")
        self.assertIn("ATTLOGStamp=None", lines)
        self.assertIn("TimeZone=8", lines)
        self.assertTrue(self.terminal.last_seen)

    def test_a_batch_goes_into_the_ledger(self):
        answer = self._post(BODY)
        self.assertEqual((answer.status_code, answer.text), (200, "OK: 4"))
        punches = self._ledger()
        self.assertEqual(
            punches.mapped(lambda punch: (punch.pin, punch.employee_id)),
            [
                ("7", self.people["agent"]),
                ("8", self.people["agent2"]),
                ("99", self.env["hr.employee"]),
            ],
        )
        self.assertEqual(punches.terminal_id, self.terminal)
        self.assertEqual(set(punches.mapped("source")), {"push"})
        set_aside = self.env["cs.punch.quarantine"].search([])
        self.assertEqual(
            (set_aside.raw, set_aside.number, set_aside.terminal_id),
            ("garbage", 4, self.terminal),
        )
        self.assertEqual(self.terminal.new_count, 3)
        self.assertEqual((self.terminal.pushed_count, self.terminal.bad_count), (4, 1))
        self.assertIn("ATTLOGStamp=9999", self._get("cdata", options="all").text)

    def test_a_batch_sent_again_is_answered_alike_and_changes_nothing(self):
        first, again = self._post(BODY), self._post(BODY)
        self.assertEqual(again.text, first.text)
        self.assertEqual(len(self._ledger()), 3)
        self.assertEqual(self.env["cs.punch.quarantine"].search_count([]), 1)
        self.assertEqual(self.terminal.new_count, 3)

    def test_other_tables_and_pages_are_answered(self):
        for table, body in (
            ("OPERLOG", b"OPLOG 4\t0\t2026-03-02 08:00:00\t0\t0\t0\t0\n"),
            ("USERINFO", "USER PIN=7\tName=王丽\n".encode("gb2312")),
            ("FINGERTMP", b"FP PIN=7\tFID=1\n"),
            ("BIODATA", b"BIODATA Pin=7\n"),
            ("ATTPHOTO", b"PIN=20260302-7.jpg\0\xff\xd8\xff"),
        ):
            with self.subTest(table):
                answer = self._post(body, table=table, Stamp="5")
                self.assertEqual((answer.status_code, answer.text), (200, "OK"))
        self.assertEqual(self._post(b"ID=1&Return=0", "devicecmd").text, "OK")
        self.assertEqual(self._post(b"x", "fdata").text, "OK")
        for page in ("getrequest", "ping", "getrequest.aspx", "ping.aspx"):
            self.assertEqual(self._get(page).text, "OK")
        self.assertEqual(self._get("cdata.aspx", options="all").status_code, 200)
        self.assertEqual(self._post(BODY, "cdata.aspx").text, "OK: 4")
        self.assertEqual(self.terminal.operlog_stamp, "5")
        self.assertEqual(self._get("evil").status_code, 404)

    def test_what_a_terminal_tells_of_itself(self):
        self._get("getrequest", INFO="Ver 6.60 Apr 2020,3,4,120,10.0.0.8")
        self.assertEqual(self.terminal.firmware, "Ver 6.60 Apr 2020")
        self._post(b"~DeviceName=X,FWVersion=Ver 8.0.1,MAC=1", table="options")
        self.assertEqual(self.terminal.firmware, "Ver 8.0.1")

    def test_strangers_are_refused_and_noted(self):
        for answer in (
            self._get("cdata", "STRANGER1", options="all"),
            self._post(BODY, serial="STRANGER1"),
            self._get("getrequest", "STRANGER1"),
        ):
            self.assertEqual(answer.status_code, 403)
        self.assertFalse(self._ledger())
        noted = self.env["cs.terminal.candidate"].search([])
        self.assertEqual(noted.mapped("serial"), ["STRANGER1"])
        for serial in ("", "../x", "x" * 99):
            self.assertEqual(self._get("cdata", serial).status_code, 400)
        self.terminal.is_active = False
        self.assertEqual(self._post(BODY).status_code, 403)

    def test_the_key_is_needed_where_there_is_one(self):
        admin = self.terminal.with_user(self.users["admin"])
        key = admin.action_new_key()["context"]["default_key"]
        self.assertEqual(self._post(BODY).status_code, 403)
        self.assertEqual(self._post(BODY, prefix="wrong/").status_code, 403)
        self.assertEqual(self._post(BODY, key=key + "x").status_code, 403)
        self.assertFalse(self._ledger())
        self.assertEqual(self._get("cdata", prefix=f"{key}/").status_code, 200)
        self.assertEqual(self._post(BODY, prefix=f"{key}/").text, "OK: 4")
        self.assertEqual(self._post(BODY, key=key).text, "OK: 4")

    def test_limits_of_size_and_rate(self):
        self.assertEqual(self._post(b"x" * (2**20 + 1)).status_code, 413)
        self.assertEqual(self._post(b"\n" * 30_001).status_code, 413)
        self.assertFalse(self._ledger())
        with patch.object(cs_terminal, "MAX_PUSHES", 2):
            codes = [self._post(BODY).status_code for _ in range(3)]
        self.assertIn(429, codes)
        self.assertEqual(codes[0], 200)
        self.env.cr.execute("UPDATE cs_terminal SET rate_minute = '2026-01-01'")
        self.terminal.invalidate_recordset()
        self.assertEqual(self._post(BODY).status_code, 200)

    def test_a_body_that_is_called_a_form(self):
        answer = self.url_open(
            "/iclock/cdata?SN=CKJH202760123&table=ATTLOG",
            data=BODY,
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            method="POST",
        )
        self.assertEqual(answer.text, "OK: 4")
        self.assertEqual(len(self._ledger()), 3)

    def test_bytes_of_any_kind_raise_nothing(self):
        for body in (
            b"",
            b"\0" * 5000,
            bytes(range(256)) * 20,
            "王丽".encode("gb2312"),
        ):
            answer = self._post(body, Stamp="")
            self.assertEqual(answer.status_code, 200)
            self.assertTrue(answer.text.startswith("OK: "))
        for stamp in ("x", "9" * 99, "%00", "-1"):
            self.assertEqual(self._post(BODY, Stamp=stamp).status_code, 200)
        self.assertFalse(self.terminal.attlog_stamp)

    def test_the_clock_is_compared(self):
        now = fields.Datetime.now() + timedelta(hours=8)
        for ahead in (-7200, 300, -7200):
            local = now + timedelta(seconds=ahead)
            self._post(f"7\t{local:%Y-%m-%d %H:%M:%S}\t0\t1\n".encode())
        self.assertAlmostEqual(self.terminal.clock_drift, 300, delta=20)
        self.assertTrue(self.terminal.is_drifting)

    def test_garbage_of_a_terminal_is_bounded_and_counted(self):
        with patch(
            "odoo.addons.cs_attendance.models.cs_punch_quarantine.KEPT_A_TERMINAL", 5
        ):
            for start in (0, 4):
                lines = [b"garbage %d\n" % n for n in range(start, start + 4)]
                self._post(b"".join(lines))
        self.assertEqual(self.env["cs.punch.quarantine"].search_count([]), 5)
        self.assertEqual((self.terminal.bad_count, self.terminal.lost_count), (8, 3))

    def test_each_company_gets_its_own(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.env["cs.terminal"].create(
            {"name": "Theirs", "serial": "OTHER1", "company_id": other.id, "tz": "UTC"}
        )
        self._post(BODY, serial="OTHER1")
        self.assertFalse(self._ledger())
        theirs = self.Punch.search([("company_id", "=", other.id)])
        self.assertEqual(len(theirs), 3)
        self.assertFalse(theirs.employee_id)
