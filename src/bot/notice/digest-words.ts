import type { ChatStore } from '../../engine/contract/chat-store.ts';
import type { Queries, SkipCount } from '../../engine/contract/queries.ts';
import type { StatusView } from '../../engine/contract/views.ts';
import type { LedgerId } from '../../engine/domain/ids.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import { curveOrNone, equityChart, withPicture } from '../charts/money-charts.ts';
import { count, gain, money, signedMoney } from '../format/amounts.ts';
import { lines, reply, show } from '../format/compose.ts';
import { gateReason, isGate } from '../format/gate-words.ts';
import { weekday } from '../format/moments.ts';
import { bookName, cut, walletName } from '../format/names.ts';
import type { Line, Reply } from '../reply.ts';
import { boundReply } from './bound-reply.ts';
import { type Span, yesterday } from './calendar.ts';
import { arbitrageLines } from './digest-arbitrage.ts';
import { scoreChanges } from './digest-scores.ts';
import { type BookSpan, type SpanFacts, spanFacts } from './span-facts.ts';
import { topicOfKind } from './topics.ts';

/** Reasons that are named; the rest is added up. */
const REASONS_SHOWN = 3;
const NAME_WIDTH = 24;

export type LeftToDigest = Awaited<ReturnType<ChatStore['digestCounts']>>;

export interface DigestSources {
  readonly queries: Queries;
  readonly nowMs: AtMs;
  /** What was not told by itself since the digest before. */
  readonly left: LeftToDigest;
}

/** Yesterday, always: also when nothing was copied, and then why. @throws UnavailableError */
export async function digestReply({ queries, nowMs, left }: DigestSources): Promise<Reply> {
  const zone = queries.timeZone();
  const span = yesterday(nowMs, zone);
  const facts = await spanFacts(queries, span);
  const status = queries.status();
  const [first, ...others] = facts.books;
  const day = weekday(span.fromMs, zone);
  const copies = facts.books.reduce((sum, book) => sum + book.copies, 0);
  const more: Line[] = [
    ...others.map((book): Line => [`${bookName(book.ledger)} `, ...madeWords(book)]),
    ...(copies === 0 ? [`No copy: ${whyNone(facts.skips, status, queries)}`] : []),
    ...facts.books.flatMap((book) => bookLines(book, facts.books.length > 1)),
    ...(copies === 0 ? [] : skipLines(facts.skips)),
    ...(await scoreChanges(queries, span.fromMs)),
    ...(await arbitrageLines(queries, span)),
    ...stateLines(status),
    ...leftLines(left),
  ];
  const words = first === undefined ? ['nothing traded'] : madeWords(first);
  const book = first === undefined ? '' : `${bookName(first.ledger)} `;
  const written = boundReply(
    reply([`${day}  ${book}`, ...words], {
      symbol: '◆',
      blocks: [lines(...more)],
      buttons: [show('PnL', '/pnl'), show('Why', '/why today'), show('Positions', '/positions')],
    }),
  );
  return withPicture(written, await pictureOf(queries, { facts, span, nowMs }));
}

/** `+$5.86 closed · 14 copies, 17 fills` */
function madeWords({ made, copies, fills }: BookSpan): Exclude<Line, string> {
  return [gain(made), ` closed · ${count(copies, 'copy', 'copies')}, ${count(fills, 'fill')}`];
}

/** `best whale-7 +$7.10 · worst ace −$1.24` and `open 6 · $29.98 at cost · equity $505.86` */
function bookLines({ ledger, wallets, now }: BookSpan, isNamed: boolean): readonly Line[] {
  const book = isNamed ? `${bookName(ledger)} ` : '';
  const best = wallets[0];
  const worst = wallets.at(-1);
  const ranked = [
    ...(best === undefined || best.made <= 0 ? [] : [`best ${walletWords(best)}`]),
    ...(worst === undefined || worst.made >= 0 ? [] : [`worst ${walletWords(worst)}`]),
  ];
  const open =
    now === null
      ? []
      : [
          `${book}open ${now.openPositions} · ${money(now.atCost)} at cost · equity ${money(now.equity)}`,
        ];
  return [...(ranked.length === 0 ? [] : [`${book}${ranked.join(' · ')}`]), ...open];
}

