import { describe, expect, test } from 'vitest';
import { FAULT_KINDS, FAULT_PROFILES, Faults } from '../../../src/sim/wire/faults.ts';
import { ask, until } from './clients.ts';
import { hash, MICRO, ScriptedMarket, WALLETS } from './scripted-venue.ts';
import { connect, type Fixture, startSim } from './sim-fixture.ts';

type Json = Readonly<Record<string, unknown>>;

/** A market whose best bid changes size every 100 ms, and a client of its books. */
async function streaming(seconds = 60): Promise<
  Fixture & {
    readonly client: Awaited<ReturnType<typeof connect>>;
    readonly market: ScriptedMarket;
  }
> {
  const market = new ScriptedMarket(0);
  const fixture = await startSim([market]);
  for (let at = 1; at <= seconds * 10; at += 1) {
    const size = at * MICRO;
    fixture.venue.at(at * 100, () => market.set({ side: 'BUY', price: 490_000, size }));
  }
  const client = await connect(`${fixture.sim.urls.wsUrl}/ws/market`);
  client.send({ assets_ids: market.tokenIds, type: 'market' });
  await client.settled();
  return { ...fixture, client, market };
}

function sizesOf(frames: readonly Json[]): readonly number[] {
  return frames.map((frame) => Number((frame['price_changes'] as Json[])[0]?.['size']));
}

const wanted = Array.from({ length: 10 }, (_, at) => at + 1);

describe('frames of the market channel', () => {
  test('are whole and in order without faults', async () => {
    const { clock, client } = await streaming();
    clock.advance(1_000);
    await client.settled();
    expect(sizesOf(client.ofType('price_change'))).toEqual(wanted);
  });

  test('are dropped', async () => {
    const { sim, clock, client } = await streaming();
    sim.setFaults({ frameDrop: 1 });
    clock.advance(500);
    sim.setFaults('none');
    clock.advance(500);
    await client.settled();
    expect(sizesOf(client.ofType('price_change'))).toEqual(wanted.slice(5));
    expect(sim.counts.faults.frameDrop).toBe(5);
  });

  test('come twice', async () => {
    const { sim, clock, client } = await streaming();
    sim.setFaults({ frameDuplicate: 1 });
    clock.advance(200);
    await client.settled();
    expect(sizesOf(client.ofType('price_change'))).toEqual([1, 1, 2, 2]);
    expect(sim.counts.faults.frameDuplicate).toBe(2);
  });

  test('change places', async () => {
    const { sim, clock, client } = await streaming();
    sim.setFaults({ frameReorder: 1 });
    clock.advance(400);
    await client.settled();
    expect(sizesOf(client.ofType('price_change'))).toEqual([2, 1, 4, 3]);
    clock.advance(100);
    sim.setFaults('none');
    clock.advance(1_000);
    await client.settled();
    expect(sizesOf(client.ofType('price_change')).slice(4, 6)).toEqual([6, 5]);
  });

  test('carry a hash that is wrong', async () => {
    const { sim, clock, client } = await streaming();
    const hashes = () =>
      client.ofType('price_change').map((each) => (each['price_changes'] as Json[])[0]?.['hash']);
    sim.setFaults({ frameCorruptHash: 1 });
    clock.advance(100);
    await client.settled();
    const { body } = await ask(
      `${sim.urls.clobUrl}/book?token_id=${new ScriptedMarket(0).tokenIds[0]}`,
    );
    expect(hashes()).toHaveLength(1);
    expect(hashes()[0]).not.toBe(body['hash']);
    expect(String(hashes()[0]).slice(1)).toBe(String(body['hash']).slice(1));
  });
});

