import { describe, expect, test } from 'vitest';
import { VenueError } from '../../../../src/data/http/venue-error.ts';
import { isAbsent, problemOf } from '../../../../src/data/polymarket/client/errors.ts';

describe('what the venue says is wrong', () => {
  test.each([
    [400, { error: 'Invalid token id' }, { text: 'Invalid token id', mode: null }],
    [400, { error_msg: 'Invalid Heartbeat ID' }, { text: 'Invalid Heartbeat ID' }],
    [425, undefined, { text: null, mode: 'restarting' }],
    [
      503,
      { error: 'Trading is currently disabled. Check polymarket.com for updates' },
      { mode: 'disabled' },
    ],
    [
      503,
      {
        error:
          'Trading is currently cancel-only. New orders are not accepted, but cancels are allowed.',
      },
      { mode: 'cancelOnly' },
    ],
    [
      503,
      {
        error: 'post-only mode: only post-only orders and cancels are allowed',
        code: 'post_only_mode',
        retry_after_seconds: 79,
      },
      { mode: 'postOnly', code: 'post_only_mode', retryAfterMs: 79_000 },
    ],
    [503, {}, { mode: null, text: null, retryAfterMs: null }],
    [500, { error: 'cancel-only' }, { mode: null }],
    [429, { retry_after_seconds: -1 }, { retryAfterMs: null }],
    [400, 'a bare text', { text: null }],
    [400, [], { text: null }],
    [400, JSON.parse('{"__proto__":{"error":"x"}}'), { text: null }],
  ])('%i %j', (status, body, expected) => {
    expect(problemOf(status, body)).toMatchObject(expected);
  });

  test('only 404 means that there is none', () => {
    const error = (status: number) => new VenueError({ kind: 'rejected', endpoint: 'x', status });
    expect(isAbsent(error(404))).toBe(true);
    expect(isAbsent(error(400))).toBe(false);
    expect(isAbsent('404')).toBe(false);
  });
});
