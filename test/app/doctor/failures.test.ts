import { describe, expect, test } from 'vitest';
import { unanswered } from '../../../src/app/doctor/failure-words.ts';
import { nodeFinding } from '../../../src/app/doctor/host-checks.ts';
import { VenueError, type VenueErrorKind } from '../../../src/data/http/venue-error.ts';
import { RpcError } from '../../../src/data/polygon/rpc/rpc-error.ts';

function told(kind: VenueErrorKind, status: number | null = null) {
  const error = new VenueError({ kind, endpoint: 'data.value', status, text: 'its words' });
  return unanswered(error, 'POLYMARKET_DATA_URL');
}

describe('A host that does not answer as it has to', () => {
  test.each([404, 410])('uses a retired route: %d', (status) => {
    expect(told('rejected', status)).toEqual({
      ok: 'wrong',
      found: `this version of PolyMind uses a route that the venue retired (data.value, ${status})`,
      todo: 'update PolyMind',
    });
  });

  test.each([
    ['unreachable', null, /^cannot be reached/, /POLYMARKET_DATA_URL/],
    ['timeout', null, /^no answer in time/, /^try again later/],
    ['unavailable', 503, /does not serve now \(503\): its words/, /^try again later/],
    ['blocked', 403, /refuses this host/, /^see Place/],
    ['malformed', 200, /its words/, /^update PolyMind/],
    ['rejected', 400, /its words/, /^update PolyMind/],
  ] as const)('says what it is and what to do: %s', (...[kind, status, found, todo]) => {
    expect(told(kind, status)).toEqual({
      ok: 'wrong',
      found: expect.stringMatching(found),
      todo: expect.stringMatching(todo),
    });
  });

  test('that asks to wait is no fault of this host', () => {
    expect(told('rateLimited', 429).ok).toBe('warn');
  });

  test('is told as late where the limit of the question ended it', () => {
    const late = new DOMException('The operation was aborted due to timeout', 'TimeoutError');
    expect(unanswered(late, 'X')).toMatchObject({ found: 'no answer in time' });
  });

  test('is named by its variable when it is the node of the chain', () => {
    const error = new RpcError('unreachable', 'eth_chainId', 'fetch failed');
    expect(unanswered(error, 'POLYGON_RPC_URL').todo).toMatch(/POLYGON_RPC_URL$/);
  });

  test('does not hide a mistake of ours', () => {
    expect(() => unanswered(new TypeError('ours'), 'X')).toThrow('ours');
  });
});

test('Node is old below 20.19 and good from there on', () => {
  expect(['18.20.0', '20.18.3'].map((version) => nodeFinding(version).ok)).toEqual([
    'wrong',
    'wrong',
  ]);
  expect(['20.19.0', '22.1.0', '24.0.0'].map((version) => nodeFinding(version).ok)).toEqual([
    'ok',
    'ok',
    'ok',
  ]);
});
