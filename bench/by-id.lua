-- Reads partners by id, in an order of chance that is the same in every run.
local ids = {}
for id in io.lines(os.getenv("IDS")) do ids[#ids + 1] = id end
math.randomseed(1)

request = function()
  return wrk.format("GET", "/international-strategy/v1/partners/" .. ids[math.random(#ids)])
end
