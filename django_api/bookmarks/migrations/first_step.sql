-- What a database holds that stopped at the first step: for SQLite and PostgreSQL.
-- Times are UTC, as Django writes them; PostgreSQL reads them in the session's zone.

INSERT INTO bookmarks_user
    (username, password, date_joined, first_name, last_name, email,
     is_active, is_staff, is_superuser)
VALUES
    ('Ada',
     'scrypt$16384$haO2oEZ0KUhM292i26Ruvy$8$5$+4BaktH8qHbo8IpjjNGH+AChojX1TKl/qxf6Be8P7DyROGdwk754oqfVUJUl2i1mRFDnIS3+WWsHvcfzEXESCQ==',
     '2020-01-02 03:04:05.000006', '', '', '', true, false, false),
    ('grace',
     'scrypt$16384$aDjNHWXcuuY0tdG3m4LZNa$8$5$jtf2C19Zg0bUg+r1p7zOXC7+vQHwQ69qZVvFGUe2Opjw4YqgGa55EUl8hfseHT5K3HkylqN6niKmSIQF3BHYWw==',
     '2020-01-02 03:04:05.000006', '', '', '', true, false, false);

-- SHA-256 of seed-token-that-lasts-0123456789abcdefghijklm
-- and of seed-token-long-expired-0123456789abcdefghij
INSERT INTO bookmarks_token (digest, user_id, created_at)
VALUES
    ('3b67bf6875d26ec5812004f23215e44ed2b5b87189aa63254abb4897281e5b33',
     (SELECT id FROM bookmarks_user WHERE username = 'Ada'),
     '2999-01-01 00:00:00'),
    ('4d741e1dc519fb56d7320b7973ed606396919bd523c105418cb9cdafd1f42c86',
     (SELECT id FROM bookmarks_user WHERE username = 'Ada'),
     '2020-01-02 03:04:05');

INSERT INTO bookmarks_bookmark
    (owner_id, url, title, notes, tags, created_at, updated_at)
VALUES
    ((SELECT id FROM bookmarks_user WHERE username = 'Ada'),
     'https://example.org/one', 'First', '', '',
     '2020-01-02 03:04:05.000006', '2020-01-02 03:04:05.000006'),
    ((SELECT id FROM bookmarks_user WHERE username = 'Ada'),
     'https://example.org/gone', 'Deleted, and its id with it', '', '',
     '2020-01-02 03:04:05.000006', '2020-01-02 03:04:05.000006'),
    ((SELECT id FROM bookmarks_user WHERE username = 'Ada'),
     'https://example.org/two', 'Zweites Lesezeichen: Ü, 日本, 🦉',
     'line one
line two', 'reading,web',
     '2020-02-03 04:05:06.000007', '2020-03-04 05:06:07.000008'),
    ((SELECT id FROM bookmarks_user WHERE username = 'Ada'),
     'https://example.org/three', 'It''s 100% "quoted"', '', 'web',
     '2021-01-01 00:00:00', '2021-01-01 00:00:00'),
    ((SELECT id FROM bookmarks_user WHERE username = 'Ada'),
     'https://example.org/four', 'Imported', '', '',
     '2021-01-01 00:00:00', '2021-01-01 00:00:00'),
    ((SELECT id FROM bookmarks_user WHERE username = 'Ada'),
     'https://example.org/five', 'Imported', '', '',
     '2021-01-01 00:00:00', '2021-01-01 00:00:00'),
    ((SELECT id FROM bookmarks_user WHERE username = 'grace'),
     'https://example.org/one', 'Mine too', 'private', 'compilers,web',
     '2020-05-06 07:08:09.000010', '2020-05-06 07:08:09.000010');

DELETE FROM bookmarks_bookmark WHERE url = 'https://example.org/gone';
