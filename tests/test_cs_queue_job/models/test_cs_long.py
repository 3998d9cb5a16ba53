from odoo import fields, models

BATCH = 10


class TestCsLong(models.Model):
    """Something long that goes on in the background: counts to its total."""

    _name = "test.cs.long"
    _inherit = ["cs.background.mixin"]
    _description = "Test: long work"
    _background_cron = "test_cs_queue_job.long_cron"

    state = fields.Selection(
        [("queued", "Waiting"), ("done", "Done"), ("failed", "Failed")],
        default="queued",
    )
    total = fields.Integer()
    done = fields.Integer()
    log = fields.Char(default="", help="Where each batch began")

    def _background_steps(self):
        begin = self.done
        while begin < self.total:
            self.log += f"{begin} "
            begin += BATCH
            self.done = begin
            yield True
        self.state = "done"

    def _background_failed(self, reason):
        self.write({"state": "failed", "log": reason})
