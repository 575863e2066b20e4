-- For wrk: POST /bookmarks again and again, each time with another url.
-- wrk ... URL -- MARK, where MARK is a text that no earlier run has used.

local mark, count = "", 0

function init(arguments)
  mark = arguments[1]
  wrk.headers["Content-Type"] = "application/json"
end

function request()
  count = count + 1
  local body = string.format(
    '{"url": "https://example.com/%s/%d", "title": "Number %d", "tags": ["one", "two"]}',
    mark, count, count)
  return wrk.format("POST", nil, nil, body)
end
