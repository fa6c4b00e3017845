import { expect, test, vi } from 'vitest';
import { KILL_TEST_MS_MAX, KillRun } from './kill-run.ts';
import { HELD_MS } from './held-posts.ts';

const IN_FLIGHT = 20;

test('try', { timeout: KILL_TEST_MS_MAX }, async () => {
  const run = await KillRun.start({'entry.rest':'on','size.fixedPercent':'5','entry.driftCents':'0'});
  const choices = run.choices();
  console.log('choices', choices.length);
  const submit = vi.spyOn(run.venue.exchange, 'submit');
  run.sim.trading?.inject({ on: 'post', fault: { kind: 'acceptSlowly', delayMs: HELD_MS }, times: 100 });
  for (const [at, choice] of choices.slice(0, 25).entries()) run.leaderBuys(choice, at % 3);
  const from = Date.now();
  await run.until(() => expect(run.clock.held).toBe(IN_FLIGHT)).catch(() => undefined);
  console.log(Date.now() - from, run.clock.held, submit.mock.calls.length, run.orders.map((o) => o.status).join());
  const decisions = run.store.tried.flat().flatMap((c) => (c.kind === 'decision' ? [`${c.decision.verdict} ${c.decision.reason}`] : []));
  console.log(decisions);
  console.log(run.openAtVenue.map((o)=>`${o.kind} ${o.status} ${o.price} ${o.matched}/${o.size}`));
  await run.act({ kind: 'kill', reason: 'test' });
  run.clock.release();
  await run.until(() => expect(run.state.open.size).toBe(0)).catch(() => undefined);
  console.log(Date.now() - from, run.orders.map((o) => `${o.status} ${o.filledQuantity} ${o.reason}`));
  await run.until(() => expect(run.notices('nothingOpen')).toHaveLength(1)).catch(() => undefined);
  console.log(Date.now() - from, run.notices('nothingOpen'), run.openAtVenue);
});
