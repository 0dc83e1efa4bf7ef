#!/bin/sh
# Runs once, when the database server is new: a database and a role that owns it for each service.
# harden.sql then takes from the role what it never does.
set -eu
for name in access cases referrals statistics; do
    password=$(cat "/run/postgres/$name")
    psql --set ON_ERROR_STOP=1 --set password="$password" --username "$POSTGRES_USER" <<SQL
CREATE ROLE $name LOGIN PASSWORD :'password';
CREATE DATABASE $name OWNER $name ENCODING 'UTF8';
REVOKE CONNECT ON DATABASE $name FROM PUBLIC;
SQL
done
