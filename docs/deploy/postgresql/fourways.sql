-- The role has the name of the system's user, and needs no password (peer).
-- Each thread of each process keeps a connection: 2 replicas * 2 workers * 8 threads
-- are 32. The rest is for migrations, backups, and whoever looks.
CREATE ROLE fourways LOGIN CONNECTION LIMIT 50;
-- A client that hangs in a transaction would keep its locks.
ALTER ROLE fourways SET idle_in_transaction_session_timeout = '60s';

CREATE DATABASE fourways OWNER fourways ENCODING 'UTF8' TEMPLATE template0;
-- Unless told, every role may connect to every database.
REVOKE CONNECT ON DATABASE fourways FROM PUBLIC;
