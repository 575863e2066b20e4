-- Users, tokens, bookmarks. Times are microseconds since 1970, UTC.

CREATE TABLE users (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    username TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    created_at INTEGER NOT NULL
);

-- `Ada` and `ada` are one name. Usernames are ASCII, so lower() is enough.
CREATE UNIQUE INDEX users_username ON users (lower(username));

-- The token itself is known to its owner alone; this is its SHA-256.
CREATE TABLE tokens (
    digest TEXT NOT NULL PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL
);

CREATE INDEX tokens_user ON tokens (user_id);

-- AUTOINCREMENT: the id of a deleted bookmark is not given to another one.
CREATE TABLE bookmarks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    notes TEXT NOT NULL,
    tags TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);

CREATE UNIQUE INDEX bookmarks_url ON bookmarks (user_id, url);

-- One index for each order in which a caller can walk through their bookmarks.
CREATE INDEX bookmarks_created_at ON bookmarks (user_id, created_at, id);
CREATE INDEX bookmarks_title ON bookmarks (user_id, title, id);
