import { expect, test } from 'vitest';
import { until } from '../wire/clients.ts';
import { subscribe } from './book-client.ts';
import { type Json, msgOf, startKalshi } from './kalshi-fixture.ts';

const SECOND_MS = 1_000;

test('the settlement index comes each second, with the mean of the settlement’s minute', async () => {
  // Eighty seconds before a quarter of an hour.
  const fixture = await startKalshi({ after: 6 * 60_000 + 40 * SECOND_MS, coins: [] });
  const socket = await fixture.connect();
  const sid = await subscribe(socket, { channels: ['cfbenchmarks_value'], index_ids: ['BRTI'] });
  await fixture.pass(90 * SECOND_MS);
  await socket.settled();
  const values = socket.ofType('cfbenchmarks_value').map(msgOf);
  expect(values).toHaveLength(90);
  const sizes = values.flatMap(({ last_60s_windowed_average_15min: mean }) =>
    mean === undefined ? [] : [(mean as Json)['window_size']],
  );
  expect(sizes).toEqual(Array.from({ length: 60 }, (_, at) => at + 1));
  const raw = values.map(({ data }) => JSON.parse(String(data)) as Record<string, string>);
  const last = values.findLastIndex((value) => 'last_60s_windowed_average_15min' in value);
  const sixty = raw.slice(last - 59, last + 1).map(({ value }) => Number(value));
  const mean = sixty.reduce((sum, value) => sum + value, 0) / 60;
  const told = values[last]?.['last_60s_windowed_average_15min'] as Json;
  expect(Number(told['value'])).toBeCloseTo(mean, 6);
  expect(raw[0]).toMatchObject({ type: 'value', id: 'BRTI' });
  expect(values[0]?.['avg_60s_data']).toMatchObject({ window_size: 60 });
  const more = await socket.command('update_subscription', {
    ...{ sid, action: 'subscribe_indices', index_ids: ['ETHUSD_RTI'] },
  });
  expect(more).toMatchObject({ type: 'ok', sid, msg: { index_ids: ['BRTI', 'ETHUSD_RTI'] } });
  const list = await socket.command('update_subscription', { sid, action: 'indexlist' });
  expect(list).toMatchObject({
    type: 'cfbenchmarks_value_indexlist',
    msg: { index_ids: ['BRTI', 'ETHUSD_RTI', 'SOLUSD_RTI', 'XRPUSD_RTI', 'DOGEUSD_RTI'] },
  });
});

test('the fast index comes five times a second', async () => {
  const fixture = await startKalshi({ coins: [] });
  const socket = await fixture.connect();
  await subscribe(socket, { channels: ['cfbenchmarks_value_5hz'], index_ids: ['all'] });
  fixture.clock.advance(2 * SECOND_MS);
  await socket.settled();
  const values = socket.ofType('cfbenchmarks_value_5hz').map(msgOf);
  expect(values).toHaveLength(2 * 5 * 5);
  expect(values[0]).toEqual({
    index_id: 'BRTI',
    value_usd: expect.stringMatching(/^\d+\.\d{8}$/),
    source_ts_ms: expect.any(Number),
    received_at: expect.any(Number),
    data: expect.stringContaining('"id":"BRTI"'),
  });
});

test('the venue pings every ten seconds with its word, and hears the pongs', async () => {
  const fixture = await startKalshi({ coins: [] });
  const socket = await fixture.connect();
  fixture.clock.advance(10 * SECOND_MS);
  await until(() => socket.pings.length === 1, 'a ping came');
  fixture.clock.advance(10 * SECOND_MS);
  await until(() => socket.pings.length === 2, 'another ping came');
  expect(socket.pings).toEqual(['heartbeat', 'heartbeat']);
  await until(() => fixture.sim.counts.pongs === 2, 'both were answered');
});
