import { liveLedger } from '../../engine/domain/ids.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import { dollars } from '../../engine/domain/values/money.ts';
import type { WalletRules } from '../../engine/domain/wallet.ts';
import type { Clock } from '../../engine/ports.ts';
import type { Chance } from '../../sim/chance.ts';
import { drawLiveRates, type LiveFaultCounts } from '../../sim/live/live-faults.ts';
import { LiveVenue } from '../../sim/live/live-venue.ts';
import type { World } from '../../sim/world.ts';
import type { CrashClock } from './crash.ts';
import type { Life } from './life.ts';
import { LiveChecks } from './live-checks.ts';
import { LiveDesk } from './live-desk.ts';
import { checkLiveEnd } from './live-end-checks.ts';
import type { Mirror } from './mirror.ts';
import type { Report } from './violation.ts';

/** The account of simulated runs. */
export const LIVE = liveLedger('polymarket', '0x00000000000000000000000000000000000000aa');
const CASH = dollars(2_000);
/** Per delivery to a service that is not live: a person tries to go live. */
const GO_LIVE_PROBABILITY = 0.5;
/** Per delivery while a live order is on its way. */
const KILL_PROBABILITY = 0.01;
const LIVE_WALLETS_SHARE = 0.8;

export interface LiveSideOptions {
  readonly world: World;
  readonly startAtMs: AtMs;
  readonly clock: Clock;
  readonly crashes: CrashClock;
  readonly mirror: Mirror;
  readonly counts: LiveFaultCounts;
  readonly report: Report;
}

/** What came of it, for people. */
export interface LiveTally {
  readonly orders: number;
  readonly fills: number;
  readonly faults: LiveFaultCounts;
}

/** What a seed has more when it trades live: a venue that outlives crashes, and a person who dares. */
export class LiveSide {
  readonly desk: LiveDesk;
  readonly #venue: LiveVenue;
  readonly #checks: LiveChecks;
  readonly #chance: Chance;
  readonly #options: LiveSideOptions;

  constructor(chance: Chance, options: LiveSideOptions) {
    const { world, startAtMs, clock, crashes, mirror, counts, report } = options;
    this.#options = options;
    this.#chance = chance.fork('person');
    this.#checks = new LiveChecks(mirror, report);
    this.#venue = new LiveVenue(chance.fork('venue'), {
      ...{ world, ledger: LIVE, startAtMs, cash: CASH, counts },
      rates: drawLiveRates(chance.fork('rates')),
      listener: this.#checks,
    });
    this.desk = new LiveDesk({ venue: this.#venue, crashes, checks: this.#checks, clock });
  }

  get nextAtMs(): AtMs {
    return this.#venue.nextAtMs;
  }

  /** @throws Crash */
  advanceTo(atMs: AtMs): void {
    this.#venue.advanceTo(atMs);
  }

  /** A new process opens the account's channel, and what it needs is there. */
  begin(life: Life): void {
    this.#venue.listen((event) => {
      if (!life.isGone) life.offer({ kind: 'account', event });
    });
    life.offer({ kind: 'account', event: { kind: 'readiness', ledger: LIVE, missing: [] } });
  }

  /** Most wallets may be copied live. */
  rules(wallet: WalletRules): WalletRules {
    const mode = this.#chance.happens(LIVE_WALLETS_SHARE) ? 'live' : 'paper';
    return { ...wallet, mode, minConfidence: 0 };
  }

  /** A person goes live, closes by hand, and now and then kills with orders in the air. */
  interfere(life: Life, atMs: AtMs): void {
    const { state } = life.engine.trade;
    const { control } = state;
    const give = (name: string, body: Parameters<typeof command>[1]): void =>
      life.offer(command(`live ${name} ${atMs}`, body));
    if (control.killed !== null) return;
    if (control.live === null && this.#chance.happens(GO_LIVE_PROBABILITY)) {
      give('read', { kind: 'acknowledgeLive' });
      give('go', { kind: 'setMode', mode: 'live' });
    }
    const flying = life.engine.live.underway.size > 0;
    if (flying && this.#chance.happens(KILL_PROBABILITY)) {
      give('kill', { kind: 'kill', reason: 'in the air' });
    }
    const [position] = state.ledgers.get(LIVE)?.openPositions ?? [];
    if (position !== undefined && this.#chance.happens(KILL_PROBABILITY)) {
      give('close', { kind: 'close', ledger: LIVE, tokenId: position.tokenId });
    }
  }

  /** Orders that were sent, and executions of theirs. */
  get tally(): LiveTally {
    const { sent } = this.#checks;
    const own = this.#venue.exchange.trades.filter(({ order }) => sent.has(order.hash));
    return { orders: sent.size, fills: own.length, faults: this.#options.counts };
  }

  heal(): void {
    this.#venue.heal();
  }

  checkEnd(life: Life): void {
    const { mirror, report, clock } = this.#options;
    const { exchange } = this.#venue;
    const end = { ledger: LIVE, exchange, checks: this.#checks, mirror };
    checkLiveEnd({ ...end, engine: life.engine, atMs: clock.nowMs() }, report);
  }
}

function command(
  id: string,
  body: Extract<Parameters<Life['offer']>[0], { kind: 'command' }>['command']['body'],
): Parameters<Life['offer']>[0] {
  return { kind: 'command', command: { id, actor: 'person', body } };
}
