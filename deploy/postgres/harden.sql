-- Takes from a service's role what it never does: to change or remove a stored event or a signed checkpoint, and
-- to drop their tables. Run as the server's superuser on each service's database, once the service has migrated:
--   psql --dbname cases --set role=cases --file harden.sql
-- The tables then belong to a role that nobody signs in with; the service may still read and add. Before a version
-- that brings new migrations of these tables give them back (`ALTER TABLE event OWNER TO cases`), then run this again.
\set ON_ERROR_STOP 1
\set keeper :role '_keeper'
SELECT format('CREATE ROLE %I NOLOGIN', :'keeper')
WHERE NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = :'keeper') \gexec
SELECT format('ALTER DATABASE %I OWNER TO %I', current_database(), :'keeper') \gexec
SELECT format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO %I', current_database(), :'role') \gexec
-- Who owns a schema may drop what is in it; the service may go on making tables of read models.
ALTER SCHEMA public OWNER TO :"keeper";
GRANT USAGE, CREATE ON SCHEMA public TO :"role";
ALTER TABLE event OWNER TO :"keeper";
ALTER TABLE checkpoint OWNER TO :"keeper";
GRANT SELECT, INSERT ON event, checkpoint TO :"role";
