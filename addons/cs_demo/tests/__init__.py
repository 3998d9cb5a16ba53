from . import test_demo_tickets
from . import test_history
from . import test_history_buttons
from . import test_history_menus
from . import test_history_searches
