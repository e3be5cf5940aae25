-- A snapshot takes the place of the changes that it is the sum of, if the world is still the same.
--
-- ARGV: key of the world, what all keys begin with, when the world began, how many changes it is the sum of, it, life.
-- Answers: {seconds, microseconds, how many changes are left in the log}.
local time = redis.call('TIME')
local began, sum_of = ARGV[3], tonumber(ARGV[4])
local log, life = ARGV[2] .. began .. ':changes', ARGV[6]
local found, count = string.match(redis.call('GET', ARGV[1]) or '', '^(%x+):(%d+)$')
local length = redis.call('LLEN', log)
local before = tonumber(count or 0) - length -- changes that are not in the log any more
if found ~= began or sum_of <= before or sum_of > tonumber(count) then
  return {time[1], time[2], length}
end
redis.call('SET', ARGV[2] .. began .. ':snapshot', ARGV[5], 'PX', life)
redis.call('LTRIM', log, sum_of - before, -1)
local size = 0
for _, line in ipairs(redis.call('LRANGE', log, 0, -1)) do
  size = size + #line
end
redis.call('SET', log .. ':size', size, 'PX', life)
return {time[1], time[2], tonumber(count) - sum_of}
