import { resolve } from 'node:path';
import { SYSTEM_RUNTIME } from '../../data/http/runtime.ts';
import { VenueError } from '../../data/http/venue-error.ts';
import { PolymarketClient } from '../../data/polymarket/client/client.ts';
import { PolymarketExecutor } from '../../data/polymarket/trading/polymarket-executor.ts';
import { decimalFromMicro } from '../../engine/domain/values/micro.ts';
import { keystorePathIn } from '../../ops/keystore/keystore-file.ts';
import type { Passphrase } from '../../ops/keystore/signer.ts';
import { type CommandContext, CommandUsageError } from '../command.ts';
import type { Config } from '../config.ts';
import { TypedLines } from '../host-side/typed-lines.ts';
import { openTradingKey } from '../running/live/trading-key.ts';
import { polymarketUrls } from '../running/polymarket-urls.ts';
import { type ProbeStep, probeOrder } from './probe-order.ts';
import { type ProbePlan, planProbeOrder } from './probe-plan.ts';

const NO_MARKET =
  'none of the busiest markets has a bid far above its lowest tick: try again later';

export interface ConsentedProbe {
  readonly context: CommandContext;
  readonly config: Config;
  readonly passphrase: Passphrase;
}

/** Shows the order that would be placed, asks, and tells each step of it. */
export async function probeWithConsent(of: ConsentedProbe): Promise<readonly ProbeStep[]> {
  const { context, config } = of;
  const client = new PolymarketClient(polymarketUrls(config), SYSTEM_RUNTIME);
  const plan = await planOrWhy(client);
  if (typeof plan === 'string') return notPlaced(context, plan);
  context.stderr.write(planText(plan));
  if (!(await isConfirmed(context))) return notPlaced(context, 'nobody said yes');
  const executor = await openExecutor(of);
  const steps: ProbeStep[] = [];
  try {
    for await (const step of probeOrder({ executor, plan, nowMs: Date.now() })) {
      steps.push(step);
      if (!context.json) context.stdout.write(probeLine(step));
    }
  } finally {
    await executor.end();
  }
  return steps;
}

/** One line for a terminal. */
export function probeLine({ ok, text }: ProbeStep): string {
  return `${ok ? 'ok' : ' !'}  ${text}\n`;
}

/** What the order is, before anybody agrees to it. */
export function planText({ market, outcome, price, quantity, cost, bid }: ProbePlan): string {
  const at = `$${decimalFromMicro(price)}`;
  return [
    `A post-only order in "${market.question}":`,
    `  buy ${decimalFromMicro(quantity)} ${outcome.label} at ${at}, the lowest price there is; the best bid is $${decimalFromMicro(bid)}.`,
    `  It binds $${decimalFromMicro(cost)} for some seconds, and is cancelled at once.`,
    '',
  ].join('\n');
}

async function planOrWhy(client: PolymarketClient): Promise<ProbePlan | string> {
  try {
    return (await planProbeOrder(client, Date.now())) ?? NO_MARKET;
  } catch (error) {
    if (error instanceof VenueError) return error.message;
    throw error;
  }
}

function notPlaced({ stderr }: CommandContext, why: string): readonly ProbeStep[] {
  stderr.write(`Nothing was placed: ${why}.\n`);
  return [{ id: 'placed', ok: false, text: `nothing was placed: ${why}` }];
}

async function isConfirmed({ host, stderr, values }: CommandContext): Promise<boolean> {
  if (values['yes'] === true) return true;
  if (host.input.isTTY !== true) {
    throw new CommandUsageError(
      '--probe-order asks first, so it needs a terminal: polymind doctor --probe-order --yes',
    );
  }
  stderr.write('Place it? y/N ');
  const typed = new TypedLines(host.input);
  try {
    const line = (await typed.next())?.toLowerCase();
    return line === 'y' || line === 'yes';
  } finally {
    typed.close();
  }
}

async function openExecutor({ context, config, passphrase }: ConsentedProbe) {
  const { dataDir, polymarket } = config;
  const key = await openTradingKey({
    keystorePath: resolve(polymarket.keystore ?? keystorePathIn(dataDir)),
    passphrase,
    funder: polymarket.funder,
    signatureType: polymarket.signatureType ?? 0,
  });
  const { clobUrl } = polymarketUrls(config);
  const onFault = (fault: string, detail: string) =>
    context.stderr.write(`The venue: ${fault}: ${detail}\n`);
  const executor = new PolymarketExecutor({ clobUrl, ...key, onFault }, SYSTEM_RUNTIME);
  return Object.assign(executor, {
    end: async () => {
      executor.close();
      await key.signer.close();
    },
  });
}
