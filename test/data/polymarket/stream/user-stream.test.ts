import { once } from 'node:events';
import { inspect } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { VenueError } from '../../../../src/data/http/venue-error.ts';
import { ApiCredentials } from '../../../../src/data/polymarket/auth/api-credentials.ts';
import { USER_PING_MS, UserStream } from '../../../../src/data/polymarket/stream/user-stream.ts';
import { ownedBy } from '../../../../src/data/polymarket/venue-fills.ts';
import { SYSTEM_SOCKETS } from '../../../../src/data/socket/system-sockets.ts';
import type { AccountEvent } from '../../../../src/engine/domain/account-event.ts';
import type { LedgerId, WalletAddress } from '../../../../src/engine/domain/ids.ts';
import { VirtualSockets } from '../../socket/virtual-sockets.ts';
import { API_KEY, FUNDER } from '../user-frames.ts';

const SECRETS = {
  apiKey: API_KEY,
  secret: 'c2VjcmV0LWNhbmFyeQ==',
  passphrase: 'passphrase-canary',
};
const LEDGER = `live:polymarket:${FUNDER}` as LedgerId;
const CONNECTED = { kind: 'connected', ledger: LEDGER };
const ORDER = {
  ...{ event_type: 'order', id: `0x${'ab'.repeat(32)}`, status: 'LIVE', type: 'PLACEMENT' },
  ...{ owner: API_KEY, maker_address: FUNDER, size_matched: '0', original_size: '10' },
};
const TRADE = {
  ...{ event_type: 'trade', id: 't', taker_order_id: ORDER.id, market: ORDER.id, asset_id: '71' },
  ...{ side: 'BUY', size: '10', price: '0.5', status: 'MATCHED', match_time: '1795000000' },
  ...{ maker_address: FUNDER, maker_orders: [] },
};

class Access {
  known: ApiCredentials | null = null;
  isBroken = false;
  readonly #listeners = new Set<() => void>();

