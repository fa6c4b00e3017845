import { expect, test } from 'vitest';
import type { FeedView } from '../../../../src/engine/contract/views.ts';
import { NOW, order } from '../../chat-facts.ts';
import { WebRig } from '../rig.ts';

function feed(over: Partial<FeedView> = {}): FeedView {
  return {
    name: 'Polymarket books',
    source: 'polymarket.market',
    state: 'live',
    ageMs: 120,
    lagMsP50: 40,
    lagMsP99: 90,
    messages: 1_234,
    reconnects: 1,
    problems: 2,
    trades: null,
    note: null,
    ...over,
  };
}

const DATABASE = { kind: 'embedded', failingSinceMs: null, writesWaiting: 0 } as const;

test('it is ready while writes are taken and what is copied by arrives', async () => {
  const rig = await new WebRig().open();
  const ready = async (): Promise<number> => (await rig.fetch('/readyz')).status;
  rig.world.status = { feeds: [feed()], database: DATABASE };
  expect(await ready()).toBe(200);
  const kalshi = feed({ name: 'Kalshi', state: 'down', isBeside: true });
  rig.world.status = { feeds: [feed(), kalshi], database: DATABASE };
  expect(await ready()).toBe(200);
  rig.world.status = { feeds: [feed({ state: 'silent' })], database: DATABASE };
  expect(await (await rig.fetch('/readyz')).json()).toEqual({
    ready: false,
    checks: [
      { name: 'database', ok: true },
      { name: 'feeds', ok: false },
    ],
  });
  rig.world.status = { feeds: [feed()], database: { ...DATABASE, failingSinceMs: NOW } };
  expect(await ready()).toBe(503);
  rig.world.status = { feeds: [], database: DATABASE };
  expect(await ready()).toBe(503);
  expect((await rig.fetch('/healthz')).status).toBe(200);
});

test('metrics tell what is so, by book and without addresses', async () => {
  const rig = await new WebRig().open();
  const token = await rig.signIn();
  rig.world.hasAccount(2_310);
  const shown = order();
  const inDoubt = { ...shown, order: { ...shown.order, status: 'inDoubt' as const } };
  rig.world.open = [inDoubt];
  const control = { ...rig.world.control, killed: { reason: 'by "me"', atMs: NOW } };
  rig.world.status = { feeds: [feed(), feed({ name: 'Kalshi "b"', ageMs: null })], control };
  const text = await (await rig.get('/metrics', token)).text();
  expect(text).toContain('polymind_killed 1\n');
  expect(text).toContain('polymind_cash_dollars{book="live_polymarket"} 2310\n');
  expect(text).toContain('polymind_orders_open{book="paper",status="inDoubt"} 1\n');
  expect(text).toContain('polymind_feed_messages_total{feed="Kalshi \\"b\\""} 1234\n');
  expect(text).toContain('# TYPE polymind_feed_messages_total counter\n');
  expect(text).not.toContain('feed_age_ms{feed="Kalshi');
  expect(text).not.toContain('0x6177');
  for (const line of text.trim().split('\n')) {
    expect(line).toMatch(/^# (HELP|TYPE) polymind_\w+ .+$|^polymind_\w+(\{.+\})? -?[\d.e+-]+$/);
  }
});
