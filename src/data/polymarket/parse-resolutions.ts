import { z } from 'zod';
import type { TokenId } from '../../engine/domain/ids.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import { type FrameReader, isRow, type Row } from '../parsed.ts';
import { type ResolutionState, resolutionOf, resolutionSchema } from './client/parse-resolution.ts';
import { token } from './schema.ts';
import { LIST_MAX } from './schema-gamma.ts';

/** Ours: the tokens of the market in the order of its payouts, which the venue does not name. */
export const TOKENS_FIELD = 'token_ids';

const tokensSchema = z.object({
  [TOKENS_FIELD]: z.array(token).min(2).max(LIST_MAX),
});

/**
 * Where markets stand in their resolution (`polymarket.resolutions`): rows of `/v2/resolutions`, those
 * that are final with the tokens that they pay. A row says each time how far it is; who polls leaves
 * out what was told.
 */
export function parseResolutions(
  frame: unknown,
  reader: FrameReader,
  receivedAtMs: AtMs | null,
): void {
  for (const row of reader.rows(frame) ?? []) {
    const state = reader.read(resolutionSchema, row);
    if (state === null || !isRow(row)) continue;
    const { marketId, stage, payouts } = state;
    if (payouts !== null) addPayouts({ row, state }, reader, receivedAtMs);
    else if (stage !== null) {
      reader.events.push({
        kind: 'resolutionMoved',
        marketId,
        stage,
        venueAtMs: receivedAtMs ?? 0,
      });
    }
  }
}

function addPayouts(
  { row, state }: { readonly row: Row; readonly state: ResolutionState },
  reader: FrameReader,
  receivedAtMs: AtMs | null,
): void {
  const tokens: readonly TokenId[] | undefined = reader.read(tokensSchema, row)?.[TOKENS_FIELD];
  if (tokens === undefined) return;
  if (new Set(tokens).size !== tokens.length) {
    reader.refuse(TOKENS_FIELD, 'each token once');
    return;
  }
  const outcomes = tokens.map((tokenId) => ({ tokenId, label: '' }));
  const resolution = resolutionOf({ id: state.marketId, outcomes }, state);
  if (resolution === null) {
    reader.refuse('payouts', 'one for each token, a dollar together');
    return;
  }
  const venueAtMs = state.resolvedAtMs ?? receivedAtMs ?? 0;
  reader.events.push({ kind: 'marketResolved', resolution, venueAtMs });
}
