#!/bin/sh
# Run once by the PostgreSQL image, when it creates its cluster. Odoo's role may create
# databases but is no superuser: what the database forbids, Odoo cannot do.
set -eu
psql --set ON_ERROR_STOP=1 --username postgres --set password="$(cat /run/secrets/db_password)" <<'SQL'
CREATE ROLE odoo LOGIN CREATEDB PASSWORD :'password';
SQL
