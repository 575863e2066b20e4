-- For wrk: ask again and again what stands behind the "--".
-- wrk ... URL -- MARK METHOD PATH [METHOD PATH]..., where MARK is a text that no
-- earlier run has used: each POST creates a bookmark with another url.

local mark, asks, count = "", {}, 0

function init(arguments)
  mark = arguments[1]
  for at = 2, #arguments, 2 do
    asks[#asks + 1] = { method = arguments[at], path = arguments[at + 1] }
  end
  wrk.headers["Content-Type"] = "application/json"
end

function request()
  local ask = asks[count % #asks + 1]
  count = count + 1
  if ask.method == "GET" then
    return wrk.format("GET", ask.path)
  end
  local body = string.format(
    '{"url": "https://example.com/%s/%d", "title": "Number %d", "tags": ["one", "two"]}',
    mark, count, count)
  return wrk.format(ask.method, ask.path, nil, body)
end
