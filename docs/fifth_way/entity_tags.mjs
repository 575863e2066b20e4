// RFC 9110 8.8.3: a list of entity tags, each strong or weak (`W/`).

const TAG = String.raw`(W\/)?"[\x21\x23-\x7e\x80-\xff]*"`;
const LIST = new RegExp(String.raw`^[\s,]*${TAG}(\s*,[\s,]*${TAG})*[\s,]*$`);

// Each tag of a header as it stands there; none if the header is malformed.
export function entityTags(header) {
  return LIST.test(header) ? header.match(/(W\/)?"[^"]*"/g) : [];
}
