#!/bin/sh
# Hand the database password to Odoo through the environment: as an option, as the
# image's own entrypoint does it, everybody who sees the processes sees the password.
set -eu
if [ -r "${PASSWORD_FILE:-}" ]; then
    PGPASSWORD="$(cat "$PASSWORD_FILE")"
    export PGPASSWORD
fi
exec /entrypoint.sh "$@"
