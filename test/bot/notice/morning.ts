import { plainText } from '../../../src/bot/format/compose.ts';
import { Digest } from '../../../src/bot/notice/digest.ts';
import type { Reply } from '../../../src/bot/reply.ts';
import type { Queries, SkipCount } from '../../../src/engine/contract/queries.ts';
import type { CurvePoint, PnlView } from '../../../src/engine/contract/views.ts';
import type { LedgerId } from '../../../src/engine/domain/ids.ts';
import { dollars } from '../../../src/engine/domain/values/money.ts';
import { ACE, WHALE } from '../chat-facts.ts';
import { ChatWorld } from '../chat-world.ts';
import { plainReply } from '../plain-reply.ts';
import { ChatRows } from './chat-rows.ts';
import { VirtualTiming } from './virtual-timing.ts';

export const ZONE = 'Europe/Berlin';
export const HOUR_MS = 3_600_000;
/** Sunday 22 November 2026, 07:00 in Berlin. */
export const SUNDAY_MS = Date.UTC(2026, 10, 22, 6);
export const MONDAY_EIGHT_MS = Date.UTC(2026, 10, 23, 7);
export const LIVE = 'live:polymarket:main' as LedgerId;
const PAPER = 'paper' as LedgerId;

/** What happened at a moment, added up by questions as a database does. */
export interface Deed {
  readonly atMs: number;
  readonly ledger?: LedgerId;
  readonly wallet?: 'whale' | 'ace';
  readonly realised?: number;
  readonly copies?: number;
  readonly gate?: SkipCount['gate'];
}

export class Morning {
  readonly timing: VirtualTiming;
  readonly rows = new ChatRows();
  readonly sent: Reply[] = [];
  readonly reported: unknown[] = [];
  readonly world = new ChatWorld();
  deeds: readonly Deed[] = [];
  fails: () => Error | null = () => null;
  digest: Digest;

  constructor(atMs = SUNDAY_MS) {
    this.timing = new VirtualTiming(atMs);
    this.digest = this.#make();
  }

  #make(): Digest {
    return new Digest({
      target: 'telegram:1',
      queries: this.queries,
      store: this.rows,
      send: async (written) => {
        const failure = this.fails();
        if (failure !== null) throw failure;
        this.sent.push(written);
      },
      timing: this.timing,
      report: (error) => this.reported.push(error),
    });
  }

  async restart(): Promise<void> {
    await this.digest.close();
    this.digest = this.#make();
    this.digest.start();
    await this.timing.advance(0);
  }

  get texts(): string[] {
    return this.sent.map(plainReply);
  }

  get titles(): string[] {
    return this.sent.map(({ title }) => plainText(title));
  }

  #pnl(sinceMs: number): PnlView[] {
    const since = this.deeds.filter(({ atMs }) => atMs >= sinceMs);
    const ledgers = [...new Set([PAPER, ...this.deeds.map(({ ledger }) => ledger ?? PAPER)])];
    return ledgers.map((ledger) => {
      const own = since.filter((one) => (one.ledger ?? PAPER) === ledger);
      const sum = (of: readonly Deed[]): number =>
        of.reduce((all, one) => all + (one.realised ?? 0), 0);
      const byWallet = (['whale', 'ace'] as const).map((name) => {
        const theirs = own.filter(({ wallet }) => wallet === name);
        const address = name === 'whale' ? WHALE : ACE;
        return {
          wallet: { address, label: name === 'whale' ? 'whale-7' : 'ace' },
          realised: dollars(sum(theirs)),
          fees: dollars(0),
          unrealised: dollars(0),
          copies: theirs.reduce((all, one) => all + (one.copies ?? 0), 0),
        };
      });
      return {
        ledger,
        sinceMs,
        realised: dollars(sum(own)),
        fees: dollars(0),
        unrealised: dollars(0),
        equity: dollars(500 + sum(this.deeds)),
        fills: own.length,
        unsettled: 0,
        byWallet,
      };
    });
  }

  #skips(sinceMs: number): SkipCount[] {
    const gates = new Map<SkipCount['gate'], number>();
    for (const { gate, atMs } of this.deeds) {
      if (gate !== undefined && atMs >= sinceMs) gates.set(gate, (gates.get(gate) ?? 0) + 1);
    }
    return [...gates].map(([gate, count]) => ({ gate, count })).sort((a, b) => b.count - a.count);
  }

  #curve(sinceMs: number): CurvePoint[] {
    let value = 0;
    const all = this.deeds
      .filter(({ realised, atMs }) => realised !== undefined && atMs >= sinceMs)
      .map(({ atMs, realised }) => {
        value += realised ?? 0;
        return { atMs, value: dollars(value) };
      });
    return all;
  }

  get queries(): Queries {
    return {
      ...this.world.queries,
      nowMs: () => this.timing.nowMs(),
      timeZone: () => ZONE,
      pnl: async (sinceMs) => this.#pnl(sinceMs),
      skips: async (sinceMs) => this.#skips(sinceMs),
      equityCurve: async (_ledger, sinceMs) =>
        this.#curve(sinceMs).map(({ atMs, value }) => ({
          atMs,
          value: dollars(500 + value / 1e6),
        })),
      resultCurve: async ({ sinceMs }) => this.#curve(sinceMs),
    };
  }
}
