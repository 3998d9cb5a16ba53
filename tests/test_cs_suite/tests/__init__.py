from . import test_attendance_screens
from . import test_demo
from . import test_isolation
from . import test_journeys
from . import test_language
from . import test_menus
from . import test_schema
