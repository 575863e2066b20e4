-- Fills a database that stopped at the first step, for the test that migrates it
-- to the last. Passwords: correct horse battery staple, hopper-1906-navy. Tokens:
-- seed-token-that-lasts-0123456789abcdefghijklm,
-- seed-token-long-expired-0123456789abcdefghij.

INSERT INTO users (username, password_hash, created_at) VALUES
    ('Ada', '$argon2id$v=19$m=19456,t=2,p=1$28bMxBUcb/lrrFekuDWBYw$avTalVgxkWQNttHmKBeZkEJC2xot7BrUaM0gfbAvYtw', '2020-01-02 03:04:05.000006'),
    ('grace', '$argon2id$v=19$m=19456,t=2,p=1$odyitu7ikexf+O0o9l3vEw$6Ce6D1iEc3NMPCtBc1g4I59++MMwL0Xzgm5xA+ECudk', '2020-01-02 03:04:05.000006');

INSERT INTO tokens (digest, user_id, created_at) VALUES
    ('3b67bf6875d26ec5812004f23215e44ed2b5b87189aa63254abb4897281e5b33', (SELECT id FROM users WHERE username = 'Ada'), '2999-01-01 00:00:00.000000'),
    ('4d741e1dc519fb56d7320b7973ed606396919bd523c105418cb9cdafd1f42c86', (SELECT id FROM users WHERE username = 'Ada'), '2020-01-02 03:04:05.000000');

INSERT INTO bookmarks (user_id, url, title, notes, tags, created_at, updated_at) VALUES
    ((SELECT id FROM users WHERE username = 'Ada'),
        'https://example.org/one', 'First', '', '',
        '2020-01-02 03:04:05.000006', '2020-01-02 03:04:05.000006'),
    ((SELECT id FROM users WHERE username = 'Ada'),
        'https://example.org/gone', 'Deleted, and its id with it', '', '',
        '2020-01-02 03:04:05.000006', '2020-01-02 03:04:05.000006'),
    ((SELECT id FROM users WHERE username = 'Ada'),
        'https://example.org/two', 'Zweites Lesezeichen: Ü, 日本, 🦉', 'line one
line two', 'reading,web',
        '2020-02-03 04:05:06.000007', '2020-03-04 05:06:07.000008'),
    ((SELECT id FROM users WHERE username = 'Ada'),
        'https://example.org/three', 'It''s 100% "quoted"', '', 'web',
        '2021-01-01 00:00:00.000000', '2021-01-01 00:00:00.000000'),
    ((SELECT id FROM users WHERE username = 'Ada'),
        'https://example.org/four', 'Imported', '', '',
        '2021-01-01 00:00:00.000000', '2021-01-01 00:00:00.000000'),
    ((SELECT id FROM users WHERE username = 'Ada'),
        'https://example.org/five', 'Imported', '', '',
        '2021-01-01 00:00:00.000000', '2021-01-01 00:00:00.000000'),
    ((SELECT id FROM users WHERE username = 'grace'),
        'https://example.org/one', 'Mine too', 'private', 'compilers,web',
        '2020-05-06 07:08:09.000010', '2020-05-06 07:08:09.000010');

DELETE FROM bookmarks WHERE url = 'https://example.org/gone';
