import type { FeedView, LedgerView } from '../../../engine/contract/views.ts';
import type {
  Feed,
  LedgerState,
  Overview,
  OverviewCurve,
  OverviewCurveQuery,
} from '../contract/overview.ts';
import { alertsOf } from './alerts.ts';
import { gateCounts, ledgerRef, sinceOf } from './refs.ts';
import type { PageSources } from './sources.ts';

/** Mode, health and money at a glance; from memory, so that it answers while the database does not. */
export function overviewPage({ queries, chats }: PageSources): Overview {
  const status = queries.status();
  const { control, scoring, today, database } = status;
  const { killed, paused, live } = control;
  return {
    version: status.version,
    mode: status.mode,
    atMs: status.atMs,
    startedAtMs: status.startedAtMs,
    timeZone: queries.timeZone(),
    control: {
      killed: killed === null ? null : { reason: killed.reason, atMs: killed.atMs },
      paused:
        paused === null ? null : { cause: paused.cause, reason: paused.reason, atMs: paused.atMs },
      live: live === null ? null : { atMs: live.atMs, entriesFromMs: live.entriesFromMs },
      provingNothingOpen: status.provingNothingOpen,
    },
    liveMissing: status.liveMissing,
    hasAccount: status.accounts.length > 0,
    ledgers: status.ledgers.map(ledgerState),
    feeds: status.feeds.map(feedRow),
    books: { trusted: status.books.trusted, known: status.books.known },
    wallets: { followed: status.wallets.followed, enabled: status.wallets.enabled },
    today: {
      copied: today.copied,
      exited: today.exited,
      denied: today.denied,
      byGate: gateCounts(today.byGate),
    },
    database: {
      kind: database.kind,
      failingSinceMs: database.failingSinceMs,
      writesWaiting: database.writesWaiting,
    },
    scoring:
      scoring === undefined
        ? null
        : {
            unread: scoring.unread,
            trouble: scoring.trouble,
            tracked: scoring.tracked,
            candidates: scoring.candidates,
          },
    reach: status.reach.map(({ name, ok, note }) => ({ name, ok, note })),
    chats: chats(),
    alerts: alertsOf(status, queries.openOrders()),
  };
}

function ledgerState(view: LedgerView): LedgerState {
  const { ledger, ...numbers } = view;
  return { ledger: ledgerRef(ledger), ...numbers };
}

function feedRow(feed: FeedView): Feed {
  return {
    name: feed.name,
    source: feed.source,
    state: feed.state,
    ageMs: feed.ageMs,
    lagMsP50: feed.lagMsP50,
    lagMsP99: feed.lagMsP99,
    messages: feed.messages,
    reconnects: feed.reconnects,
    problems: feed.problems,
    note: feed.note,
    host: feed.host ?? null,
    isBeside: feed.isBeside === true,
  };
}

/** One curve for each ledger in which something happened. */
export async function overviewCurves(
  { queries }: PageSources,
  { span, of }: OverviewCurveQuery,
): Promise<OverviewCurve> {
  const sinceMs = sinceOf(span, queries.nowMs());
  const curves: OverviewCurve['curves'][number][] = [];
  for (const { ledger } of queries.status().ledgers) {
    const points =
      of === 'equity'
        ? await queries.equityCurve(ledger, sinceMs)
        : await queries.resultCurve({ ledger, sinceMs });
    if (points.length > 0) curves.push({ ledger: ledgerRef(ledger), points });
  }
  return { sinceMs, curves };
}
