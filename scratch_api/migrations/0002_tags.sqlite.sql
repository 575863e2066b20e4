-- Tags get a table of their own, to be found and counted by an index.

CREATE TABLE tags (
    bookmark_id INTEGER NOT NULL REFERENCES bookmarks (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    PRIMARY KEY (bookmark_id, name)
);

-- The user stands here too, so that counting reads no row of another caller.
CREATE INDEX tags_user ON tags (user_id, name, bookmark_id);

-- 'a,b' becomes '["a","b"]', and json_each makes a row of each element.
INSERT INTO tags (bookmark_id, name, user_id)
SELECT bookmarks.id, tag.value, bookmarks.user_id
FROM bookmarks, json_each('["' || replace(bookmarks.tags, ',', '","') || '"]') AS tag
WHERE bookmarks.tags <> '';

ALTER TABLE bookmarks DROP COLUMN tags;
