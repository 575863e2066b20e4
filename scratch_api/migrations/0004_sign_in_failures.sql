-- Wrong passwords are counted: for a username, an address, and both together.

CREATE TABLE sign_in_failures (
    counted TEXT PRIMARY KEY,
    failures BIGINT NOT NULL,
    ends_at BIGINT NOT NULL
);
