from odoo.exceptions import AccessError
from odoo.http import request

#: Most files of one form, and the most bytes of each.
FILES_MAX, FILE_BYTES = 10, 20 * 1024 * 1024
#: Bytes of a whole form; beyond, the server stops reading.
FORM_BYTES = 64 * 1024 * 1024

_LARGEST_ID = 2**31 - 1


class FormError(Exception):
    """A sentence for whoever filled the form in."""


def id_of(value):
    """The id that was sent, or None when it cannot be one."""
    try:
        number = int(value)
    except (TypeError, ValueError):
        return None
    return number if 0 < number <= _LARGEST_ID else None


def problem(title, text, status, back="/my/tickets"):
    """A page that says in words what is wrong."""
    response = request.render(
        "cs_helpdesk.portal_problem",
        {
            "page_name": "cs_ticket_problem",
            "problem_title": title,
            "problem": text,
            "back": back,
        },
    )
    response.status_code = status
    return response


def no_such_ticket():
    # The same for a ticket of somebody else: its existence is nobody's business.
    return problem(
        request.env._("Not found"),
        request.env._("There is no such matter, or it is not yours."),
        404,
    )


def readable_ticket(ticket_id):
    """The ticket as the person signed in, or None when it cannot be read."""
    number = id_of(ticket_id)
    ticket = request.env["helpdesk.ticket"].browse(number or [])
    try:
        if not ticket.exists():
            return None
        ticket.check_access("read")
    except AccessError:
        return None
    return ticket


def time_zone(company):
    """In whose time a page is: the customer's, or that of the service."""
    user = request.env.user
    own = None if user._is_public() else user.tz
    return own or company.sudo().resource_calendar_id.tz or "UTC"


def files_of_form(name="files"):
    """Files of the form as tuples of name and content.

    :raise FormError: when they are too many or too large
    """
    sent = [one for one in request.httprequest.files.getlist(name) if one.filename]
    if len(sent) > FILES_MAX:
        raise FormError(
            request.env._(
                "%(count)s files are too many; %(max)s are possible.",
                count=len(sent),
                max=FILES_MAX,
            )
        )
    files = []
    for one in sent:
        content = one.stream.read(FILE_BYTES + 1)
        if len(content) > FILE_BYTES:
            raise FormError(
                request.env._(
                    "The file %(name)s is larger than %(max)s MB.",
                    name=one.filename,
                    max=FILE_BYTES // 1024**2,
                )
            )
        files.append((one.filename[-200:], content))
    return files
