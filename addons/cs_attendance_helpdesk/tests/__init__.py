from . import test_handover_tickets
from . import test_served_tickets
from . import test_leader_tour
from . import test_dispatch_shift
