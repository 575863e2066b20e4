// What each operation does. `open` needs no caller, `body` reads JSON, and those with
// a body or parameters check them: `errors` already holds what is wrong with the query.

import { createHash } from "node:crypto";

import { entityTags } from "./entity_tags.mjs";
import { Problem } from "./problems.mjs";
import { timestamp } from "./store.mjs";
import { checkBody, checkList } from "./validation.mjs";

const CREDENTIALS = { required: ["username", "password"] };
const BOOKMARK = { required: ["url", "title"], optional: { notes: "", tags: [] } };
const PATCH = {
  optional: { url: null, title: null, notes: "", tags: [] },
  nullable: true,
};
const LIST = ["tag", "q", "sort", "limit", "cursor"];

export const operations = {
  "/users": { POST: { open: true, body: true, run: signUp } },
  "/users/me": { GET: { run: ({ caller }) => own(200, user(caller)) } },
  "/tokens": { POST: { open: true, body: true, run: signIn } },
  "/tokens/current": { DELETE: { run: signOut } },
  "/bookmarks": {
    GET: { parameters: LIST, run: list },
    POST: { body: true, run: create },
  },
  "/bookmarks/{id}": {
    GET: { run: ({ store, caller, id }) => shown(200, store.bookmark(caller, id)) },
    PUT: { body: true, run: replace },
    PATCH: { body: true, run: change },
    DELETE: { run: remove },
  },
  "/tags": {
    GET: { run: ({ store, caller }) => own(200, { items: store.tags(caller) }) },
  },
  "/health": { GET: { open: true, run: () => json(200, { status: "ok" }) } },
  "/openapi.json": { GET: { open: true, run: () => json(200, description()) } },
};

async function signUp({ store, body, errors }) {
  checkBody(body, CREDENTIALS, errors);
  const made = await store.addUser(body.username, body.password);
  return json(201, user(made), { Location: "/users/me" });
}

async function signIn({ store, body, errors }) {
  checkBody(body, CREDENTIALS, errors);
  const { token, expires } = await store.addToken(body.username, body.password);
  const headers = { Location: "/tokens/current", "Cache-Control": "no-store" };
  return json(201, { token, expires_at: timestamp(expires) }, headers);
}

function signOut({ store, caller }) {
  store.endToken(caller);
  return { status: 204 };
}

function list({ store, caller, query, errors }) {
  const wanted = { ...checkList(query, errors), cursor: query.get("cursor") };
  const { items, next } = store.page(caller, wanted, errors);
  const page = own(200, { items: items.map(bookmark), next });
  if (next) {
    const following = new URLSearchParams(query);
    following.set("cursor", next);
    page.headers.Link = `</bookmarks?${following}>; rel="next"`;
  }
  return page;
}

function create({ store, caller, body, errors }) {
  checkBody(body, BOOKMARK, errors);
  const made = store.addBookmark(caller, complete(body));
  return shown(201, made, { Location: `/bookmarks/${made.id}` });
}

function replace({ store, caller, id, body, errors, headers }) {
  checkBody(body, BOOKMARK, errors);
  const old = unchanged(store.bookmark(caller, id), headers);
  return shown(200, store.changeBookmark(caller, old, complete(body)));
}

// RFC 7396: what is named changes, and null returns to the default.
function change({ store, caller, id, body, errors, headers }) {
  checkBody(body, PATCH, errors);
  const old = unchanged(store.bookmark(caller, id), headers);
  const { url, title, notes, tags } = old;
  const members = { url, title, notes, tags };
  for (const [name, value] of Object.entries(body)) {
    members[name] = value ?? PATCH.optional[name];
  }
  return shown(200, store.changeBookmark(caller, old, complete(members)));
}

function remove({ store, caller, id, headers }) {
  unchanged(store.bookmark(caller, id), headers);
  caller.bookmarks.delete(Number(id));
  return { status: 204 };
}

// RFC 9110 13.1.1: If-Match is `*` or a list of strong tags, or it does not match.
// 13.1.2: If-None-Match is `*` or a list of tags, of which none may match, weak or strong.
function unchanged(found, headers) {
  const match = headers["if-match"];
  const none = headers["if-none-match"];
  const tag = shown(200, found).headers.ETag;
  const tags = entityTags(none ?? "").map((each) => each.replace(/^W\//, ""));
  const isStale =
    match !== undefined && match.trim() !== "*" && !entityTags(match).includes(tag);
  if (isStale || none?.trim() === "*" || tags.includes(tag)) {
    throw new Problem(412, "precondition-failed");
  }
  return found;
}

function complete({ url, title, notes = "", tags = [] }) {
  return { url, title, notes, tags: [...new Set(tags)].sort() };
}

function user({ id, username, created }) {
  return { id, username, created_at: timestamp(created) };
}

function bookmark({ created, updated, ...members }) {
  return { ...members, created_at: timestamp(created), updated_at: timestamp(updated) };
}

const shown = (status, found, headers = {}) => own(status, bookmark(found), headers);

// What belongs to a caller: for that caller alone, and asked for again each time.
function own(status, content, headers = {}) {
  const made = json(status, content, {
    "Cache-Control": "private, no-cache",
    ...headers,
  });
  const digest = createHash("sha256")
    .update(made.body)
    .digest("base64url")
    .slice(0, 22);
  made.headers.ETag = `"${digest}"`;
  return made;
}

function json(status, content, headers = {}) {
  const type = { "Content-Type": "application/json" };
  return { status, headers: { ...type, ...headers }, body: JSON.stringify(content) };
}

// Enough to be a document: which operations there are. The shapes stand in the contract.
function description() {
  const paths = {};
  for (const [path, methods] of Object.entries(operations)) {
    paths[path] = {};
    for (const method of Object.keys(methods)) {
      const responses = { default: { description: "An answer." } };
      paths[path][method.toLowerCase()] = { responses };
    }
    if (path.includes("{id}")) {
      const schema = { type: "integer" };
      paths[path].parameters = [{ name: "id", in: "path", required: true, schema }];
    }
  }
  return { openapi: "3.1.0", info: { title: "Bookmarks", version: "1.0.0" }, paths };
}
