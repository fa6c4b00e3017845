import type { Answer } from '../../../src/bot/web/contract/command.ts';
import type { FailureCode } from '../../../src/bot/web/contract/failure.ts';
import type { Snapshot } from '../../../src/bot/web/contract/live.ts';
import type { Order } from '../../../src/bot/web/contract/orders.ts';
import type { Overview } from '../../../src/bot/web/contract/overview.ts';
import type { RouteName } from '../../../src/bot/web/contract/routes.ts';
import type { SignIn, Who } from '../../../src/bot/web/contract/session.ts';
import { filters, limits, liveCard, markets, orderLife, said, undoable, why } from './answers.ts';
import {
  history,
  kalshi,
  lags,
  opportunities,
  opportunity,
  pairs,
  strategies,
} from './world-arbitrage.ts';
import { curve, overview, walletDetail } from './world-pages.ts';
import { DAY, decision, LIVE, NOW, order, PAPER, position, walletRow } from './world-parts.ts';

export interface Asked {
  readonly params: Readonly<Record<string, string>>;
  readonly query: unknown;
  readonly body: unknown;
  readonly session: Who | null;
}

type Said =
  | { readonly answer: unknown }
  | { readonly refused: FailureCode; readonly message: string };

const PERSON: Who = {
  actor: 'telegram:1',
  name: 'Ada',
  role: 'admin',
  by: 'link',
  expiresAtMs: NOW + DAY,
};

/** Codes that let in, and as whom. */
const LETS_IN: Readonly<Record<string, Who>> = {
  'admin-code-0123456789': PERSON,
  'viewer-code-0123456789': { ...PERSON, actor: 'telegram:2', name: 'Vera', role: 'viewer' },
  'hash=good': { ...PERSON, by: 'telegram' },
};

/** What the double knows and does. */
export class Desk {
  /** Lines and words that were sent, as they came. */
  readonly commands: string[] = [];
  readonly taps: string[] = [];
  readonly previews: string[] = [];
  state: Overview = overview();
  orders: readonly Order[] = Array.from({ length: 5_000 }, (_, at) => order(at));
  /** Nothing anywhere yet, and nobody compares the venues. */
  isEmpty = false;
  /** Every session is over. */
  isOver = false;
  readonly #used = new Set<string>();

  sessionOf(authorization: string | undefined): Who | null {
    const code = authorization?.replace(/^Bearer session-/, '') ?? '';
    return this.isOver ? null : (LETS_IN[code] ?? null);
  }

  snapshot(seq: number): Snapshot {
    if (this.isEmpty) {
      const state = { ...this.state, ledgers: [], alerts: [] };
      state.today = { copied: 0, exited: 0, denied: 0, byGate: [] };
      return { seq, overview: state, positions: [], orders: [], decisions: [], opportunities: [] };
    }
    return {
      seq,
      overview: this.state,
      positions: [0, 1, 2, 3, 4].map(position),
      orders: this.orders.filter(({ isOpen }) => isOpen).slice(0, 20),
      decisions: Array.from({ length: 12 }, (_, at) => decision(at)),
      opportunities: [opportunity(0), opportunity(1)],
    };
  }

