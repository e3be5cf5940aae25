-- Which world is there, and what was changed in it since a process looked? The log alone, or a snapshot and what follows.
--
-- ARGV: key of the world, what all keys begin with, world that the process knows ("" for none).
-- Answers: {seconds, microseconds, world (false if there is none), snapshot (false if none is needed, or there is none),
--          how many changes come before the lines, lines}.
local time = redis.call('TIME')
local world = redis.call('GET', ARGV[1])
if not world then
  return {time[1], time[2], false, false, 0, {}}
end
local began, count = string.match(world, '^(%x+):(%d+)$')
local known_began, known = string.match(ARGV[3], '^(%x+):(%d+)$')
local missing = tonumber(count)
if known_began == began then
  missing = missing - tonumber(known)
end
if missing <= 0 then
  return {time[1], time[2], world, false, tonumber(count), {}}
end
local prefix = ARGV[2] .. began
local length = redis.call('LLEN', prefix .. ':changes')
if missing <= length then
  local lines = redis.call('LRANGE', prefix .. ':changes', -missing, -1)
  return {time[1], time[2], world, false, count - missing, lines}
end
local lines = redis.call('LRANGE', prefix .. ':changes', 0, -1)
return {time[1], time[2], world, redis.call('GET', prefix .. ':snapshot'), count - length, lines}
