from . import cs_attendance_sheet_print
from . import cs_exception_report_print
from . import cs_roster_print
