// The fifth way: the same API in JavaScript, on Node's standard library alone.
//
//     node server.mjs      settings: HOST, PORT, ALLOWED_HOSTS, TOKEN_TTL_SECONDS
//
// One request, from top to bottom:
//
//     node:http    bytes to request
//     answer       route, who is calling, body, handler: the order of errors
//     handlers     what each operation does        (handlers.mjs)
//     validation   is the data what the API takes?  (validation.mjs)
//     store        users, tokens and bookmarks in memory  (store.mjs)
//     problems     what went wrong, as a response  (problems.mjs)

import http from "node:http";
import { TextDecoder } from "node:util";

import { entityTags } from "./entity_tags.mjs";
import { operations } from "./handlers.mjs";
import { Problem, plainProblem } from "./problems.mjs";
import { Store } from "./store.mjs";
import { Invalid, checkNoMore } from "./validation.mjs";

const HOST = process.env.HOST ?? "127.0.0.1";
const PORT = Number(process.env.PORT ?? 8000);
const HOSTS = (process.env.ALLOWED_HOSTS ?? "localhost,127.0.0.1,[::1]").split(",");
const TOKEN_TTL_SECONDS = Number(process.env.TOKEN_TTL_SECONDS ?? 86_400);

const LARGEST_BODY = 65_536;
const LARGEST_ID = 2n ** 63n - 1n;
const JSON_TYPE = /^application\/json\s*(;\s*(charset=("utf-8"|utf-8)\s*)?)*$/i;
const PATCH_TYPE =
  /^application\/merge-patch\+json\s*(;\s*(charset=("utf-8"|utf-8)\s*)?)*$/i;

const store = new Store(TOKEN_TTL_SECONDS);
const server = http.createServer({ requireHostHeader: false }, handle);

async function handle(request, response) {
  const began = performance.now();
  const [path, query] = target(request.url);
  response.on("finish", () => {
    const milliseconds = (performance.now() - began).toFixed(1);
    const line = path.replace(/[^\x21-\x7e]/g, encodeURIComponent);
    console.error(`${request.method} ${line} ${response.statusCode} ${milliseconds}ms`);
  });
  response.setHeader("X-Content-Type-Options", "nosniff");
  let made;
  try {
    made = await answer(request, path, query);
  } catch (error) {
    if (request.destroyed && !request.complete) return; // the client has left
    const known = error instanceof Problem;
    if (!known) console.error(error);
    made = (known ? error : new Problem(500, "internal-error")).response();
    // What is left of a body that nobody read must not be taken for a request.
    if (!request.complete) response.setHeader("Connection", "close");
  }
  send(request, response, made);
}

// In the contract's order: host, path, method, caller, media type, size, JSON, validity.
async function answer(request, path, query) {
  checkHost(request.headers.host);
  const [route, id] = find(path);
  if (request.method === "OPTIONS") {
    checkNoMore(query, []);
    return { status: 204, headers: { Allow: allow(route) } };
  }
  const method = request.method === "HEAD" ? "GET" : request.method;
  const operation = route[method];
  if (!operation) {
    const headers = { Allow: allow(route) };
    throw new Problem(405, "method-not-allowed", { headers });
  }
  const caller = operation.open ? undefined : store.caller(authorization(request));
  const errors = new Invalid();
  const call = { store, id, query, caller, errors, headers: request.headers };
  if (operation.body) call.body = await json(request, method);
  else request.resume();
  checkNoMore(query, operation.parameters ?? [], errors);
  if (!operation.body && !operation.parameters) errors.raise();
  return operation.run(call);
}

function send(request, response, { status, headers = {}, body }) {
  let unchanged = false;
  if (headers.ETag && ["GET", "HEAD"].includes(request.method)) {
    unchanged = names(request.headers["if-none-match"], headers.ETag);
  }
  const known = { ETag: headers.ETag, "Cache-Control": headers["Cache-Control"] };
  for (const [name, value] of Object.entries(unchanged ? known : headers)) {
    if (value !== undefined) response.setHeader(name, value);
  }
  response.statusCode = unchanged ? 304 : status;
  if (unchanged || body === undefined) return response.end();
  response.setHeader("Content-Length", Buffer.byteLength(body));
  response.end(body); // node:http leaves it out in answers to HEAD
}