describe('connections', () => {
  test('freeze for a while without closing', async () => {
    const { sim, clock, client } = await streaming();
    sim.setFaults({ socketFreeze: 1 });
    clock.advance(1_050);
    sim.setFaults('none');
    clock.advance(3_000);
    await until(() => client.ofType('price_change').length === 10, 'the first second came');
    clock.advance(40_000);
    await client.settled();
    const sizes = sizesOf(client.ofType('price_change'));
    expect(sizes.slice(0, 10)).toEqual(wanted);
    expect(sizes[10]).toBeGreaterThan(50);
    expect(client.close).toBeNull();
    expect(sim.counts.faults.socketFreeze).toBe(1);
  });

  test('freeze for ever, and new ones do not', async () => {
    const { sim, clock, client, market } = await streaming();
    sim.setFaults({ socketFreezeForever: 1 });
    clock.advance(1_050);
    sim.setFaults('none');
    clock.advance(50_000);
    const second = await connect(`${sim.urls.wsUrl}/ws/market`);
    second.send({ assets_ids: market.tokenIds, type: 'market' });
    await second.settled();
    clock.advance(1_000);
    await second.settled();
    expect(second.ofType('price_change').length).toBeGreaterThan(5);
    expect(client.ofType('price_change')).toHaveLength(10);
    expect(client.close).toBeNull();
  });

  test.each([
    [{ socketClose1013: 1 }, { code: 1013, reason: 'slow consumer' }],
    [{ socketClose1006: 1 }, { code: 1006, reason: '' }],
  ])('are closed by %j', async (faults, close) => {
    const { sim, clock, client } = await streaming();
    sim.setFaults(faults);
    clock.advance(1_100);
    await until(() => client.close !== null, 'the connection was closed');
    expect(client.close).toEqual(close);
  });

  test('are torn and refused in a storm, which passes', async () => {
    const { sim, clock, client } = await streaming();
    sim.setFaults({ socketStorm: 1 });
    clock.advance(1_100);
    sim.setFaults('none');
    await until(() => client.close !== null, 'the connection was torn');
    let refused = 0;
    for (let isOpen = false; !isOpen; ) {
      isOpen = await connect(`${sim.urls.wsUrl}/ws/market`).then(
        () => true,
        () => false,
      );
      refused += isOpen ? 0 : 1;
    }
    expect(refused).toBeGreaterThanOrEqual(3);
    expect(refused).toBeLessThanOrEqual(10);
    expect(sim.counts.refusedConnections).toBe(refused);
  });
});

describe('RTDS', () => {
  test.each([
    [{ rtdsDrop: 1 }, []],
    [{ rtdsDuplicate: 1 }, [1, 1, 2, 2]],
    [{ rtdsReorder: 1 }, [2, 1]],
  ])('suffers %j', async (faults, transactions) => {
    const market = new ScriptedMarket(0);
    const { sim, clock, venue } = await startSim([market], { faults, rtdsDelayMs: [100, 100] });
    const client = await connect(sim.urls.rtdsUrl);
    const subscriptions = [{ topic: 'activity', type: 'trades' }];
    client.send({ action: 'subscribe', subscriptions });
    await client.settled();
    for (const at of [1, 2]) {
      venue.at(at, () => market.trade({ transaction: hash(at), rows: [{}] }));
    }
    clock.advance(500);
    await client.settled();
    const told = client.frames.map(({ payload }) => (payload as Json)['transactionHash']);
    expect(told).toEqual(transactions.map(hash));
    expect(sim.counts.activityFrames).toBe(transactions.length);
  });
});

describe('answers', () => {
  test('429 says when to come again', async () => {
    const { sim } = await startSim(undefined, { faults: { http429: 1 } });
    for (const url of [sim.urls.clobUrl, sim.urls.gammaUrl, sim.urls.dataUrl]) {
      const answer = await ask(`${url}/time`);
      expect(answer.status).toBe(429);
      expect(answer.headers.get('retry-after')).toBe('1');
      expect(answer.body['error']).toBe('Too Many Requests');
    }
  });

  test('5xx come as JSON and as a page of HTML', async () => {
    const { sim } = await startSim(undefined, { faults: { http5xx: 1 } });
    const seen = new Set<number>();
    for (let at = 0; at < 30; at += 1) seen.add((await ask(`${sim.urls.clobUrl}/time`)).status);
    expect([...seen].sort()).toEqual([500, 502, 503]);
  });

  test('are slow', async () => {
    const { sim, clock } = await startSim(undefined, { faults: { httpSlow: 1 } });
    const state = { done: false };
    const answer = ask(`${sim.urls.clobUrl}/ok`).finally(() => {
      state.done = true;
    });
    await until(() => sim.counts.faults.httpSlow === 1, 'the answer was held back');
    clock.advance(900);
    expect(state.done).toBe(false);
    clock.advance(12_000);
    expect((await answer).body).toBe('OK');
  });

  test('are cut in the middle', async () => {
    const { sim } = await startSim(undefined, { faults: { httpCut: 1 } });
    await expect(ask(`${sim.urls.gammaUrl}/markets/keyset`)).rejects.toThrow();
    expect(sim.counts.faults.httpCut).toBe(1);
  });
});

