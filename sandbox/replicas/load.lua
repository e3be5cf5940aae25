-- What is in these records? With a token comes its session, and with a session how often it has asked for what.
--
-- ARGV: prefix of sessions, most digests, keys of records.
-- Answers: {seconds, microseconds, {key, value, digests and attempts or false}, ...}.
local time = redis.call('TIME')
local answer = {time[1], time[2]}
local sessions, most = ARGV[1], tonumber(ARGV[2])

local function add(key)
  local value, attempts = redis.call('GET', key), false
  if string.sub(key, 1, #sessions) == sessions and redis.call('HLEN', key .. ':attempts') <= most then
    attempts = redis.call('HGETALL', key .. ':attempts')
  end
  answer[#answer + 1] = {key, value, attempts}
  return value
end

for place = 3, #ARGV do
  local value = add(ARGV[place])
  local session = value and string.match(value, '^%x+T(%x+) ')
  if session then
    add(sessions .. session)
  end
end
return answer
