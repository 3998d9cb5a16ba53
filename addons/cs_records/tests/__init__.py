from . import (
    test_record,
    test_record_access,
    test_record_loan,
    test_record_disposal,
    test_record_incoming,
    test_record_incident,
    test_record_rpc,
    test_record_simultaneous,
)
