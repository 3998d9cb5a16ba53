"""The gateway for terminals that push: the iclock/ADMS protocol over HTTP (ATT-30).

A terminal calls ``/iclock/cdata`` and its neighbours, with its serial number as ``SN``.
Its key, if it has one, is part of the path (``/iclock/<key>/cdata``; most terminals
let one enter a path behind the server's address) or the parameter ``key``.

No session, no user: the terminal is found by its serial number and key, and what it
sends reaches the ledger of that terminal's company only. Odoo commits before it sends
the answer, so what is answered with ``OK`` is in the database; whoever gets no answer
sends again, and the ledger takes each punch once.
"""

import logging
import re
from email.utils import formatdate

from odoo import SUPERUSER_ID, http
from odoo.http import Response, request

from ..engine.iclock import serial_of
from ..models.cs_terminal import MAX_LINES, TooManyPushes

_logger = logging.getLogger(__name__)

MAX_BODY = 2**20
_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")
_PAGES = ("cdata", "getrequest", "devicecmd", "ping", "fdata", "registry", "querydata")


class IclockController(http.Controller):
    @http.route(
        ["/iclock/<string:page>", "/iclock/<string:key>/<string:page>"],
        type="http",
        auth="none",
        methods=["GET", "POST"],
        csrf=False,
        save_session=False,
        # Without a user, Odoo would begin on a connection for reading only.
        readonly=False,
        max_content_length=MAX_BODY,
    )
    def iclock(self, page, key=None, **params):
        """Answer a terminal; ``page`` may end with ``.aspx``."""
        page = page.lower().removesuffix(".aspx")
        if page not in _PAGES:
            return _answer("UNKNOWN PAGE", 404)
        serial = serial_of(params.get("SN") or params.get("sn"))
        if not serial:
            return _answer("ERROR: SN", 400)
        key = key or params.get("key") or ""
        if not _KEY.fullmatch(key):
            key = ""
        # Nobody is logged in. The environment is used for this terminal alone: what
        # the caller sent chooses the terminal and is otherwise only data.
        env = request.env(user=SUPERUSER_ID, context={})
        terminal = env["cs.terminal"]._identify(serial, key)
        if not terminal:
            _logger.info("iclock: refused serial number %s", serial)
            return _answer("UNAUTHORIZED", 403)
        if request.httprequest.method == "POST":
            return self._take(terminal, page, params)
        return self._tell(terminal, page, params)

    def _tell(self, terminal, page, params):
        if page == "cdata":
            return _answer(terminal._handshake())
        terminal._poll(params.get("INFO") or "")
        return _answer("OK")

    def _take(self, terminal, page, params):
        body = _body()
        if len(body) > MAX_BODY or body.count(b"\n") > MAX_LINES:
            return _answer("ERROR: TOO LARGE", 413)
        table = (params.get("table") or "").upper()
        try:
            if page == "cdata" and table in ("ATTLOG", ""):
                stamp = params.get("Stamp") or params.get("stamp")
                return _answer(f"OK: {terminal._receive_punches(body, stamp)}")
            if page == "cdata" and table == "OPTIONS":
                terminal._receive_options(body)
            elif page == "cdata" and table == "OPERLOG":
                terminal._receive_operations(params.get("Stamp") or params.get("stamp"))
            else:
                terminal._poll("")
        except TooManyPushes:
            return _answer("ERROR: TOO MANY REQUESTS", 429, {"Retry-After": "60"})
        return _answer("OK")


def _body():
    """What was posted. Some firmware calls it a form; then it was parsed already."""
    body = request.httprequest.get_data()
    form = request.httprequest.form
    if body or not form:
        return body
    return "&".join(
        name + (f"={value}" if value else "") for name, value in form.items(multi=True)
    ).encode()


def _answer(text, status=200, headers=None):
    """Terminals may set their clock by the Date header."""
    headers = {
        "Date": formatdate(usegmt=True),
        "Cache-Control": "no-store",
        **(headers or {}),
    }
    return Response(
        text, status=status, content_type="text/plain; charset=utf-8", headers=headers
    )
