-- What a database held when it stopped at the first step: for tests of the
-- later ones. SQLite and PostgreSQL read it alike.
-- The passwords: "correct horse battery staple" and "hopper-1906-navy".

INSERT INTO users (username, password_hash, created_at) VALUES
  ('Ada', 'scrypt:32768:8:3$S3D6mDzmfUmijked$27392932014d2dd635eb0f6eedc5eec706a5c5c8911f117d1ec6cf62c92c431674513bff61177fb1648084d01fbf1ecc74a942c0c98b672c3585b4f06ff053be', '2020-01-02 03:04:05.000006'),
  ('grace', 'scrypt:32768:8:3$1jm0NZmgU3YU6pbf$5dd06a146714f741799801dc3b639f7a40f05ef63ea465a87b7343a0dcc8a1e9650822e0e9511af51d24f94f15526290b657b6eb06f76aa5287a938faa8cb734', '2020-01-02 03:04:05.000006');

-- seed-token-that-lasts-0123456789abcdefghijklm
INSERT INTO tokens (digest, user_id, created_at)
SELECT '3b67bf6875d26ec5812004f23215e44ed2b5b87189aa63254abb4897281e5b33', id, '2999-01-01 00:00:00.000000'
FROM users WHERE username = 'Ada';

-- seed-token-long-expired-0123456789abcdefghij
INSERT INTO tokens (digest, user_id, created_at)
SELECT '4d741e1dc519fb56d7320b7973ed606396919bd523c105418cb9cdafd1f42c86', id, '2020-01-02 03:04:05.000000'
FROM users WHERE username = 'Ada';

INSERT INTO bookmarks (user_id, url, title, notes, tags, created_at, updated_at)
SELECT id, 'https://example.org/one', 'First', '', '', '2020-01-02 03:04:05.000006', '2020-01-02 03:04:05.000006'
FROM users WHERE username = 'Ada';

INSERT INTO bookmarks (user_id, url, title, notes, tags, created_at, updated_at)
SELECT id, 'https://example.org/gone', 'Deleted, and its id with it', '', '', '2020-01-02 03:04:05.000006', '2020-01-02 03:04:05.000006'
FROM users WHERE username = 'Ada';

INSERT INTO bookmarks (user_id, url, title, notes, tags, created_at, updated_at)
SELECT id, 'https://example.org/two', 'Zweites Lesezeichen: Ü, 日本, 🦉', 'line one
line two', 'reading,web', '2020-02-03 04:05:06.000007', '2020-03-04 05:06:07.000008'
FROM users WHERE username = 'Ada';

INSERT INTO bookmarks (user_id, url, title, notes, tags, created_at, updated_at)
SELECT id, 'https://example.org/three', 'It''s 100% "quoted"', '', 'web', '2021-01-01 00:00:00.000000', '2021-01-01 00:00:00.000000'
FROM users WHERE username = 'Ada';

INSERT INTO bookmarks (user_id, url, title, notes, tags, created_at, updated_at)
SELECT id, 'https://example.org/four', 'Imported', '', '', '2021-01-01 00:00:00.000000', '2021-01-01 00:00:00.000000'
FROM users WHERE username = 'Ada';

INSERT INTO bookmarks (user_id, url, title, notes, tags, created_at, updated_at)
SELECT id, 'https://example.org/five', 'Imported', '', '', '2021-01-01 00:00:00.000000', '2021-01-01 00:00:00.000000'
FROM users WHERE username = 'Ada';

INSERT INTO bookmarks (user_id, url, title, notes, tags, created_at, updated_at)
SELECT id, 'https://example.org/one', 'Mine too', 'private', 'compilers,web', '2020-05-06 07:08:09.000010', '2020-05-06 07:08:09.000010'
FROM users WHERE username = 'grace';

DELETE FROM bookmarks WHERE url = 'https://example.org/gone';
