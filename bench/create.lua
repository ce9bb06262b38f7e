-- Creates partners, each with a name of its own.
local threads = 0
function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

local count = 0
request = function()
  count = count + 1
  local body = string.format(
    '{"name": "Ny %d %d", "kind": "company", "country": "SE", "partnershipKind": "project"}', number, count)
  wrk.headers["Content-Type"] = "application/json"
  return wrk.format("POST", nil, nil, body)
end
