from . import test_attendance_policy
from . import test_attendance_board
from . import test_attendance_day_screen
from . import test_attendance_my_month
from . import test_js
