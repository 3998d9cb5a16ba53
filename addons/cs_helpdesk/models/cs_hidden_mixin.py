from odoo import api, fields, models

#: What a list of choices or a many2one asks for tells nothing.
_NAMES = {"id", "display_name"}


class CsHiddenMixin(models.AbstractModel):
    """What secrecy hides from the caller (HD-20): a record rule asks ``cs_is_hidden``,
    and who reads secret ones is written down, one or a list, over RPC as well."""

    _name = "cs.hidden.mixin"
    _description = "Hidden as Secret"

    cs_is_hidden = fields.Boolean(
        "Hidden as Secret",
        compute="_compute_cs_is_hidden",
        search="_search_cs_is_hidden",
    )

    def _compute_cs_is_hidden(self):
        raise NotImplementedError

    def _search_cs_is_hidden(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        hidden = self._hidden_domain()
        return hidden if (operator == "in") == (True in value) else ~hidden

    @api.model
    def _hidden_domain(self):
        """What the caller may not read."""
        raise NotImplementedError

    def read(self, fields=None, load="_classic_read"):
        result = super().read(fields, load)
        self._secret_note_read(fields)
        return result

    @api.model
    def search_read(
        self, domain=None, fields=None, offset=0, limit=None, order=None, **kwargs
    ):
        rows = super().search_read(domain, fields, offset, limit, order, **kwargs)
        self.browse(row["id"] for row in rows)._secret_note_read(fields)
        return rows

    def web_read(self, specification):
        return super().web_read(specification)

    @api.model
    def web_search_read(
        self,
        domain,
        specification,
        offset=0,
        limit=None,
        order=None,
        count_limit=None,
    ):
        return super().web_search_read(
            domain, specification, offset, limit, order, count_limit
        )

    # who reads writes a line
    read._readonly = search_read._readonly = False
    web_read._readonly = web_search_read._readonly = False

    def _secret_note_read(self, fields):
        if self and not (fields and _NAMES.issuperset(fields)):
            self._secret_note_charge()

    def _secret_note_charge(self):
        """Note that the caller read them, where that is to be noted."""
