from . import cs_record_ask
