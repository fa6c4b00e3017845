import type { Queries } from '../../../engine/contract/queries.ts';
import type { LedgerView } from '../../../engine/contract/views.ts';
import type { Settings } from '../../../engine/domain/settings.ts';
import { addMoney, type Money, minOf } from '../../../engine/domain/values/money.ts';
import type { ActionBody } from '../../action-body.ts';
import { moneyShort } from '../../format/amounts.ts';
import type { Question } from './effect.ts';
import { ofBankroll } from './rule-words.ts';

/** The ledger that the mode trades in. */
export function tradingLedger(queries: Queries): LedgerView | null {
  const { mode, ledgers } = queries.status();
  if (mode === 'live') return liveLedger(queries);
  return ledgers.find(({ ledger }) => ledger === 'paper') ?? null;
}

/** The ledger of real money, whatever the mode. */
export function liveLedger(queries: Queries): LedgerView | null {
  const { ledgers } = queries.status();
  return ledgers.find(({ ledger }) => ledger.startsWith('live:')) ?? null;
}

/** Whether real money is, or would be, traded. */
export function isLive(queries: Queries, bodies: readonly ActionBody[]): boolean {
  return queries.status().mode === 'live' || bodies.some(goesLive);
}

function goesLive(body: ActionBody): boolean {
  switch (body.kind) {
    case 'setMode':
      return body.mode === 'live';
    case 'changeWallet':
      return body.change.mode === 'live';
    case 'follow':
      return body.rules.mode === 'live';
    default:
      return false;
  }
}

/** What the account has when real money is asked about; what the mode trades with otherwise. */
export function balanceBehind(queries: Queries, bodies: readonly ActionBody[]): Money | null {
  const ledger = isLive(queries, bodies) ? liveLedger(queries) : tradingLedger(queries);
  return ledger?.cash ?? null;
}

/**
 * The most that can be lost: everything open and everything that may still be opened going to zero.
 */
export function mostAtRisk(settings: Settings, ledger: LedgerView | null): Money {
  const total = ofBankroll(settings, settings['limits.totalPercent']);
  if (ledger === null) return total;
  const open = addMoney(ledger.atCost, ledger.reserved);
  const reachable = addMoney(ledger.cash, ledger.atCost);
  return Math.max(open, minOf(total, reachable)) as Money;
}

/** `most at risk $300 if all open and openable goes to zero`. */
export function mostAtRiskNow(
  queries: Queries,
  ledger: LedgerView | null = tradingLedger(queries),
): string {
  const most = mostAtRisk(queries.settings(), ledger);
  return `most at risk ${moneyShort(most)} if all open and openable goes to zero`;
}

/** `LIVE 300`: a word, and whole dollars at risk as a number that is on the card. */
export function riskPhrase(
  word: string,
  queries: Queries,
  ledger: LedgerView | null = tradingLedger(queries),
): Question['phrase'] {
  const most = mostAtRisk(queries.settings(), ledger);
  return { words: `${word} ${Math.floor(most / 1_000_000)}`, needsCode: true };
}
