from . import cs_attendance_policy
from . import cs_attendance_policy_notice
