from . import cs_incentive_statement_print
