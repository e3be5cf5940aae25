-- Is all that a transaction has read still so? Then what it has changed is written, in this one step.
--
-- ARGV: deadline, stamp, key and value of the world, life, number of checks;
--       for each check: key, stamp that was read ("" for a record that is not there), digests of requests;
--       then operations, each a word and its arguments, as below.
-- Answers: {code, seconds, microseconds, ...}: 0 done, 1 another was faster (then what is there), 2 too late,
--          3 the world is another (then which).
local time = redis.call('TIME')
local seconds, microseconds = time[1], time[2]
local place = 0
local function take()
  place = place + 1
  return ARGV[place]
end

local deadline, stamp, world_key, world, life = tonumber(take()), take(), take(), take(), tonumber(take())
if seconds * 1000000 + microseconds > deadline then
  return {2, seconds, microseconds}
end

local changed, here, done = {}, {}, false
for _ = 1, tonumber(take()) do
  local key, expected, digests = take(), take(), take()
  local found = redis.call('GETRANGE', key, 0, 15)
  if found == stamp and stamp ~= '' then
    done = true
  elseif found ~= expected then
    changed[#changed + 1] = {key, digests}
  elseif found ~= '' then
    here[#here + 1] = key
  end
end
if done then -- it was sent twice, for its first answer was lost
  return {0, seconds, microseconds}
end
local found_world = redis.call('GET', world_key)
if found_world ~= world then
  return {3, seconds, microseconds, found_world}
end
if #changed > 0 then
  local answer = {1, seconds, microseconds}
  for _, one in ipairs(changed) do
    local known = {}
    for digest in string.gmatch(one[2], '%x+') do
      known[#known + 1] = digest
      known[#known + 1] = redis.call('HGET', one[1] .. ':attempts', digest)
    end
    answer[#answer + 1] = {one[1], redis.call('GET', one[1]), known}
  end
  return answer
end

local operations, renewed = {}, {}

function operations.set() -- what belongs to a session is written with it
  local key, value = take(), take()
  redis.call('SET', key, stamp .. value, 'PX', life)
  renewed[key] = true
end

function operations.delete()
  local key = take()
  redis.call('UNLINK', key, key .. ':journal', key .. ':attempts')
end

function operations.journal()
  local key, kept, count = take(), tonumber(take()), tonumber(take())
  local journal, attempts = key .. ':journal', key .. ':attempts'
  for _ = 1, count do
    local number, digest, attempt, entry = take(), take(), take(), take()
    redis.call('RPUSH', journal, number .. ' ' .. digest .. ' ' .. entry)
    redis.call('HSET', attempts, digest, number .. ':' .. attempt)
  end
  for _ = 1, redis.call('LLEN', journal) - kept do
    local number, digest = string.match(redis.call('LPOP', journal), '^(%d+) (%x+) ')
    local newest = redis.call('HGET', attempts, digest)
    if newest and string.match(newest, '^%d+') == number then
      redis.call('HDEL', attempts, digest)
    end
  end
  redis.call('PEXPIRE', journal, life)
  redis.call('PEXPIRE', attempts, life)
end

function operations.amend()
  local key, from_the_end, entry = take(), tonumber(take()), take()
  local old = redis.call('LINDEX', key .. ':journal', -from_the_end)
  if old then
    redis.call('LSET', key .. ':journal', -from_the_end, string.match(old, '^%d+ %x+ ') .. entry)
  end
end

function operations.rank()
  local key, score, member = take(), take(), take()
  redis.call('ZADD', key, score, member)
  redis.call('PEXPIRE', key, life)
end

function operations.later()
  local key, score, member = take(), take(), take()
  redis.call('ZADD', key, 'XX', score, member)
end

function operations.hurry() -- what waits for its time is to be looked at now
  local key, member = take(), take()
  redis.call('ZADD', key, 'XX', 0, member)
end

function operations.unrank()
  local key, member = take(), take()
  redis.call('ZREM', key, member)
end

function operations.bound() -- what nobody has used for longest goes, until the rest is not too long
  local key, prefix, id, length, most = take(), take(), take(), take(), tonumber(take())
  local now, sum_key = string.format('%d%06d', seconds, microseconds), key .. ':sum'
  local sum = tonumber(redis.call('GET', sum_key) or 0)
  if redis.call('ZADD', key, now, id .. ' ' .. length) == 1 then
    sum = sum + length
  end
  while true do
    local oldest = redis.call('ZRANGE', key, 0, 0, 'WITHSCORES')
    if sum <= most and tonumber(oldest[2]) + life * 1000 > tonumber(now) then
      break
    end
    if redis.call('ZCARD', key) == 1 then -- it alone is longer than that, and is in use
      break
    end
    local gone, size = string.match(oldest[1], '^(.*) (%d+)$')
    redis.call('ZREM', key, oldest[1])
    redis.call('UNLINK', prefix .. gone)
    sum = sum - size
  end
  redis.call('SET', sum_key, string.format('%d', sum), 'PX', life)
  redis.call('PEXPIRE', key, life)
end

function operations.log()
  local key, change = take(), take()
  redis.call('RPUSH', key, change)
  redis.call('PEXPIRE', key, life)
  redis.call('INCRBY', key .. ':size', #change)
  redis.call('PEXPIRE', key .. ':size', life)
end

function operations.world()
  redis.call('SET', world_key, take(), 'PX', life)
end

while place < #ARGV do
  operations[take()]()
end
for _, key in ipairs(here) do
  if not renewed[key] then
    redis.call('PEXPIRE', key, life)
    if string.find(key, ':s:', 1, true) then
      redis.call('PEXPIRE', key .. ':journal', life)
      redis.call('PEXPIRE', key .. ':attempts', life)
    end
  end
end
return {0, seconds, microseconds}
