// What went wrong, as RFC 9457 wants it told.

import http from "node:http";

const TITLES = {
  "host-not-allowed": "Host not allowed",
  "malformed-json": "Malformed JSON",
  unauthorized: "Unauthorized",
  "not-found": "Not found",
  "method-not-allowed": "Method not allowed",
  conflict: "Conflict",
  "precondition-failed": "Precondition failed",
  "content-too-large": "Content too large",
  "unsupported-media-type": "Unsupported media type",
  invalid: "Invalid request",
  "internal-error": "Internal server error",
};

export class Problem extends Error {
  constructor(status, kind, { detail, headers = {}, errors } = {}) {
    super(kind);
    this.status = status;
    this.kind = kind;
    this.headers = headers;
    this.detail = detail ?? `${TITLES[kind]}.`;
    this.errors = errors;
  }

  response() {
    const { status, kind, detail, errors } = this;
    const type = `urn:fourways:problem:${kind}`;
    return {
      status,
      headers: { "Content-Type": "application/problem+json", ...this.headers },
      body: JSON.stringify({ type, title: TITLES[kind], status, detail, errors }),
    };
  }
}

// For requests that never became one: a whole response, to be written to the socket.
export function plainProblem(status) {
  const title = http.STATUS_CODES[status];
  const detail = "This is not a request in HTTP/1.1, or too large a one.";
  const body = JSON.stringify({ type: "about:blank", title, status, detail });
  return [
    `HTTP/1.1 ${status} ${title}`,
    `Date: ${new Date().toUTCString()}`,
    "Content-Type: application/problem+json",
    "X-Content-Type-Options: nosniff",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
    "",
    body,
  ].join("\r\n");
}
