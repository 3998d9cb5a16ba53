from . import cs_attendance_export
from . import cs_attendance_trial
