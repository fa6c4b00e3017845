import { describe, expect, test } from 'vitest';
import { NO_SOCKET, sumOf } from '../../../src/data/socket/socket-snapshot.ts';

describe('several sockets as one', () => {
  test('counters add up, and the newest data and opening stand', () => {
    const one = {
      ...NO_SOCKET,
      state: 'open' as const,
      messages: 3,
      bytes: 30,
      reconnects: 1,
      lastDataAtMs: 5,
      openedAtMs: 2,
    };
    const other = { ...one, binaries: 1, lastDataAtMs: 4, openedAtMs: 3 };
    expect(sumOf([one, NO_SOCKET, other])).toEqual({
      ...one,
      messages: 6,
      bytes: 60,
      binaries: 1,
      reconnects: 2,
      lastDataAtMs: 5,
      openedAtMs: 3,
    });
  });

  test('the least healthy gives the state and its reason', () => {
    const open = { ...NO_SOCKET, state: 'open' as const, reason: 'long ago' };
    const connecting = { ...NO_SOCKET, state: 'connecting' as const };
    const waiting = {
      ...NO_SOCKET,
      state: 'waiting' as const,
      reason: 'closed by the venue: 1013 slow consumer',
      closeCode: 1013,
    };
    expect(sumOf([open, connecting])).toMatchObject({ state: 'connecting', reason: null });
    expect(sumOf([connecting, waiting, open])).toMatchObject(waiting);
    expect(sumOf([NO_SOCKET, open])).toMatchObject({ state: 'open', reason: 'long ago' });
    expect(sumOf([])).toEqual(NO_SOCKET);
  });
});
