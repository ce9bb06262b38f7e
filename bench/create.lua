-- Creates records: BODY is the body, in which #thread and #count make a name of its own.
local body = os.getenv("BODY")
local threads = 0
function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

local count = 0
request = function()
  count = count + 1
  wrk.headers["Content-Type"] = "application/json"
  return wrk.format("POST", nil, nil, (body:gsub("#thread", number):gsub("#count", count)))
end