describe('pages', () => {
  async function pages(faults: object) {
    const market = new ScriptedMarket(0);
    const { sim, venue, clock } = await startSim([market, new ScriptedMarket(1)], { faults });
    for (let at = 0; at < 6; at += 1) {
      venue.at(at, () => market.trade({ transaction: hash(at), rows: [{}] }));
    }
    clock.advance(10_000);
    const path = `/v2/activity?user=${WALLETS[0]}&limit=4`;
    const get = async (cursor: unknown, nth: number) => {
      const after = cursor === null ? '' : `&cursor=${cursor}`;
      const { body } = await ask(`${sim.urls.dataUrl}${path}${after}&_=${nth}`);
      return { rows: body['data'] as Json[], ...(body['pagination'] as Json) } as Json & {
        readonly rows: readonly Json[];
      };
    };
    return { sim, get };
  }

  test('are truncated: half of the rows, more of them, and no cursor', async () => {
    const { get, sim } = await pages({ pageTruncated: 1 });
    expect(await get(null, 1)).toMatchObject({ has_more: true, next_cursor: null });
    expect((await get(null, 2)).rows).toHaveLength(2);
    const { body } = await ask(`${sim.urls.gammaUrl}/markets/keyset?limit=2`);
    expect(body['markets']).toHaveLength(1);
    expect(body['next_cursor']).toBeTypeOf('string');
  });

  test('loop: the next cursor is the one that led there', async () => {
    const { get } = await pages({ pageLooping: 1 });
    const first = await get(null, 1);
    const second = await get(first['next_cursor'], 2);
    expect(second['next_cursor']).toBe(first['next_cursor']);
  });

  test('repeat under a new cursor', async () => {
    const { get } = await pages({ pageRepeated: 1 });
    const first = await get(null, 1);
    const second = await get(first['next_cursor'], 2);
    expect(second.rows).toEqual(first.rows);
    expect(second['next_cursor']).not.toBe(first['next_cursor']);
  });
});

describe('profiles', () => {
  test('the hostile one has every kind, none has none', () => {
    for (const kind of FAULT_KINDS) {
      expect(FAULT_PROFILES.hostile[kind]).toBeGreaterThan(0);
      expect(FAULT_PROFILES.none[kind]).toBe(0);
      expect(FAULT_PROFILES.rough[kind]).toBeLessThanOrEqual(FAULT_PROFILES.hostile[kind]);
    }
  });

  test('the same seed draws the same, and each kind for itself', () => {
    const draws = (also: boolean) => {
      const faults = new Faults('7', 'hostile');
      return Array.from({ length: 200 }, () => {
        if (also) faults.happens('http5xx');
        return faults.happens('rtdsDrop');
      });
    };
    expect(draws(true)).toEqual(draws(false));
    expect(draws(false)).toContain(true);
  });

  test('only what happened is counted', () => {
    const faults = new Faults('7', { frameDrop: 0.5 });
    const hits = Array.from({ length: 100 }, () => faults.happens('frameDrop')).filter(Boolean);
    for (let at = 0; at < 100; at += 1) faults.happens('frameDuplicate');
    expect(faults.counts).toMatchObject({ frameDrop: hits.length, frameDuplicate: 0 });
  });
});
