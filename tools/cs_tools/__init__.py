"""What ./run and ./test are made of: Python's standard library, nothing else.

console     what the user reads; Fault, the one-sentence error
process     child processes with a log, ended with their parent
paths       where things are
steps       set-up steps that are done once, locks, disk space
apt         packages of the system and of the archive behind it
venv        the virtual environment with the pinned packages
odoo        an Odoo 19.0, found or fetched
postgres    a PostgreSQL cluster of our own
addons      our addons as files: manifests and hashes
database    Odoo databases: created, filled, kept up to date
run         ./run
test        ./test, with lint, stages, results and browser
i18n        tools/i18n
"""

import sys

if sys.version_info < (3, 10):  # noqa: UP036 - the one place that says so
    sys.exit("Python 3.10 or newer is needed, this is " + sys.version.split()[0])
