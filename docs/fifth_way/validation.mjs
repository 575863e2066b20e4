// Is the data what the API says it takes? Every fault is collected, then told at once.

import { Problem } from "./problems.mjs";

const URL_PATTERN = new RegExp(
  "^https?://(([A-Za-z0-9._~!$&'()*+,;=:-]|%[0-9A-Fa-f]{2})*@)?" + // RFC 3986 3.2.1
    "(\\[[0-9A-Fa-f:.]+\\]|([A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+)(:[0-9]*)?" +
    "(/([A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*)?" +
    "(\\?([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?" +
    "(#([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?$",
  "i",
);
const TAG = /^[a-z0-9][a-z0-9-]*$/;
const CONTROL = /\p{Cc}/u;
const CONTROL_IN_NOTES = /(?![\n\t])\p{Cc}/u;
const BLANK = /^\p{White_Space}*$/u;
const MOST_TAGS = 20;

export class Invalid {
  errors = [];

  member(pointer, detail) {
    this.errors.push({ pointer, detail });
  }

  parameter(parameter, detail) {
    this.errors.push({ parameter, detail });
  }

  raise() {
    const errors = this.errors;
    const detail = "Members of the body or query parameters are invalid.";
    if (errors.length) throw new Problem(422, "invalid", { detail, errors });
  }
}

const text = (least, most, pattern, refused, what) => (value, pointer, errors) => {
  if (typeof value !== "string") return errors.member(pointer, "must be a string");
  const length = [...value].length;
  if (length < least || length > most) {
    errors.member(pointer, `must have ${least} to ${most} characters`);
  } else if (!pattern.test(value) || refused?.test(value)) {
    errors.member(pointer, `must be ${what}`);
  }
};

const members = {
  username: text(
    3,
    30,
    /^[A-Za-z][A-Za-z0-9_-]*$/,
    null,
    "a letter, then letters, digits, _ or -",
  ),
  password: text(8, 128, /^/, CONTROL, "without control characters"),
  url: text(1, 2000, URL_PATTERN, null, "an absolute http or https URL"),
  title: text(
    1,
    200,
    /[^\p{White_Space}]/u,
    CONTROL,
    "visible, without control characters",
  ),
  notes: text(0, 10_000, /^/, CONTROL_IN_NOTES, "without control characters"),
  tags(value, pointer, errors) {
    if (!Array.isArray(value)) return errors.member(pointer, "must be an array");
    if (value.length > MOST_TAGS)
      errors.member(pointer, `must be at most ${MOST_TAGS} tags`);
    const tag = text(1, 50, TAG, null, "small letters, digits and hyphens");
    value.forEach((each, index) => tag(each, `${pointer}/${index}`, errors));
  },
};

// The members of an object: those that are required, those that may have a default.
export function checkBody(
  body,
  { required = [], optional = {}, nullable = false },
  errors,
) {
  if (body === null || typeof body !== "object" || Array.isArray(body)) {
    errors.member("", "must be an object");
    return errors.raise();
  }
  const known = [...required, ...Object.keys(optional)];
  for (const name of required) {
    if (!Object.hasOwn(body, name)) errors.member(`/${name}`, "is required");
  }
  for (const [name, value] of Object.entries(body)) {
    const pointer = `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    if (!known.includes(name)) errors.member(pointer, "is not known");
    else if (!(nullable && value === null && NULLABLE.includes(name))) {
      members[name](value, pointer, errors);
    }
  }
  errors.raise();
}

const NULLABLE = ["notes", "tags"];
const SORTS = ["created_at", "-created_at", "title", "-title"];

// A page's parameters, checked; the cursor is for the store to read.
export function checkList(query, errors) {
  const tags = query.getAll("tag");
  if (
    tags.length > MOST_TAGS ||
    !tags.every((tag) => tag.length <= 50 && TAG.test(tag))
  ) {
    errors.parameter("tag", `must be at most ${MOST_TAGS} tags`);
  }
  const q = query.get("q") ?? "";
  if (query.has("q") && ([...q].length < 1 || [...q].length > 200 || CONTROL.test(q))) {
    errors.parameter("q", "must have 1 to 200 characters, no control characters");
  }
  const sort = query.get("sort") ?? "-created_at";
  if (!SORTS.includes(sort))
    errors.parameter("sort", `must be one of ${SORTS.join(", ")}`);
  const limit = query.get("limit") ?? "20";
  if (!/^([1-9][0-9]?|100)$/.test(limit))
    errors.parameter("limit", "must be from 1 to 100");
  return { tags, q, sort, limit: Number(limit) };
}

// Unknown and repeated parameters; without `errors` to go into, this is all there is.
export function checkNoMore(query, known, errors = undefined) {
  const found = errors ?? new Invalid();
  for (const name of new Set(query.keys())) {
    if (!known.includes(name)) found.parameter(name, "is not known");
    else if (name !== "tag" && query.getAll(name).length > 1) {
      found.parameter(name, "must be given once");
    }
  }
  if (!errors) found.raise();
}
