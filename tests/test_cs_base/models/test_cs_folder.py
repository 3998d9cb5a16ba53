from odoo import fields, models


class TestCsFolder(models.Model):
    """Holds documents: the way round through a parent."""

    _name = "test.cs.folder"
    _description = "Test Folder"

    name = fields.Char()
    document_ids = fields.One2many("test.cs.document", "parent_id")
