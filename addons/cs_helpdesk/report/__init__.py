from . import cs_complaint_month_print
from . import cs_service_report
