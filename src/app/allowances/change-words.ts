import {
  type ApprovedToken,
  isDollarToken,
  POLYMARKET_CONTRACTS,
  type PolymarketApproval,
} from '../../engine/domain/venue-rules/polymarket-contracts.ts';
import type { CommandContext } from '../command.ts';
import type { Change } from './change.ts';
import { extentOf, type Standing, spenderWords, TOKEN_WORDS } from './standing.ts';

/**
 * Named: whatever is not so yet. Else what trading needs and is not there, or all that is. What is not
 * known is changed too: giving or taking twice is harmless.
 */
export function isWanted(
  { approval, now }: Standing,
  { kind, only }: Pick<Change, 'kind' | 'only'>,
) {
  if (only !== null && approval.name !== only) return false;
  const extent = now === null ? null : extentOf(now);
  if (kind === 'revoke') return extent !== 'none';
  if (only !== null) return extent !== 'endless';
  return approval.isNeeded && (extent === null || extent === 'none');
}

export function nothingToDo(
  { json, stdout }: Pick<CommandContext, 'json' | 'stdout'>,
  change: Pick<Change, 'kind' | 'wallet'>,
): number {
  const text = change.kind === 'set' ? 'Nothing to set: it is there.' : 'Nothing to revoke.';
  stdout.write(json ? documentOf(change, []) : `${text}\n`);
  return 0;
}

/** `it` or `these 8`. */
export function countText(count: number): string {
  return count === 1 ? 'it' : `these ${count}`;
}

/** The calls as a person checks them: each token, and who may move it. Fits 80 columns. */
export function planLines(
  approvals: readonly PolymarketApproval[],
  kind: Change['kind'],
): readonly string[] {
  const tokens = [...new Set(approvals.map(({ token }) => token))];
  return tokens.flatMap((token) => {
    const spenders = approvals.filter((one) => one.token === token);
    return [
      `  ${TOKEN_WORDS[token]} ${POLYMARKET_CONTRACTS[token]}, ${extentWords(token, kind)}`,
      ...spenders.map((one) => `    ${POLYMARKET_CONTRACTS[one.spender]}  ${spenderWords(one)}`),
    ];
  });
}

function extentWords(token: ApprovedToken, kind: Change['kind']): string {
  if (kind === 'revoke') return 'none of it any more by';
  return isDollarToken(token) ? 'an unlimited amount by' : 'all of them by';
}

export function documentOf(
  { kind, wallet }: Pick<Change, 'kind' | 'wallet'>,
  transactions: readonly object[],
): string {
  return `${JSON.stringify({ wallet: wallet.funder, change: kind, transactions })}\n`;
}
