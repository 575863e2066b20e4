-- Tags get a table of their own, to be found and counted by an index.

CREATE TABLE tags (
    bookmark_id BIGINT NOT NULL REFERENCES bookmarks (id) ON DELETE CASCADE,
    name TEXT COLLATE "C" NOT NULL,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    PRIMARY KEY (bookmark_id, name)
);

-- The user stands here too, so that counting reads no row of another caller.
CREATE INDEX tags_user ON tags (user_id, name, bookmark_id);

INSERT INTO tags (bookmark_id, name, user_id)
SELECT bookmarks.id, tag, bookmarks.user_id
FROM bookmarks, unnest(string_to_array(bookmarks.tags, ',')) AS tag;

ALTER TABLE bookmarks DROP COLUMN tags;
