import { SYSTEM_RUNTIME } from '../../data/http/runtime.ts';
import { PolymarketClient } from '../../data/polymarket/client/client.ts';
import { decimalFromMicro } from '../../engine/domain/values/micro.ts';
import type { ConfiguredWallet } from '../allowances/wallet.ts';
import { probeOrder } from '../doctor/probe-order.ts';
import { type ProbePlan, planProbeOrder } from '../doctor/probe-plan.ts';
import { polymarketUrls } from '../running/polymarket-urls.ts';
import { canaryAtMs, noteCanary } from './record.ts';
import type { Walk } from './walk.ts';

/** One order far from the market, placed, found, cancelled and gone; whether all of that happened. */
export async function canaryStep(walk: Walk, wallet: ConfiguredWallet): Promise<boolean> {
  const { talk } = walk;
  talk.say('', '7  One order, placed and cancelled');
  const doneAtMs = canaryAtMs(walk.dataDir, wallet.funder);
  if (doneAtMs !== null) {
    talk.say(`   Done ${new Date(doneAtMs).toISOString().slice(0, 16).replace('T', ' ')} UTC.`);
    return true;
  }
  const client = new PolymarketClient(polymarketUrls(walk.config()), SYSTEM_RUNTIME);
  const plan = await planProbeOrder(client, Date.now());
  if (plan === null) {
    talk.say('   No busy market is quiet enough for it now: polymind setup live tries again.');
    return false;
  }
  talk.say(...planLines(plan), '');
  if (!(await talk.isYes('   Place it and cancel it?'))) {
    talk.say('   Not done. What is not tried now is tried first by real money.');
    return false;
  }
  const executor = await walk.account.executor(wallet);
  // The venue looks at the chain now and then only; what was paid in or allowed just now counts.
  await executor.balances.refresh(null);
  let steps = 0;
  for await (const step of probeOrder({ executor, plan, nowMs: Date.now() })) {
    talk.say(`   ${step.ok ? 'ok' : ' !'}  ${step.text}`);
    steps += step.ok ? 1 : 0;
  }
  const isDone = steps === STEPS;
  if (isDone) noteCanary(walk.dataDir, wallet.funder, Date.now());
  return isDone;
}

/** Placed, found, cancelled, gone. */
const STEPS = 4;

function planLines({ market, outcome, price, quantity, cost, bid }: ProbePlan): readonly string[] {
  const [at, best] = [price, bid].map((each) => decimalFromMicro(each));
  return [
    `   ${market.question}`,
    `   Buys ${decimalFromMicro(quantity)} ${outcome.label} at $${at}, post-only: $${decimalFromMicro(cost)} while it rests. The best bid`,
    `   is $${best}, so that it meets nobody. It is cancelled at once.`,
  ];
}
