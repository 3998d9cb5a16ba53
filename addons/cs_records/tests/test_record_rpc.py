import base64

from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.tests import tagged
from odoo.tools import mute_logger

from .record_case import TEXT, RecordCase


@tagged("post_install", "-at_install", "cs_records")
class TestRecordRpc(RpcMixin, RecordCase):
    """From outside, what stands in a file is had by asking for it, never else (ALL-06,
    HD-20)."""

    def test_the_content_is_not_read_past_the_method(self):
        for secrecy in ("normal", "secret", "top"):
            record = self.record(secrecy)
            file = record.file_ids
            for role in ("agent", "leader", "hr", "gm", "keeper", "admin"):
                with self.subTest(secrecy, role=role):
                    self.hostile(role, record, file)
            self.assertFalse(record.reading_ids)

    def hostile(self, role, record, file):
        model, domain = "cs.record.file", [("content", "=", "V2hhdA==")]
        self._refused(role, model, "read", file.ids, ["content"])
        self._refused(role, model, "search_read", [], ["content"])
        self._refused(role, model, "search", domain)
        self._refused(role, model, "export_data", file.ids, ["content"])
        self._refused(role, model, "write", file.ids, {"name": "x"})
        self._refused(role, model, "copy", file.ids)
        self._refused(role, model, "formatted_read_group", [], ["content"], ["__count"])
        self._refused(role, "cs.record", "web_read", record.ids,
                      {"file_ids": {"fields": {"content": {}}}})  # fmt: skip
        with mute_logger("odoo.http", "odoo.addons.base.models.ir_binary"):
            answer = self.url_open(f"/web/content/cs.record.file/{file.id}/content")
        self.assertNotIn(TEXT, answer.content)
        found = self.env["ir.attachment"].search(
            [("res_model", "=", model), ("res_field", "!=", False)]
        )
        self.assertFalse(found)

    def test_the_file_is_handed_to_the_reader_alone(self):
        record = self.record("secret")
        action = self._rpc("hr", "cs.record.file", "action_read",
                           record.file_ids.ids, "An audit")  # fmt: skip
        self.assertEqual(self.url_open(action["url"]).content, TEXT)
        for role in ("agent", "gm", "admin"):
            login = self.logins[role]
            self.authenticate(login, login)
            self._role = role
            with mute_logger("odoo.http", "odoo.addons.base.models.ir_rule"):
                answer = self.url_open(action["url"])
            self.assertNotEqual(answer.content, TEXT)
        self.assertEqual(record.reading_ids.reason, "An audit")

    def test_forged(self):
        record = self.record("top")
        upload = base64.b64encode(b"x").decode()
        for role in ("agent", "hr", "leader", "admin"):
            with self.subTest(role):
                for model, method, *args in (
                    ("cs.record.file", "action_read", record.file_ids.ids, "x"),
                    ("cs.record.file", "unlink", record.file_ids.ids),
                    ("cs.record.file", "create",
                     [{"name": "x", "upload": upload, "record_id": record.id}]),
                    ("cs.record.reading", "create", [{"record_id": record.id}]),
                    ("cs.record", "write", record.ids, {"secrecy": "normal"}),
                    ("cs.record", "action_file", record.ids),
                    ("cs.record", "action_move", record.ids),
                    ("cs.record.chase", "search", []),
                    ("cs.record.incoming", "unlink", []),
                ):  # fmt: skip
                    if method == "unlink" and model == "cs.record.incoming":
                        continue
                    self._refused(role, model, method, *args)
        self.assertEqual(record.secrecy, "top")
        self.assertEqual(len(record.file_ids), 1)
