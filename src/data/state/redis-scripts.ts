import { z } from 'zod';

/**
 * Lua that runs atomically on the server. It goes as EVAL with its text, a few hundred bytes: unlike
 * EVALSHA that cannot meet NOSCRIPT after a restart, a failover or SCRIPT FLUSH.
 */
export interface RedisScript<Reply> {
  readonly lua: string;
  readonly reply: z.ZodType<Reply>;
}

/** `null` for an entry that was trimmed meanwhile. */
export const ENTRIES = z.array(z.tuple([z.string(), z.tuple([z.string(), z.string()]).nullable()]));

/** KEYS: value. ARGV: '1' if a value is expected, that value, new value, ttl in ms. */
export const COMPARE_AND_SET: RedisScript<number> = {
  lua: `
local current = redis.call('GET', KEYS[1])
if ARGV[1] == '1' then
  if current ~= ARGV[2] then return 0 end
elseif current then
  return 0
end
redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[4])
return 1
`,
  reply: z.number().int(),
};

/** KEYS: counter. ARGV: window in ms. */
export const COUNT_IN_WINDOW: RedisScript<number> = {
  lua: `
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return count
`,
  reply: z.number().int(),
};

/**
 * KEYS: lease, last token. ARGV: owner, ttl in ms.
 *
 * A new holder's token is the server's clock in microseconds, or one more than the last token when
 * that is greater: so tokens grow even across a flush, which takes the last token with it.
 */
export const ACQUIRE_LEASE: RedisScript<number | null> = {
  lua: `
local held = redis.call('HMGET', KEYS[1], 'owner', 'token')
if held[1] and held[1] ~= ARGV[1] then return false end
local token = tonumber(held[2])
if not held[1] then
  local time = redis.call('TIME')
  local last = tonumber(redis.call('GET', KEYS[2]) or '0')
  token = math.max(last + 1, time[1] * 1000000 + time[2])
  local text = string.format('%.0f', token)
  redis.call('SET', KEYS[2], text)
  redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'token', text)
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return token
`,
  reply: z.number().int().nullable(),
};

/** KEYS: lease. ARGV: owner. */
export const RELEASE_LEASE: RedisScript<number> = {
  lua: `
if redis.call('HGET', KEYS[1], 'owner') == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 1
`,
  reply: z.number().int(),
};

/**
 * KEYS: log. ARGV: group, consumer, limit.
 *
 * The group is made on the way, from the oldest entry on, because a flush can take it at any time;
 * that it exists already is an error reply to be passed over, any other makes the read fail too.
 */
export const READ_LOG: RedisScript<z.infer<typeof ENTRIES>> = {
  lua: `
redis.pcall('XGROUP', 'CREATE', KEYS[1], ARGV[1], '0', 'MKSTREAM')
local reply = redis.call(
  'XREADGROUP', 'GROUP', ARGV[1], ARGV[2], 'COUNT', ARGV[3], 'STREAMS', KEYS[1], '>')
if not reply then return {} end
return reply[1][2]
`,
  reply: ENTRIES,
};
