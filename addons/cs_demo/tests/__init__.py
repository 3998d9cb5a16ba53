from . import test_demo_tickets
from . import test_history
from . import test_history_menus
