-- Tokens end. Those from before this step end one day after they were made.

ALTER TABLE tokens ADD COLUMN expires_at BIGINT NOT NULL DEFAULT 0;

UPDATE tokens SET expires_at = created_at + 86400000000;
