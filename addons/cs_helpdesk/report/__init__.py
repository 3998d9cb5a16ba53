from . import cs_complaint_month_print
from . import cs_service_report
from . import cs_phone_answering
