import { FrameReader, isRow, type Row } from '../../data/parsed.ts';
import { CRYPTO, settlementPrices } from '../../data/polybolt/parse.ts';
import { settlementUrl } from '../running/venue-access.ts';
import { openAccount } from './account-checks.ts';
import { type Finding, fine, skipped, warning } from './check.ts';
import type { Inspection } from './inspection.ts';
import { listen, notOpened } from './stream-checks.ts';

/** One symbol is enough to see that prices come. */
const SYMBOL = 'btcusd';
const SUBSCRIBE = JSON.stringify({
  op: 'subscribe',
  rid: 'doctor',
  subscriptions: [{ channel: CRYPTO, filter: { symbol: SYMBOL } }],
});
const VARIABLE = 'POLYMARKET_PRICES_WS_URL';
const ESTIMATED = 'coin prices are estimated by Binance until then, and copying needs none of it';

/**
 * The prices by which Polymarket settles its windows about coins, which only an account hears. Without
 * them nothing is wrong: what such a market is worth is an estimate then.
 */
export async function checkSettlementPrices(inspection: Inspection): Promise<Finding> {
  const key = await inspection.key();
  if (key.kind === 'none') return skipped('not checked, needs an account: paper only');
  const open = await openAccount(inspection);
  if ('skip' in open) return skipped(`not checked, needs an account: ${open.skip.found}`);
  const { executor } = open.account;
  const credentials = (await executor.access.credentials()).channelAuth();
  const heard = await listen({
    url: settlementUrl(inspection.config),
    say: JSON.stringify({ op: 'auth', rid: 'doctor', auth: credentials }),
    answer: (text) => (rowIn(text)['op'] === 'authed' ? SUBSCRIBE : null),
    isWanted: (text) => isTold(rowIn(text)),
    waitMsMax: inspection.answerMsMax,
  });
  if (heard.kind === 'closed') return { ...notOpened(heard.why, VARIABLE), ok: 'warn' };
  if (heard.kind === 'silent') return warning('opens and sends no price', ESTIMATED);
  return foundIn(rowIn(heard.text));
}

function foundIn(row: Row): Finding {
  if (row['op'] === 'error') {
    const code = typeof row['code'] === 'string' ? row['code'] : 'no reason';
    return code.startsWith('auth')
      ? warning(`refuses the credentials of the account (${code})`, `see API key; ${ESTIMATED}`)
      : warning(`refuses the prices of ${SYMBOL} (${code})`, `update PolyMind; ${ESTIMATED}`);
  }
  return settlementPrices(row, new FrameReader('polybolt.price')).length > 0
    ? fine('take the account, and prices come')
    : warning('sends prices that cannot be read', `update PolyMind; ${ESTIMATED}`);
}

/** A refusal, or prices; what else is said is on the way to them. */
function isTold(row: Row): boolean {
  return row['op'] === 'error' || (row['channel'] === CRYPTO && !('op' in row));
}

/** The object in a text; an empty one where there is none. */
function rowIn(text: string): Row {
  try {
    const value: unknown = JSON.parse(text);
    return isRow(value) ? value : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
