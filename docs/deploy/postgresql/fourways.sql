-- As PostgreSQL's administrator: sudo -u postgres psql -f fourways.sql
-- The role has the name of the system's user, which needs no password (peer).

CREATE ROLE fourways LOGIN;
CREATE DATABASE fourways OWNER fourways ENCODING 'UTF8' TEMPLATE template0;
-- Who may connect to a server may connect to every database of it, unless told.
REVOKE CONNECT ON DATABASE fourways FROM PUBLIC;
-- A replica that hangs in a transaction holds locks; one that is killed does not.
ALTER ROLE fourways SET idle_in_transaction_session_timeout = '60s';
