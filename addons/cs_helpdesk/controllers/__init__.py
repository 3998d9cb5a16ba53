from . import ticket_link
from . import ticket_rating
from . import ticket_form
from . import ticket_pages
from . import ticket_acts
