import type { Engine } from '../../engine/core/engine.ts';
import { gainOf } from '../../engine/core/trade/losses.ts';
import type { DollarEstimate } from '../../engine/domain/brain-result.ts';
import { type LedgerId, SHADOW_NAIVE, SHADOW_RULES } from '../../engine/domain/ids.ts';
import { type Money, money, ZERO_MONEY } from '../../engine/domain/values/money.ts';
import { clusteredSum } from '../../engine/intelligence/copying/clustered-sum.ts';

/** What rules and naive copying made of one seed, open shares at the bid. */
export interface SeedBrains {
  readonly rules: Money;
  readonly naive: Money;
}

/** The same over all seeds. */
export interface BrainsSummary extends SeedBrains {
  readonly seeds: number;
  /** What the rules made more. */
  readonly difference: Money;
  /** 90 %, a seed being one observation; `null` below two. */
  readonly interval: DollarEstimate | null;
}

/** What the shadow ledgers of an engine made; `null` where nothing is measured. */
export function seedBrains(engine: Engine | null): SeedBrains | null {
  if (engine === null) return null;
  const { state } = engine.trade;
  if (!state.settings['brains.shadow']) return null;
  const made = (id: LedgerId): Money => {
    const ledger = state.ledgers.get(id);
    return ledger === undefined ? ZERO_MONEY : gainOf(state, ledger);
  };
  return { rules: made(SHADOW_RULES), naive: made(SHADOW_NAIVE) };
}

export function summariseBrains(seeds: readonly SeedBrains[]): BrainsSummary | null {
  if (seeds.length === 0) return null;
  const sum = (of: (one: SeedBrains) => number): Money =>
    money(seeds.reduce((total, one) => total + of(one), 0));
  return {
    seeds: seeds.length,
    rules: sum((one) => one.rules),
    naive: sum((one) => one.naive),
    difference: sum((one) => one.rules - one.naive),
    interval: clusteredSum(seeds.map((one) => money(one.rules - one.naive))),
  };
}

/** What was measured and how sure it is, in a line. */
export function brainsLine({ seeds, rules, naive, difference, interval }: BrainsSummary): string {
  const made = `rules ${dollars(rules)}, naive copying ${dollars(naive)} over ${seeds} ${seeds === 1 ? 'seed' : 'seeds'}`;
  if (interval === null) return `${made}\n`;
  const { low, high } = interval;
  const verdict =
    low > 0 ? 'rules are better' : high < 0 ? 'naive copying is better' : 'not decided';
  return `${made}; difference ${dollars(difference)}, 90 % between ${dollars(low)} and ${dollars(high)}: ${verdict}\n`;
}

function dollars(amount: number): string {
  return `${amount < 0 ? '−' : '+'}$${(Math.abs(amount) / 1e6).toFixed(2)}`;
}
