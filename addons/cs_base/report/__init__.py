from . import cs_period_protocol
