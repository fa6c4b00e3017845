import type { SkipCount } from '../../engine/contract/queries.ts';
import type {
  DecisionView,
  MarketRef,
  OutcomeRef,
  WalletRef,
} from '../../engine/contract/views.ts';
import type { SkippedResult } from '../../engine/domain/brain-result.ts';
import type { MarketId, TokenId, WalletAddress } from '../../engine/domain/ids.ts';
import type { Notice } from '../../engine/domain/notice.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import { bookName } from '../format/names.ts';

/** What wording a notice needs to know about the things it names. */
export interface NoticeContext {
  timeZone(): string;
  market(id: MarketId): MarketRef;
  outcome(market: MarketId, token: TokenId): OutcomeRef;
  wallet(address: WalletAddress): WalletRef;
  /** By its own id, its signal's or one of its orders'. @throws UnavailableError */
  decision(id: string): Promise<DecisionView | null>;
  /** What was not copied since a moment. @throws UnavailableError */
  skipped(sinceMs: AtMs): Promise<Skipped>;
  /** Who reads, as the audit names people: what he did himself was done by `you`. */
  readonly reader?: string;
}

/** What was not copied by reason, most first, and what it would have made where that is measured. */
export interface Skipped {
  readonly counts: readonly SkipCount[];
  readonly results: readonly SkippedResult[];
}

/** A notice with everything that was found out about it; what is unknown is `null`. */
export interface NoticeFacts {
  readonly notice: Notice;
  readonly zone: string;
  readonly market: MarketRef | null;
  readonly outcome: OutcomeRef | null;
  readonly wallet: WalletRef | null;
  readonly decision: DecisionView | null;
  readonly skipped: Skipped | null;
  readonly reader: string | null;
}

/** The id by which a command finds what a notice is about. */
export function aboutOf(notice: Notice): string {
  // The subject of an exit is `signal|exit|ledger`.
  if (notice.kind === 'exitNeedsYou') return notice.subject.split('|')[0] ?? notice.subject;
  if (notice.kind === 'resolved' || notice.kind === 'redeemed')
    return textOf(notice, 'market') ?? notice.subject;
  return notice.subject;
}

const DECIDED: ReadonlySet<Notice['kind']> = new Set([
  'fill',
  'denied',
  'exitHeld',
  'exitNeedsYou',
  'inDoubt',
  'settlementFailed',
]);

/** Looks up what a notice names. @throws UnavailableError */
export async function lookUp(notice: Notice, context: NoticeContext): Promise<NoticeFacts> {
  const decision = DECIDED.has(notice.kind) ? await context.decision(aboutOf(notice)) : null;
  const sinceMs = notice.kind === 'noCopy' ? numberOf(notice, 'sinceMs') : null;
  const skipped = sinceMs === null ? null : await context.skipped(sinceMs);
  return { ...namesOf(notice, context), decision, skipped, ...viewNames(decision) };
}

/** What is known of a notice without asking the database. */
export function namesOf(notice: Notice, context: NoticeContext): NoticeFacts {
  const marketId = textOf(notice, 'market') as MarketId | null;
  const tokenId = textOf(notice, 'token') as TokenId | null;
  const address = textOf(notice, 'wallet') as WalletAddress | null;
  const named = marketId !== null && tokenId !== null;
  return {
    notice,
    zone: context.timeZone(),
    market: marketId === null ? null : context.market(marketId),
    outcome: named ? context.outcome(marketId, tokenId) : null,
    wallet: address === null ? null : context.wallet(address),
    decision: null,
    skipped: null,
    reader: context.reader ?? null,
  };
}

function viewNames(
  view: DecisionView | null,
): Partial<Pick<NoticeFacts, 'market' | 'outcome' | 'wallet'>> {
  if (view === null) return {};
  const { outcome, wallet } = view;
  return { outcome, market: outcome.market, wallet };
}

/** A text among the values of a notice, or `null`. */
export function textOf(notice: Notice, name: string): string | null {
  const value = notice.data[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A number among the values of a notice, or `null`. */
export function numberOf(notice: Notice, name: string): number | null {
  const value = notice.data[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** The book a notice is about with the space behind it; empty when it is about none. */
export function bookOf({ ledger }: Notice): string {
  return ledger === null ? '' : `${bookName(ledger)} `;
}

/** Who did something, for people: `you`, or as the audit has him. */
export function personOf({ reader }: NoticeFacts, actor: string | null): string {
  if (actor === null) return 'somebody';
  return actor === reader ? 'you' : actor;
}
