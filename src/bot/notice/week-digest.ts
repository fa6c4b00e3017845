import type { Queries } from '../../engine/contract/queries.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import { closedTrades, curveOrNone, resultChart, withPicture } from '../charts/money-charts.ts';
import { gain } from '../format/amounts.ts';
import { lines } from '../format/compose.ts';
import { bookName, cut, walletName } from '../format/names.ts';
import type { Line, Reply } from '../reply.ts';
import { boundReply } from './bound-reply.ts';
import { isoWeek, lastWeek } from './calendar.ts';
import { type BookSpan, spanFacts } from './span-facts.ts';
import { type WeekSummary, weekReply } from './week-words.ts';

const NAME_WIDTH = 24;

/** The week that is over, in the ledger that counts first; others in a line each. @throws UnavailableError */
export async function weekDigest(queries: Queries, nowMs: AtMs): Promise<Reply> {
  const zone = queries.timeZone();
  const span = lastWeek(nowMs, zone);
  const { week } = isoWeek(span.fromMs, zone);
  const { books, skips } = await spanFacts(queries, span);
  const skipped = skips.reduce((sum, one) => sum + one.count, 0);
  const [first, ...others] = books;
  const copied = books.reduce((sum, book) => sum + book.copies, 0);
  const written = weekReply({
    ...summaryOf(first ?? null, week),
    signals: copied + skipped,
    copied,
  });
  const more = others.map(
    (book): Line => [
      `${bookName(book.ledger)} `,
      gain(book.made),
      ` closed · ${book.copies} copied`,
    ],
  );
  const whole = boundReply({
    ...written,
    blocks: more.length === 0 ? written.blocks : [...written.blocks, lines(...more)],
  });
  if (first === undefined) return whole;
  const curve = await curveOrNone(
    queries.resultCurve({ ledger: first.ledger, sinceMs: span.fromMs }),
  );
  const within = curve.filter(({ atMs }) => atMs < span.untilMs);
  const about = closedTrades(first.ledger, `in week ${week}`);
  return withPicture(whole, resultChart(within, { about, nowMs: span.untilMs, zone }));
}

function summaryOf(book: BookSpan | null, week: number): WeekSummary {
  const best = book?.wallets[0];
  const worst = book?.wallets.at(-1);
  const ranked = ({ wallet, made }: BookSpan['wallets'][number]): WeekSummary['best'] => ({
    who: cut(walletName(wallet), NAME_WIDTH),
    pnl: made,
    note: null,
  });
  return {
    week,
    ledger: book?.ledger ?? null,
    pnl: book?.made ?? null,
    naive: null,
    signals: null,
    copied: null,
    best: best === undefined || best.made <= 0 ? null : ranked(best),
    worst: worst === undefined || worst.made >= 0 ? null : ranked(worst),
    saved: null,
    cost: null,
  };
}
