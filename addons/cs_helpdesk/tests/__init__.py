from . import test_helpdesk_policy
from . import test_ticket_clock
from . import test_ticket_alert
from . import test_ticket_replay
from . import test_ticket_clock_access
from . import test_ticket_reply
from . import test_ticket_clock_queries