  answer(name: RouteName, asked: Asked): Said {
    if (name === 'signIn') return this.#signIn(asked.body as SignIn);
    if (name === 'command') return this.#command(asked);
    if (name === 'preview') return { answer: this.#preview(asked.body) };
    if (name === 'tap') {
      this.taps.push((asked.body as { token: string }).token);
      return { answer: said('◆', 'PAPER stays on') };
    }
    const { [name]: page } = this.#pages(asked);
    if (page === undefined) return { refused: 'notFound', message: 'There is none.' };
    return { answer: page() };
  }

  #pages({ params, query, session }: Asked): Partial<Record<RouteName, () => unknown>> {
    const none = { available: !this.isEmpty, atMs: NOW };
    const at = (id: string | undefined): number => Number((id ?? '').replace(/\D/g, '')) || 0;
    const full: Partial<Record<RouteName, () => unknown>> = {
      who: () => session,
      signOut: () => ({ ended: true }),
      overview: () => this.state,
      overviewCurve: () => ({
        sinceMs: NOW - 7 * DAY,
        curves: [
          { ledger: PAPER, points: curve(7, 0.1, 3) },
          { ledger: LIVE, points: curve(7, -0.05, 5) },
        ],
      }),
      wallets: () => ({
        atMs: NOW,
        countedAtMs: NOW,
        wallets: Array.from({ length: 40 }, (_, one) => walletRow(one)),
      }),
      wallet: () =>
        walletDetail(
          Math.max(
            0,
            Array.from({ length: 40 }, (_, one) => walletRow(one)).findIndex(
              ({ wallet }) => wallet.address === params['address'],
            ),
          ),
        ),
      filters,
      markets,
      limits,
      orders: () => this.#orders(query as OrdersAsked),
      order: () => orderLife(at(params['id'])),
      decision: () => why(at(params['id'])),
      opportunities,
      arbitrageHistory: history,
      strategies,
      pairs: () => pairs((query as { state?: 'verified' }).state),
      lags,
      kalshi,
      audit: () => ({
        atMs: NOW,
        entries: ['scaled whale-7 to 0.5', 'signed in', 'refused: not a trader'].map(
          (words, one) => ({
            id: `a${one}`,
            actor: one === 2 ? 'telegram:9' : 'telegram:1',
            action: one === 1 ? 'web' : 'command',
            words,
            outcome: one === 2 ? 'refused' : 'done',
            atMs: NOW - one * 900_000 - 60_000,
          }),
        ),
      }),
    };
    if (!this.isEmpty) return full;
    return {
      ...full,
      overviewCurve: () => ({ sinceMs: NOW - DAY, curves: [] }),
      wallets: () => ({ atMs: NOW, countedAtMs: NOW, wallets: [] }),
      filters: () => ({ atMs: NOW, filters: [], categories: [], hasCategoryList: false }),
      orders: () => ({ atMs: NOW, orders: [], next: null }),
      opportunities: () => ({ ...none, opportunities: [], best: null }),
      arbitrageHistory: () => ({ ...none, history: [] }),
      strategies: () => ({ ...none, strategies: [] }),
      pairs: () => ({ ...none, pairs: [] }),
      lags: () => ({ ...none, lags: [] }),
      kalshi: () => ({ ...none, markets: [] }),
      audit: () => ({ atMs: NOW, entries: [] }),
    };
  }

  #orders({ status, ledger, wallet, market, side, before, limit }: OrdersAsked): unknown {
    const fitting = this.orders.filter(
      (one) =>
        (status === undefined || status.includes(one.status)) &&
        (ledger === undefined || one.ledger.id === ledger) &&
        (wallet === undefined || one.wallet?.address === wallet) &&
        (market === undefined || one.outcome.market.id === market) &&
        (side === undefined || one.side === side),
    );
    const from = before === undefined ? 0 : fitting.findIndex(({ id }) => id === before.id) + 1;
    const page = fitting.slice(from, from + limit);
    const last = from + limit < fitting.length ? page.at(-1) : undefined;
    const next = last === undefined ? null : `${last.createdAtMs}.${last.id}`;
    return { atMs: NOW, orders: page, next };
  }

  #signIn(body: SignIn): Said {
    const key = body.by === 'link' ? body.code : body.by === 'host' ? body.key : body.initData;
    const who = LETS_IN[key];
    if (who === undefined || this.#used.has(key)) {
      const message = 'This link was used or is too old: send /web for a new one.';
      return { refused: 'signIn', message };
    }
    if (body.by === 'link') this.#used.add(key);
    return { answer: { token: `session-${key}`, who } };
  }

  /** Lets a code in once more: each page of a test begins with a fresh link. */
  renew(): void {
    this.#used.clear();
  }

  #command({ body, session }: Asked): Said {
    const sent = body as { line: string } | { name: string; words: readonly string[] };
    const line = 'line' in sent ? sent.line : `/${[sent.name, ...sent.words].join(' ')}`;
    this.commands.push(line);
    if (session?.role === 'viewer') {
      return { refused: 'forbidden', message: 'That takes the role trader.' };
    }
    return { answer: this.#answerTo(line) };
  }

  #answerTo(line: string): Answer {
    if (line === '/kill') {
      const killed = { reason: 'by you', atMs: Date.now() };
      this.state = { ...this.state, control: { ...this.state.control, killed } };
      return said(
        '■',
        'Killed by you, 14:02:11 · nothing is open',
        'blocked 3 ms after your message',
      );
    }
    if (line.endsWith(' live')) return liveCard();
    if (line.startsWith('LIVE 300')) return said('◆', 'LIVE in 30 s');
    return undoable(`Done: ${line}`);
  }

  #preview(body: unknown): Answer {
    const { name, words } = body as { name: string; words: readonly string[] };
    this.previews.push(`/${[name, ...words].join(' ')}`);
    return said(
      '◆',
      'PAPER whale-7: $5 fixed → half their dollars',
      '12 copies, 19 skips in 7 days',
    );
  }
}

interface OrdersAsked {
  readonly status?: readonly string[];
  readonly ledger?: string;
  readonly wallet?: string;
  readonly market?: string;
  readonly side?: string;
  readonly before?: { readonly id: string };
  readonly limit: number;
}