function walletWords({ wallet, made }: BookSpan['wallets'][number]): string {
  return `${cut(walletName(wallet), NAME_WIDTH)} ${signedMoney(made)}`;
}

/** Why nothing was copied: what stands in the way of everything first. */
function whyNone(skips: readonly SkipCount[], status: StatusView, queries: Queries): string {
  if (skips.length > 0) {
    const all = skips.reduce((sum, one) => sum + one.count, 0);
    return `${count(all, 'leader trade')}, none passed: ${reasons(skips)}`;
  }
  if (status.control.killed !== null) return 'everything is killed';
  if (queries.wallets().length === 0) return 'nobody is followed';
  if (status.wallets.enabled === 0) return 'every wallet is disabled';
  return 'no leader traded';
}

function skipLines(skips: readonly SkipCount[]): readonly string[] {
  const all = skips.reduce((sum, one) => sum + one.count, 0);
  return all === 0 ? [] : [`${count(all, 'skip')}: ${reasons(skips)}`];
}

/** `6 clip too small, 3 price moved, 2 others` */
function reasons(skips: readonly SkipCount[]): string {
  const shown = skips.slice(0, REASONS_SHOWN);
  const others = skips.slice(REASONS_SHOWN).reduce((sum, one) => sum + one.count, 0);
  const words = shown.map(
    ({ gate, count: of }) => `${of} ${isGate(gate) ? gateReason(gate) : gate}`,
  );
  return [...words, ...(others === 0 ? [] : [`${others} for other reasons`])].join(', ');
}

/** What keeps today from being a day like any other. */
function stateLines({ control, feeds }: StatusView): readonly Line[] {
  const bad = feeds.filter(({ state }) => state === 'down' || state === 'silent');
  return [
    ...(control.killed === null ? [] : [['killed now; ', { code: '/kill off' }, ' arms again']]),
    ...(control.paused === null
      ? []
      : [['entries are paused now; ', { code: '/resume' }, ' ends it']]),
    ...(bad.length === 0 ? [] : [`not heard now: ${bad.map(({ name }) => name).join(', ')}`]),
  ];
}

/** `not told by itself: PAPER 9 skips, 14 orders` */
function leftLines(left: LeftToDigest): readonly string[] {
  const books = new Map<string, Map<string, number>>();
  for (const { kind, ledger, count: of } of left) {
    const book = ledger === null ? '' : `${bookName(ledger as LedgerId)} `;
    const topics = books.get(book) ?? new Map<string, number>();
    const topic = topicOfKind(kind);
    topics.set(topic, (topics.get(topic) ?? 0) + of);
    books.set(book, topics);
  }
  const parts = [...books]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([book, topics]) =>
        `${book}${[...topics].map(([topic, of]) => `${of} ${of === 1 ? topic.replace(/s$/, '') : topic}`).join(', ')}`,
    );
  return parts.length === 0 ? [] : [`left to this digest: ${parts.join(' · ')}`];
}

async function pictureOf(
  queries: Queries,
  of: { readonly facts: SpanFacts; readonly span: Span; readonly nowMs: AtMs },
): Promise<ReturnType<typeof equityChart>> {
  const [first] = of.facts.books;
  if (first === undefined) return null;
  const [view] = (await queries.pnl(of.span.fromMs)).filter(
    ({ ledger }) => ledger === first.ledger,
  );
  if (view === undefined) return null;
  const curve = await curveOrNone(queries.equityCurve(first.ledger, of.span.fromMs));
  const zone = queries.timeZone();
  return equityChart(view, curve, { span: 'since yesterday', nowMs: of.nowMs, zone });
}
