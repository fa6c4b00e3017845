import type { CommandBody } from '../../engine/domain/command.ts';
import { PAPER, type WalletAddress } from '../../engine/domain/ids.ts';
import { dollars } from '../../engine/domain/values/money.ts';
import type { Chance } from '../../sim/chance.ts';
import type { SimDelivery } from '../../sim/world.ts';

export type FaultName =
  | 'drop'
  | 'duplicate'
  | 'reorder'
  | 'freeze'
  | 'poison'
  | 'gap'
  | 'commitFailed'
  | 'commitUnknown'
  | 'commitSlow'
  | 'crash';

export type FaultCounts = Record<FaultName, number>;

export function noFaults(): FaultCounts {
  return {
    drop: 0,
    duplicate: 0,
    reorder: 0,
    freeze: 0,
    poison: 0,
    gap: 0,
    commitFailed: 0,
    commitUnknown: 0,
    commitSlow: 0,
    crash: 0,
  };
}

/** How likely each fault is, per delivery or commit; drawn anew for every seed. */
export interface FaultRates {
  readonly drop: number;
  readonly duplicate: number;
  readonly reorder: number;
  readonly freeze: number;
  readonly poison: number;
  readonly gap: number;
  readonly commitFailed: number;
  readonly commitUnknown: number;
  readonly commitSlow: number;
  /** Port calls between two crashes, on average. */
  readonly portCallsPerCrash: number;
}

export function drawRates(chance: Chance): FaultRates {
  const up = (most: number): number => chance.next() * most;
  return {
    drop: up(0.15),
    duplicate: up(0.2),
    reorder: up(0.2),
    freeze: up(0.01),
    poison: up(0.03),
    gap: up(0.01),
    commitFailed: up(0.05),
    commitUnknown: up(0.05),
    commitSlow: up(0.05),
    portCallsPerCrash: chance.whole(60, 400),
  };
}

const REORDER_MS_MAX = 4_000;
const REPEAT_MS_MAX = 3_000;
const FREEZE_MS_MAX = 20_000;
const POISON: readonly unknown[] = [
  null,
  '{"event_type":"book"',
  { event_type: 'book', bids: 'none' },
  JSON.parse('{"__proto__":{"polluted":true},"event_type":"price_change","price_changes":[{}]}'),
  { topic: 'activity', type: 'trades', payload: { size: Number.POSITIVE_INFINITY, price: -1 } },
  [[[[[[[[]]]]]]]],
];

/** What really reaches the program: dropped, repeated, late, frozen and poisoned deliveries. */
export function spoil(
  deliveries: readonly SimDelivery[],
  rates: FaultRates,
  { chance, counts }: { readonly chance: Chance; readonly counts: FaultCounts },
): readonly SimDelivery[] {
  const out: SimDelivery[] = [];
  const frozenUntil = new Map<string, number>();
  const strikes = (fault: FaultName & keyof FaultRates): boolean => {
    if (!chance.happens(rates[fault])) return false;
    counts[fault] += 1;
    return true;
  };
  const isLost = ({ feed, atMs }: SimDelivery): boolean => {
    if (strikes('freeze')) frozenUntil.set(feed, atMs + chance.whole(1_000, FREEZE_MS_MAX));
    return atMs < (frozenUntil.get(feed) ?? 0) || strikes('drop');
  };
  for (const delivery of deliveries) {
    const { feed, atMs, frame } = delivery;
    // Lists are read again and again: a lost answer is only a late one.
    if (feed === 'listing' || feed === 'resolution') {
      out.push(delivery);
      continue;
    }
    if (isLost(delivery)) continue;
    const lateMs = strikes('reorder') ? chance.whole(1, REORDER_MS_MAX) : 0;
    const late = { ...delivery, atMs: atMs + lateMs };
    out.push(late);
    // A page is read twice; a stream delivers each row once.
    if (feed !== 'rtds' && strikes('duplicate')) {
      out.push({ ...late, atMs: late.atMs + chance.whole(0, REPEAT_MS_MAX) });
    }
    if (strikes('poison')) {
      out.push({ atMs, feed, frame: { source: frame.source, frame: chance.pick(POISON) } });
    }
  }
  return out.sort((a, b) => a.atMs - b.atMs);
}

export interface PlannedCommand {
  readonly atMs: number;
  readonly id: string;
  readonly body: CommandBody;
}

const COMMANDS = 6;
const FIRST_COMMAND_MS = 10_000;
/** A killed or paused service is armed or resumed again after this. */
const HALT_MS = 15_000;

/** What a person does meanwhile, some of it delivered twice. */
export function planCommands(
  chance: Chance,
  { startAtMs, durationMs }: { readonly startAtMs: number; readonly durationMs: number },
  wallets: readonly WalletAddress[],
): readonly PlannedCommand[] {
  const planned: PlannedCommand[] = [];
  for (let index = 0; index < COMMANDS; index += 1) {
    const atMs = startAtMs + chance.whole(FIRST_COMMAND_MS, durationMs);
    const add = (body: CommandBody, afterMs = 0): void => {
      const command = { atMs: atMs + afterMs, id: `command ${index}/${afterMs}`, body };
      planned.push(command);
      if (chance.happens(0.3)) planned.push({ ...command, atMs: command.atMs + 500 });
    };
    switch (chance.whole(0, 5)) {
      case 0:
        add({ kind: 'kill', reason: 'simulated' });
        add({ kind: 'arm' }, HALT_MS);
        break;
      case 1:
        add({ kind: 'pause', reason: 'simulated' });
        add({ kind: 'resume' }, HALT_MS);
        break;
      case 2:
        add({ kind: 'deposit', ledger: PAPER, amount: dollars(chance.whole(1, 50)) });
        break;
      case 3:
        add({
          kind: 'changeWallet',
          address: chance.pick(wallets),
          change: chance.pick([
            { enabled: false },
            { enabled: true },
            { exit: { mode: 'all' } },
            { sizing: { kind: 'leader' }, maxTradeSize: dollars(20) },
          ] as const),
        });
        break;
      default:
        add({
          kind: 'changeSetting',
          ...chance.pick([
            { key: 'entry.chase', value: 'on' },
            { key: 'entry.minLeaderClip', value: '5' },
            { key: 'exit.tries', value: '2' },
            { key: 'size.fixedPercent', value: '2' },
            { key: 'entry.driftCents', value: '5' },
          ]),
        });
    }
  }
  return planned.sort((a, b) => a.atMs - b.atMs);
}
