from . import cs_complaint_month_print
