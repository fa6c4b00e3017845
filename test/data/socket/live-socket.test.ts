import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConnectPace } from '../../../src/data/socket/connect-pace.ts';
import { LiveSocket } from '../../../src/data/socket/live-socket.ts';
import { RECONNECT_DELAY_MS_BASE } from '../../../src/data/socket/reconnect-delay.ts';
import {
  CLOSE_TIMEOUT_MS,
  SEND_BYTES_MAX,
  type SilenceVerdict,
} from '../../../src/data/socket/socket-link.ts';
import { live, OPTIONS, opened } from './live-setup.ts';
import { START_AT_MS, VirtualSockets } from './virtual-sockets.ts';

describe('connecting', () => {
  test('the owner is told of each opening, and may send at once', () => {
    const { socket, runtime, heard } = opened();
    expect(runtime.last.sent).toEqual(['hello']);
    expect(heard.opens).toBe(1);
    expect(runtime.last.options).toMatchObject({ frameBytesMax: 1_000, isCompressed: true });
    expect(socket.snapshot()).toMatchObject({ state: 'open', openedAtMs: START_AT_MS });
  });

  test('a connection that does not come about in time is cut, and tried again', () => {
    const { socket, runtime, lost } = live();
    socket.start();
    expect(socket.snapshot().state).toBe('connecting');
    runtime.advance(10_000);
    expect(runtime.wires[0]?.state).toBe('cut');
    expect(socket.snapshot()).toMatchObject({
      state: 'waiting',
      reason: 'no connection within 10000 ms',
    });
    expect(lost).toEqual([]);
    runtime.advance(RECONNECT_DELAY_MS_BASE);
    expect(socket.snapshot()).toMatchObject({ state: 'connecting', reconnects: 1 });
  });

  test('a slow connection that opened is not cut by its own timeout', () => {
    const { socket, runtime } = live();
    socket.start();
    runtime.advance(9_999);
    runtime.last.open();
    runtime.advance(2);
    expect(socket.snapshot().state).toBe('open');
  });

  test('what a connection that we left still says is ignored', () => {
    const { socket, runtime, texts, heard } = live();
    socket.start();
    runtime.advance(10_000);
    const [left] = runtime.wires;
    left?.open();
    left?.text('{}');
    left?.binary();
    expect({ texts, opens: heard.opens }).toEqual({ texts: [], opens: 0 });
    expect(socket.snapshot()).toMatchObject({ state: 'waiting', messages: 0, binaries: 0 });
    expect(runtime.pending).toBe(1);
  });

  test('a reason keeps the beginning of a long story', () => {
    const { socket, runtime } = live();
    socket.start();
    runtime.last.fail('no'.repeat(1_000));
    expect(socket.snapshot().reason).toBe('no'.repeat(100));
  });

  test('what fails is a state with a reason', () => {
    const { socket, runtime } = live();
    socket.start();
    runtime.last.fail('getaddrinfo ENOTFOUND venue.test');
    expect(socket.snapshot()).toMatchObject({
      state: 'waiting',
      reason: 'getaddrinfo ENOTFOUND venue.test',
      closeCode: null,
    });
    expect(runtime.attemptsMs).toHaveLength(1);
  });

  test('sockets of one host take turns', () => {
    const runtime = new VirtualSockets();
    const pace = new ConnectPace(300);
    const owner = {
      onOpen: () => undefined,
      onText: () => undefined,
      onLost: () => undefined,
      onSilence: () => 'natural' as const,
    };
    for (let at = 0; at < 4; at += 1) {
      new LiveSocket({ ...OPTIONS, pace }, runtime, owner).start();
    }
    runtime.advance(2_000);
    expect(runtime.attemptsMs).toEqual([0, 300, 600, 900]);
  });

  test.each(['http://venue.test', 'no address', 'wss://venue.test/#part'])(
    '%s is refused as an address',
    (url) => {
      expect(() => live({ url })).toThrow('a ws or wss URL');
    },
  );

  test('a socket is started once', () => {
    const { socket } = opened();
    expect(() => socket.start()).toThrow('started once');
  });
});