  async credentials(): Promise<ApiCredentials> {
    const endpoint = 'clob.derive-api-key';
    if (this.isBroken) throw new VenueError({ kind: 'unreachable', endpoint });
    this.known ??= new ApiCredentials(SECRETS);
    return this.known;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  change(apiKey: string): void {
    this.known = new ApiCredentials({ ...SECRETS, apiKey });
    for (const listener of this.#listeners) listener();
  }

  get listeners(): number {
    return this.#listeners.size;
  }
}

async function streaming(
  runtime: VirtualSockets = new VirtualSockets(),
  wsUrl = 'wss://venue.test/',
) {
  const access = new Access();
  const events: [AccountEvent, number][] = [];
  const stream = new UserStream(
    {
      ...{ wsUrl, access, ledger: LEDGER },
      isOwn: ownedBy(FUNDER as WalletAddress, () => access.known?.apiKey ?? null),
      onEvent: (event, receivedAtMs) => events.push([event, receivedAtMs]),
    },
    runtime,
  );
  await stream.start();
  return { access, events, runtime, stream, kinds: () => events.map(([{ kind }]) => kind) };
}

const auth = (apiKey = API_KEY) =>
  JSON.stringify({ auth: { ...SECRETS, apiKey }, markets: [], type: 'user' });

describe("the account's own channel", () => {
  test('is asked for with the credentials, and told as connected, on every opening', async () => {
    const { events, runtime } = await streaming();
    expect(runtime.last.options.url).toBe('wss://venue.test/ws/user');
    expect(events).toEqual([]);
    runtime.last.open();
    expect(runtime.last.sent).toEqual([auth()]);
    expect(events).toEqual([[CONNECTED, runtime.nowMs()]]);
    runtime.last.end(1001);
    runtime.advance(1_000);
    runtime.last.open();
    expect(runtime.last.sent).toEqual([auth()]);
    expect(events.map(([event]) => event)).toEqual([CONNECTED, CONNECTED]);
  });

  test('tells orders and fills with the time of their receipt, in order', async () => {
    const { events, runtime, kinds } = await streaming();
    runtime.last.open();
    runtime.advance(5);
    runtime.last.text(JSON.stringify(ORDER));
    runtime.advance(5);
    runtime.last.text(JSON.stringify([TRADE, { ...ORDER, status: 'MATCHED', type: 'UPDATE' }]));
    expect(kinds()).toEqual(['connected', 'order', 'fill', 'order']);
    expect(events[1]?.[1]).toBe(runtime.nowMs() - 5);
    expect(events[2]).toEqual([
      { kind: 'fill', fill: expect.objectContaining({ tradeId: 't', notional: 5_000_000 }) },
      runtime.nowMs(),
    ]);
  });

  test('counts and drops what it cannot read, and stays open', async () => {
    const { runtime, stream, kinds } = await streaming();
    runtime.last.open();
    for (const text of ['no json', '{}', '[7]', JSON.stringify({ ...ORDER, id: 1 })]) {
      runtime.last.text(text);
    }
    runtime.last.text(JSON.stringify(ORDER));
    expect(kinds()).toEqual(['connected', 'order']);
    expect(stream.problems()).toEqual({
      'notJson frame': 1,
      'unknownKind event_type': 1,
      'malformed frame': 1,
      'malformed id': 1,
    });
  });

  test('sends PING every 10 s; a quiet account is no fault, an unanswered PING is one', async () => {
    const { runtime, stream } = await streaming();
    runtime.last.open();
    for (let at = 1; at <= 60; at += 1) {
      runtime.advance(USER_PING_MS);
      expect(runtime.last.sent.filter((text) => text === 'PING')).toHaveLength(at);
      runtime.last.text('PONG');
    }
    expect(stream.snapshot()).toMatchObject({ state: 'open', messages: 0 });
    runtime.advance(2 * USER_PING_MS);
    expect(stream.snapshot()).toMatchObject({ reason: 'no answer to PING within 10000 ms' });
  });

  test('is opened anew with new credentials, and the old connection tells nothing more', async () => {
    const { access, runtime, kinds } = await streaming();
    const old = runtime.last;
    old.open();
    access.change('another-key');
    expect(runtime.wires).toHaveLength(2);
    expect(old.state).toBe('closing');
    old.text(JSON.stringify(ORDER));
    runtime.last.open();
    expect(runtime.last.sent).toEqual([auth('another-key')]);
    expect(kinds()).toEqual(['connected', 'connected']);
  });

  test('does not begin without credentials', async () => {
    const runtime = new VirtualSockets();
    const access = new Access();
    access.isBroken = true;
    const stream = new UserStream(
      {
        ...{ wsUrl: 'wss://venue.test', access, ledger: LEDGER },
        ...{ isOwn: () => true, onEvent: () => undefined },
      },
      runtime,
    );
    await expect(stream.start()).rejects.toThrow(VenueError);
    expect(stream.snapshot().state).toBe('closed');
    expect(runtime.wires).toHaveLength(0);
    access.isBroken = false;
    await stream.start();
    expect(runtime.wires).toHaveLength(1);
  });

  test('shows no secret in what can be printed of it', async () => {
    const { access, runtime, stream } = await streaming();
    runtime.last.open();
    runtime.last.end(1008, 'bad auth');
    const dump = inspect([stream, stream.snapshot(), stream.problems(), access], { depth: 12 });
    for (const secret of [SECRETS.secret, SECRETS.passphrase]) expect(dump).not.toContain(secret);
  });

  test('over a real socket flows until it is closed', async () => {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    server.on('connection', (socket, request) => {
      socket.on('message', (data) => {
        if (request.url === '/ws/user' && String(data) === auth())
          socket.send(JSON.stringify(ORDER));
      });
    });
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const runtime = new VirtualSockets(SYSTEM_SOCKETS.connect);
    const { access, stream, kinds } = await streaming(runtime, `ws://127.0.0.1:${port}`);
    await vi.waitFor(() => expect(kinds()).toEqual(['connected', 'order']));
    await stream.close();
    expect(access.listeners).toBe(0);
    expect(runtime.pending).toBe(0);
    await vi.waitFor(() => expect(server.clients.size).toBe(0));
    await new Promise((resolve) => server.close(resolve));
  });
});
