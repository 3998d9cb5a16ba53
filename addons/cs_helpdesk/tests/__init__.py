from . import test_complaint
from . import test_helpdesk_policy
from . import test_ticket_owner
from . import test_ticket_simultaneous
from . import test_callback
from . import test_callback_complaint
from . import test_rating_once
