import type { DecisionScope } from '../../../engine/contract/reports.ts';
import type { PnlView } from '../../../engine/contract/views.ts';
import { equityAtBid } from '../../../engine/core/trade/losses.ts';
import type { LedgerId, WalletAddress } from '../../../engine/domain/ids.ts';
import type { Ledger } from '../../../engine/domain/ledger.ts';
import type { AtMs } from '../../../engine/domain/time.ts';
import { addMoney, type Money, money, ZERO_MONEY } from '../../../engine/domain/values/money.ts';
import { ledgersInOrder } from './ledger-order.ts';
import { walletRef } from './names.ts';
import { positionViews } from './portfolio.ts';
import type { Sources } from './sources.ts';

interface Row {
  realised: Money;
  fees: Money;
  unrealised: Money;
  copies: number;
}

/** What a span of time made, ledger by ledger. Fees and realised fall into it by their own time. */
export async function pnlViews(sources: Sources, sinceMs: AtMs): Promise<readonly PnlView[]> {
  const ledgers = ledgersInOrder(sources.engine.trade.state);
  return await Promise.all(ledgers.map((ledger) => pnlView(sources, ledger, sinceMs)));
}

async function pnlView(sources: Sources, ledger: Ledger, sinceMs: AtMs): Promise<PnlView> {
  const scope = { sinceMs, ledger: ledger.id };
  const { rows, fills } = await rowsOf(sources, scope);
  for (const [wallet, row] of rows) {
    if (wallet !== null) row.copies = (await copyCounts(sources, { ...scope, wallet })).accepted;
  }
  const all = [...rows.values()];
  const sum = (part: (row: Row) => Money): Money =>
    all.reduce((total, row) => addMoney(total, part(row)), ZERO_MONEY);
  return {
    ledger: ledger.id,
    sinceMs,
    realised: sum((row) => row.realised),
    fees: sum((row) => row.fees),
    unrealised: sum((row) => row.unrealised),
    equity: equityAtBid(sources.engine.trade.state, ledger),
    fills,
    unsettled: unsettledOf(sources, ledger.id),
    byWallet: [...rows]
      .map(([wallet, row]) => ({ wallet: walletRef(sources, wallet), ...row }))
      .sort((a, b) => netOf(b) - netOf(a)),
  };
}

function unsettledOf({ engine }: Sources, ledger: LedgerId): number {
  const fills = [...engine.trade.state.unsettled.values()];
  return fills.filter((fill) => fill.ledger === ledger).length;
}

async function rowsOf(
  sources: Sources,
  scope: { readonly sinceMs: AtMs; readonly ledger: LedgerId },
): Promise<{ readonly rows: ReadonlyMap<WalletAddress | null, Row>; readonly fills: number }> {
  const rows = new Map<WalletAddress | null, Row>();
  const rowOf = (wallet: WalletAddress | null): Row => {
    const row = rows.get(wallet) ?? { ...NOTHING };
    rows.set(wallet, row);
    return row;
  };
  let fills = 0;
  for (const sum of await sources.reports.fillSums(scope)) {
    const row = rowOf(sum.wallet);
    row.fees = addMoney(row.fees, sum.fees);
    fills += sum.fills;
  }
  for (const { wallet, amount } of await sources.reports.realisedSums(scope)) {
    const row = rowOf(wallet);
    row.realised = addMoney(row.realised, amount);
  }
  for (const { position, unrealised } of positionViews(sources, scope.ledger)) {
    const row = rowOf(position.wallet);
    row.unrealised = addMoney(row.unrealised, unrealised ?? ZERO_MONEY);
  }
  return { rows, fills };
}

const NOTHING: Row = {
  realised: ZERO_MONEY,
  fees: ZERO_MONEY,
  unrealised: ZERO_MONEY,
  copies: 0,
};

/** What each wallet's copies made in a ledger, fees paid, with what is open at the bid. */
export async function netByWallet(
  sources: Sources,
  scope: { readonly sinceMs: AtMs; readonly ledger: LedgerId },
): Promise<ReadonlyMap<WalletAddress | null, Money>> {
  const { rows } = await rowsOf(sources, scope);
  return new Map([...rows].map(([wallet, row]) => [wallet, netOf(row)]));
}

function netOf(row: Pick<Row, 'realised' | 'fees' | 'unrealised'>): Money {
  return money(row.realised + row.unrealised - row.fees);
}

/** How many of a wallet's entries were copied, and how many were not. */
export async function copyCounts(
  { reports }: Sources,
  scope: DecisionScope,
): Promise<{ readonly accepted: number; readonly denied: number }> {
  const counts = { accepted: 0, denied: 0, held: 0 };
  for (const { signalKind, verdict, count } of await reports.decisionCounts(scope)) {
    if (signalKind === 'copy') counts[verdict] += count;
  }
  return counts;
}
