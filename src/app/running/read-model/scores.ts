import { CURVE_POINTS_MAX } from '../../../data/store/limits.ts';
import { UnavailableError } from '../../../engine/contract/queries.ts';
import type { WalletAddress } from '../../../engine/domain/ids.ts';
import type { AtMs } from '../../../engine/domain/time.ts';
import type { CopyRecord, WalletScore } from '../../../engine/domain/wallet-score.ts';
import type { Sources } from './sources.ts';

/** The score that the rules act on; of a wallet that nobody follows, what was found out about it. */
export async function scoreOf(
  { engine, scoring }: Sources,
  address: WalletAddress,
): Promise<WalletScore | null> {
  return engine.trade.state.scores.get(address) ?? (await orNone(scoring.score(address)));
}

/** What our copies made, as the rules were told it; before they were told, as it is known. */
export async function copyingOf(
  { engine, scoring }: Sources,
  address: WalletAddress,
): Promise<readonly CopyRecord[]> {
  const told = engine.trade.state.copying.get(address);
  return told ?? (await orNone(scoring.copying(address))) ?? [];
}

/** What is missing because something does not answer now is left out: the rest stands without it. */
export async function orNone<Value>(asked: Promise<Value>): Promise<Value | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof UnavailableError) return null;
    throw error;
  }
}

/** The scores that were kept since then, and the newest one. */
export async function scoreHistory(
  sources: Sources,
  address: WalletAddress,
  sinceMs: AtMs,
): Promise<readonly WalletScore[]> {
  const kept = await sources.reports.walletScores({ wallet: address, sinceMs });
  const now = await scoreOf(sources, address);
  if (now === null || now.atMs < sinceMs) return kept;
  const before = kept.filter(({ atMs }) => atMs < now.atMs);
  return [...before.slice(-(CURVE_POINTS_MAX - 1)), now];
}