describe('sending', () => {
  test('is refused while the socket is not open', () => {
    const { socket, runtime } = live();
    expect(socket.send('early')).toBe(false);
    socket.start();
    expect(socket.send('early')).toBe(false);
    runtime.last.open();
    expect(socket.send('now')).toBe(true);
    runtime.last.end();
    expect(socket.send('late')).toBe(false);
    expect(runtime.wires.flatMap(({ sent }) => sent)).toEqual(['hello', 'now']);
  });

  test('a venue that does not read is left when too much waits for it', () => {
    const { socket, runtime, lost } = opened();
    runtime.last.bufferedBytes = SEND_BYTES_MAX - 4;
    expect(socket.send('1234')).toBe(true);
    expect(socket.send('12345')).toBe(false);
    expect(lost).toEqual(['more than 1048576 bytes wait to be sent']);
  });

  test('a keep-alive that finds too much waiting leaves nothing of its connection behind', () => {
    const { socket, runtime, lost } = opened();
    runtime.last.bufferedBytes = SEND_BYTES_MAX;
    runtime.chance = 1;
    runtime.advance(10_000);
    expect(lost).toEqual(['more than 1048576 bytes wait to be sent']);
    expect(socket.snapshot().state).toBe('waiting');
    expect(runtime.pending).toBe(1);
  });
});

describe('closing', () => {
  test('says goodbye, waits for the end and leaves nothing behind', async () => {
    const { socket, runtime, lost, texts } = opened();
    const closing = socket.close();
    expect(socket.close()).toBe(closing);
    expect(runtime.last.state).toBe('closing');
    runtime.last.text('{"late":true}');
    runtime.last.end(1005);
    await closing;
    expect(runtime.pending).toBe(0);
    expect(socket.snapshot()).toMatchObject({ state: 'closed', openedAtMs: null });
    expect([...lost, ...texts]).toEqual([]);
    runtime.advance(600_000);
    expect(runtime.attemptsMs).toHaveLength(1);
  });

  test('a venue that does not answer the goodbye is cut off', async () => {
    const { socket, runtime } = opened();
    const closing = socket.close();
    runtime.advance(CLOSE_TIMEOUT_MS);
    await closing;
    expect(runtime.last.state).toBe('closed');
    expect(runtime.pending).toBe(0);
  });

  test('while connecting cuts the attempt', async () => {
    const { socket, runtime } = live();
    socket.start();
    await socket.close();
    runtime.last.open();
    expect(runtime.pending).toBe(0);
    expect(socket.snapshot()).toMatchObject({ state: 'closed' });
  });

  test('while waiting prevents the next attempt', async () => {
    const { socket, runtime } = opened();
    runtime.last.end();
    await socket.close();
    expect(runtime.pending).toBe(0);
    runtime.advance(600_000);
    expect(runtime.attemptsMs).toHaveLength(1);
  });

  test('before the start prevents it', async () => {
    const { socket, runtime } = live();
    await socket.close();
    socket.start();
    runtime.advance(600_000);
    expect(runtime.attemptsMs).toEqual([]);
  });
});

type Happening = 'open' | 'data' | 'pong' | 'binary' | 'end' | 'fail' | 'late' | number;

describe('whatever happens', () => {
  const happening: fc.Arbitrary<Happening> = fc.oneof(
    fc.constantFrom('open', 'data', 'pong', 'binary', 'end', 'fail', 'late'),
    fc.integer({ min: 1, max: 40_000 }),
  );
  const verdict = fc.constantFrom<SilenceVerdict>('natural', 'probing', 'fault');

  test('there is one connection at most, a bounded number of timers, and a close that ends all', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { maxLength: 60 }), verdict, async (plan, judged) => {
        const setup = live();
        setup.owner.verdict = judged;
        setup.socket.start();
        for (const next of plan) {
          happen(setup.runtime, next);
          const alive = setup.runtime.wires.filter(({ state }) =>
            ['connecting', 'open'].includes(state),
          );
          expect(alive.length).toBeLessThanOrEqual(1);
          expect(setup.runtime.pending).toBeLessThanOrEqual(3);
          expect(setup.runtime.pending).toBeGreaterThan(0);
          const { state, messages, openedAtMs } = setup.socket.snapshot();
          expect(state === 'open').toBe(alive[0]?.state === 'open');
          expect(openedAtMs !== null).toBe(state === 'open');
          expect(messages).toBe(setup.texts.length);
        }
        const closing = setup.socket.close();
        setup.runtime.advance(CLOSE_TIMEOUT_MS);
        await closing;
        expect(setup.runtime.pending).toBe(0);
      }),
    );
  });
});

function happen(runtime: VirtualSockets, next: Happening): void {
  if (typeof next === 'number') {
    runtime.advance(next);
    return;
  }
  const wire = runtime.last;
  const isAlive = wire.state === 'connecting' || wire.state === 'open';
  if (next === 'open') wire.open();
  if (next === 'data' && isAlive) wire.text('{}');
  if (next === 'pong' && isAlive) wire.text('PONG');
  if (next === 'binary' && isAlive) wire.binary();
  if (next === 'end' && isAlive) wire.end(1001, 'going away');
  if (next === 'fail' && isAlive) wire.fail('read ECONNRESET');
  // A connection that we left may still have something to say.
  if (next === 'late') runtime.wires[0]?.text('{"late":true}');
}
