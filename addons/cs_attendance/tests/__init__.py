from . import test_attendance_policy
