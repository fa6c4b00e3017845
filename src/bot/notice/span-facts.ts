import type { Queries, SkipCount } from '../../engine/contract/queries.ts';
import type { LedgerView, PnlView, WalletRef } from '../../engine/contract/views.ts';
import type { LedgerId } from '../../engine/domain/ids.ts';
import { type Money, subtractMoney, ZERO_MONEY } from '../../engine/domain/values/money.ts';
import type { Span } from './calendar.ts';

/** What one wallet's copies made. */
export interface WalletSpan {
  readonly wallet: WalletRef | null;
  /** Of closed trades, after fees. */
  readonly made: Money;
}

/** What happened in one ledger in a span of days. */
export interface BookSpan {
  readonly ledger: LedgerId;
  /** Of closed trades, after fees. */
  readonly made: Money;
  readonly copies: number;
  readonly fills: number;
  /** Those that made or lost something, best first. */
  readonly wallets: readonly WalletSpan[];
  /** As it is now. */
  readonly now: LedgerView | null;
}

export interface SpanFacts {
  /** What counts first comes first: live money where it is traded. */
  readonly books: readonly BookSpan[];
  /** Most first. */
  readonly skips: readonly SkipCount[];
}

type Asked = Pick<Queries, 'pnl' | 'skips' | 'status'>;

/** What happened in a span, ledger by ledger. @throws UnavailableError */
export async function spanFacts(queries: Asked, span: Span): Promise<SpanFacts> {
  const [before, after, skipsBefore, skipsAfter] = await Promise.all([
    queries.pnl(span.fromMs),
    queries.pnl(span.untilMs),
    queries.skips(span.fromMs),
    queries.skips(span.untilMs),
  ]);
  const { ledgers, mode } = queries.status();
  const books = before
    .filter(({ ledger }) => !ledger.startsWith('shadow:'))
    .map((whole) => {
      const since = after.find(({ ledger }) => ledger === whole.ledger) ?? null;
      const now = ledgers.find(({ ledger }) => ledger === whole.ledger) ?? null;
      return bookSpan(whole, since, now);
    });
  const isFirst = ({ ledger }: BookSpan): boolean =>
    ledger.startsWith('live:') === (mode === 'live');
  return {
    books: [...books.filter(isFirst), ...books.filter((book) => !isFirst(book))],
    skips: skipsAfter.length === 0 ? skipsBefore : lessSkips(skipsBefore, skipsAfter),
  };
}

function bookSpan(whole: PnlView, since: PnlView | null, now: LedgerView | null): BookSpan {
  const copiesOf = (view: PnlView | null): number =>
    (view?.byWallet ?? []).reduce((sum, one) => sum + one.copies, 0);
  const wallets = whole.byWallet.map((one) => {
    const later = since?.byWallet.find(
      ({ wallet }) => (wallet?.address ?? null) === (one.wallet?.address ?? null),
    );
    return { wallet: one.wallet, made: subtractMoney(netOf(one), netOf(later)) };
  });
  return {
    ledger: whole.ledger,
    made: subtractMoney(netOf(whole), netOf(since ?? undefined)),
    copies: Math.max(0, copiesOf(whole) - copiesOf(since)),
    fills: Math.max(0, whole.fills - (since?.fills ?? 0)),
    wallets: wallets.filter(({ made }) => made !== 0).sort((a, b) => b.made - a.made),
    now,
  };
}

function netOf(of: Pick<PnlView, 'realised' | 'fees'> | undefined): Money {
  return of === undefined ? ZERO_MONEY : subtractMoney(of.realised, of.fees);
}

function lessSkips(whole: readonly SkipCount[], since: readonly SkipCount[]): readonly SkipCount[] {
  const later = new Map(since.map(({ gate, count }) => [gate, count]));
  return whole
    .map(({ gate, count }) => ({ gate, count: count - (later.get(gate) ?? 0) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
}
