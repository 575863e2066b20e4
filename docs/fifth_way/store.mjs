// Users, tokens and bookmarks, in memory: they end with the process.

import {
  createHash,
  createHmac,
  randomBytes,
  scrypt,
  timingSafeEqual,
} from "node:crypto";
import { promisify } from "node:util";

import { Problem } from "./problems.mjs";

const hash = promisify(scrypt);
// OWASP Password Storage Cheat Sheet: scrypt with N=2^14 (16 MiB), r=8, p=5.
const COST = { N: 2 ** 14, r: 8, p: 5 };
const DUMMY = { salt: randomBytes(16), hash: randomBytes(32) };

// Whoever holds a token may use it, so it is kept as a digest, like a password.
const digest = (token) => createHash("sha256").update(token).digest("base64");
const folded = (text) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
// UTF-8 sorts as code points do; JavaScript's own order is that of UTF-16.
const compareText = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b));

let latest = 0;
// Microseconds since 1970; never the same twice.
function now() {
  const milliseconds = performance.timeOrigin + performance.now();
  latest = Math.max(latest + 1, Math.trunc(milliseconds * 1000));
  return latest;
}

export function timestamp(microseconds) {
  const whole = new Date(Math.floor(microseconds / 1000)).toISOString().slice(0, -1);
  return `${whole}${String(microseconds % 1000).padStart(3, "0")}Z`;
}

export class Store {
  #users = new Map(); // by username in small letters
  #tokens = new Map(); // by digest: { user, expires }
  #lastUser = 0;
  #lastBookmark = 0;
  #secret = randomBytes(32); // signs cursors

  constructor(ttlSeconds) {
    this.ttl = ttlSeconds * 1_000_000;
  }

  async addUser(username, password) {
    const salt = randomBytes(16);
    const key = await hash(password, salt, 32, COST);
    if (this.#users.has(username.toLowerCase())) {
      throw new Problem(409, "conflict", { detail: "The username is taken." });
    }
    const user = {
      id: ++this.#lastUser,
      username,
      created: now(),
      bookmarks: new Map(),
    };
    this.#users.set(username.toLowerCase(), { ...user, salt, hash: key, user });
    return user;
  }

  async addToken(username, password) {
    const found = this.#users.get(username.toLowerCase());
    // Nobody of that name costs the same work, or the time would tell.
    const key = await hash(password, (found ?? DUMMY).salt, 32, COST);
    if (!timingSafeEqual(key, (found ?? DUMMY).hash) || !found)
      throw unauthorized("Bearer");
    const token = randomBytes(32).toString("base64url");
    const expires = now() + this.ttl;
    this.#tokens.set(digest(token), { user: found.user, expires });
    return { token, expires };
  }

  caller(authorization) {
    const given = authorization?.match(/^bearer +([A-Za-z0-9._~+/-]+=*)$/i)?.[1];
    if (!given) throw unauthorized("Bearer");
    const token = this.#tokens.get(digest(given));
    if (!token || token.expires <= now())
      throw unauthorized('Bearer error="invalid_token"');
    return { ...token.user, token: digest(given) };
  }

  endToken(caller) {
    this.#tokens.delete(caller.token);
  }

  bookmark(caller, id) {
    const found = caller.bookmarks.get(Number(id));
    if (!found) throw new Problem(404, "not-found");
    return found;
  }

  addBookmark(caller, members) {
    this.#checkUrl(caller, members.url);
    const at = now();
    const bookmark = { id: ++this.#lastBookmark, ...members, created: at, updated: at };
    caller.bookmarks.set(bookmark.id, bookmark);
    return bookmark;
  }

  changeBookmark(caller, old, members) {
    this.#checkUrl(caller, members.url, old.id);
    const changed = Object.keys(members).some(
      (name) => JSON.stringify(members[name]) !== JSON.stringify(old[name]),
    );
    const bookmark = changed ? { ...old, ...members, updated: now() } : old;
    caller.bookmarks.set(old.id, bookmark);
    return bookmark;
  }

  #checkUrl(caller, url, id = undefined) {
    for (const each of caller.bookmarks.values()) {
      if (each.url === url && each.id !== id) {
        const detail = "You already have a bookmark of that URL.";
        throw new Problem(409, "conflict", { detail });
      }
    }
  }

  // One page: { items, next }. The cursor holds the last item's place in the order.
  page(caller, { tags, q, sort, limit, cursor }, errors) {
    const after = cursor === null ? undefined : this.#read(cursor, sort, errors);
    errors.raise();
    const key = sort.replace("-", "") === "title" ? "title" : "created";
    const sign = sort.startsWith("-") ? -1 : 1;
    const compare = (a, b) => {
      const first =
        key === "title" ? compareText(a.title, b.title) : a.created - b.created;
      return sign * (first || a.id - b.id);
    };
    const wanted = folded(q);
    const found = [...caller.bookmarks.values()]
      .filter((each) => tags.every((tag) => each.tags.includes(tag)))
      .filter(({ url, title, notes }) =>
        [url, title, notes].some((text) => folded(text).includes(wanted)),
      )
      .filter((each) => !after || compare(each, after) > 0)
      .sort(compare);
    const items = found.slice(0, limit);
    const { id, title, created } = items.at(-1) ?? {};
    const next =
      found.length > limit ? this.#write({ sort, id, title, created }) : null;
    return { items, next };
  }

  #write(place) {
    const text = Buffer.from(JSON.stringify(place)).toString("base64url");
    return `${text}.${this.#sign(text)}`;
  }

  #read(cursor, sort, errors) {
    const [text, signature] = cursor.split(".");
    const place =
      signature === this.#sign(text) &&
      JSON.parse(Buffer.from(text, "base64url").toString());
    if (!place || place.sort !== sort) {
      errors.parameter("cursor", "must be the next of a page with this sort");
    }
    return place;
  }

  #sign(text) {
    return createHmac("sha256", this.#secret).update(text).digest("base64url");
  }

  tags(caller) {
    const counts = new Map();
    for (const { tags } of caller.bookmarks.values()) {
      for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
    }
    const names = [...counts.keys()].sort();
    return names.map((name) => ({ name, count: counts.get(name) }));
  }
}

function unauthorized(challenge) {
  return new Problem(401, "unauthorized", {
    headers: { "WWW-Authenticate": challenge },
  });
}
