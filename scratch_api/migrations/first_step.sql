-- What a database held at step 1. The contract suite migrates it to the last step and
-- looks whether everything is still there.

INSERT INTO users (username, password_hash, created_at) VALUES
    ('Ada', 'scrypt$16384$8$5$KVvyN80smWk86kLpmlPoPg==$M1bumkyhZn4UcJ/gUghVTCBkLV1l0wDUQEln1LbgYGA=', 1577934245000006),
    ('grace', 'scrypt$16384$8$5$uzltSvJbKWZNHEnrs6Zz0g==$3QHVbQbt/ZcLWXSiGynFFI5Us2CM5I+wia97r4pT6sU=', 1577934245000006);

-- The first was made in 2999, the second in 2020: step 3 lets one of them go on.
INSERT INTO tokens (digest, user_id, created_at) VALUES
    ('3b67bf6875d26ec5812004f23215e44ed2b5b87189aa63254abb4897281e5b33',
        (SELECT id FROM users WHERE username = 'Ada'), 32472144000000000),
    ('4d741e1dc519fb56d7320b7973ed606396919bd523c105418cb9cdafd1f42c86',
        (SELECT id FROM users WHERE username = 'Ada'), 1577934245000000);

INSERT INTO bookmarks (user_id, url, title, notes, tags, created_at, updated_at) VALUES
    ((SELECT id FROM users WHERE username = 'Ada'),
        'https://example.org/one', 'First', '', '',
        1577934245000006, 1577934245000006),
    ((SELECT id FROM users WHERE username = 'Ada'),
        'https://example.org/gone', 'Deleted, and its id with it', '', '',
        1577934245000006, 1577934245000006),
    ((SELECT id FROM users WHERE username = 'Ada'),
        'https://example.org/two', 'Zweites Lesezeichen: Ü, 日本, 🦉', 'line one
line two', 'reading,web',
        1580702706000007, 1583298367000008),
    ((SELECT id FROM users WHERE username = 'Ada'),
        'https://example.org/three', 'It''s 100% "quoted"', '', 'web',
        1609459200000000, 1609459200000000),
    ((SELECT id FROM users WHERE username = 'Ada'),
        'https://example.org/four', 'Imported', '', '',
        1609459200000000, 1609459200000000),
    ((SELECT id FROM users WHERE username = 'Ada'),
        'https://example.org/five', 'Imported', '', '',
        1609459200000000, 1609459200000000),
    ((SELECT id FROM users WHERE username = 'grace'),
        'https://example.org/one', 'Mine too', 'private', 'compilers,web',
        1588748889000010, 1588748889000010);

DELETE FROM bookmarks WHERE url = 'https://example.org/gone';
