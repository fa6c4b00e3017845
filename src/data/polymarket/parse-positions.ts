import { z } from 'zod';
import type { LeaderHeld } from '../../engine/domain/market-event.ts';
import { converted, quantityNumber, wallet } from '../fields.ts';
import { type FrameReader, ROWS_MAX } from '../parsed.ts';
import { paddedConditionId } from './condition-id.ts';
import { token } from './schema.ts';

const frameSchema = z.object({ wallet, rows: z.array(z.unknown()).max(ROWS_MAX) });

const rowSchema = z
  .object({
    condition_id: converted(z.string(), 'a condition id', paddedConditionId),
    token_id: token,
    current_size: quantityNumber,
  })
  .transform((row) => ({
    marketId: row.condition_id,
    tokenId: row.token_id,
    quantity: row.current_size,
  }));

/** What a wallet holds now (`polymarket.positions`): `{wallet, rows}` with Data API v2's own rows. */
export function parsePositions(frame: unknown, reader: FrameReader): void {
  const raw = reader.read(frameSchema, frame);
  if (raw === null) return;
  const holdings: LeaderHeld['holdings'][number][] = [];
  for (const row of raw.rows) {
    const holding = reader.read(rowSchema, row);
    if (holding !== null && holding.quantity > 0) holdings.push(holding);
  }
  reader.events.push({ kind: 'leaderHeld', wallet: raw.wallet, holdings });
}
