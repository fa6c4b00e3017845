import type { Queries } from '../../engine/contract/queries.ts';
import type { BrainsView, SkippedResult } from '../../engine/domain/brain-result.ts';
import { SHADOW_NAIVE } from '../../engine/domain/ids.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import { money } from '../../engine/domain/values/money.ts';
import { closedTrades, curveOrNone, resultChart, withPicture } from '../charts/money-charts.ts';
import { gain } from '../format/amounts.ts';
import { differenceWords } from '../format/brain-words.ts';
import { lines } from '../format/compose.ts';
import { gateReason } from '../format/gate-words.ts';
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
  const brains = await queries.brains(span.fromMs, span.untilMs);
  const skipped = skips.reduce((sum, one) => sum + one.count, 0);
  const [first, ...others] = books;
  const copied = books.reduce((sum, book) => sum + book.copies, 0);
  const written = weekReply({
    ...summaryOf(first ?? null, week),
    ...brainsPart(brains),
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

/** What was measured beside the money; nothing where nothing was. */
function brainsPart({ results, differences, skipped }: BrainsView): Partial<WeekSummary> {
  const naive = results.find(({ ledger }) => ledger === SHADOW_NAIVE);
  if (naive === undefined || naive.copies === 0) return {};
  const [difference] = differences;
  const part = (of: SkippedResult | undefined): WeekSummary['saved'] =>
    of === undefined ? null : { by: gateReason(of.gate), amount: money(Math.abs(of.net)) };
  return {
    naive: naive.net,
    saved: part(skipped.find(({ net }) => net < 0)),
    cost: part(skipped.find(({ net }) => net > 0)),
    skippedNet: money(skipped.reduce((sum, { net }) => sum + net, 0)),
    sureness: difference === undefined ? null : differenceWords(difference),
  };
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