// RFC 9110 13.1.2: `*`, or a list of tags; here W/ makes no difference.
function names(header, etag) {
  if (header === undefined) return false;
  if (header.trim() === "*") return true;
  return entityTags(header).some((tag) => tag.replace(/^W\//, "") === etag);
}

function target(url) {
  // RFC 9112 3.2.2: a server accepts the absolute form, too.
  const origin = url.replace(/^https?:\/\/[^/?#]*/i, "");
  const at = origin.indexOf("?");
  return at < 0
    ? [origin, new URLSearchParams()]
    : [origin.slice(0, at), new URLSearchParams(origin.slice(at + 1))];
}

function checkHost(host) {
  const name = (host ?? "").replace(/:\d*$/, "").toLowerCase();
  if (!HOSTS.includes("*") && !HOSTS.includes(name)) {
    const detail = "The Host header names another host.";
    throw new Problem(400, "host-not-allowed", { detail });
  }
}

function find(raw) {
  let path;
  try {
    // RFC 3986 2.2: an encoded slash is part of a segment, and no segment has one.
    path = /%2f/i.test(raw) ? "" : decodeURIComponent(raw);
  } catch {
    path = "";
  }
  const id = path.match(/^\/bookmarks\/([1-9][0-9]*)$/)?.[1];
  if (id && BigInt(id) <= LARGEST_ID) return [operations["/bookmarks/{id}"], id];
  if (!Object.hasOwn(operations, path) || path.includes("{")) {
    throw new Problem(404, "not-found");
  }
  return [operations[path]];
}

function allow(route) {
  const methods = Object.keys(route);
  if (route.GET) methods.push("HEAD");
  return [...methods, "OPTIONS"].join(", ");
}

function authorization(request) {
  const values = request.rawHeaders.filter(
    (_, index, all) =>
      index % 2 === 1 && all[index - 1].toLowerCase() === "authorization",
  );
  return values.length === 1 ? values[0] : undefined;
}

async function json(request, method) {
  const type = (request.headers["content-type"] ?? "").trim();
  const patch = method === "PATCH";
  if (!JSON_TYPE.test(type) && !(patch && PATCH_TYPE.test(type))) {
    const headers = {
      "Accept-Patch": "application/json, application/merge-patch+json",
    };
    throw new Problem(415, "unsupported-media-type", patch ? { headers } : {});
  }
  const bytes = await read(request);
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
      bytes,
    );
    return JSON.parse(text, wellFormed);
  } catch {
    const detail = "The body is not one JSON text in UTF-8.";
    throw new Problem(400, "malformed-json", { detail });
  }
}

// RFC 8259 8.2: half of a surrogate pair is no character; it could not be sent back.
// With "u" a whole pair is one character, and does not match.
const HALF = /\p{Surrogate}/u;

function wellFormed(name, value) {
  if (HALF.test(name) || (typeof value === "string" && HALF.test(value))) {
    throw new SyntaxError("a lone surrogate");
  }
  return value;
}

async function read(request) {
  const tooLarge = new Problem(413, "content-too-large");
  if (Number(request.headers["content-length"]) > LARGEST_BODY) throw tooLarge;
  const parts = [];
  let size = 0;
  // Leaving the loop must not close the connection: an answer has to go out on it.
  for await (const part of request.iterator({ destroyOnReturn: false })) {
    size += part.length;
    if (size > LARGEST_BODY) throw tooLarge;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

// What node:http itself refuses.
server.on("clientError", (error, socket) => {
  if (!socket.writable || error.code === "ECONNRESET") return socket.destroy();
  const statuses = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };
  socket.end(plainProblem(statuses[error.code] ?? 400));
});

server.on("error", (error) => {
  console.error(`PORT ${PORT} on ${HOST} cannot be used: ${error.code}`);
  process.exit(1);
});
process.on("SIGTERM", () => {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
});
server.listen(PORT, HOST);
