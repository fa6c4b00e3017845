import { z } from 'zod';
import type { WalletAddress } from '../../../engine/domain/ids.ts';
import { microFromDouble } from '../../../engine/domain/values/micro.ts';
import type { Money } from '../../../engine/domain/values/money.ts';
import { converted, text, wallet } from '../../fields.ts';
import type { Get, JsonHttp, ReadOptions } from '../../http/json-http.ts';
import { counted } from '../../http/problem-counts.ts';
import { FrameReader } from '../../parsed.ts';
import { dataOf, listOf } from './data-envelope.ts';

const ENDPOINT = 'data.leaderboard';
/** Rows of one page that the venue gives. */
export const LEADER_ROWS_MAX = 50;

/** A row of the venue's leaderboard of the last month. */
export interface LeaderRow {
  readonly wallet: WalletAddress;
  readonly name: string | null;
  /** As the venue counts it: realised and open. */
  readonly profit: Money;
}

const leaderRow: z.ZodType<LeaderRow> = z
  .object({
    user_id: wallet,
    user_name: text.nullish(),
    pnl: converted(
      z.number(),
      'a number of dollars',
      (value) => microFromDouble(value) as Money | null,
    ),
  })
  .transform((raw) => ({ wallet: raw.user_id, name: raw.user_name ?? null, profit: raw.pnl }));

/** Who made most in the last month, best first. @throws VenueError */
export async function readLeaders(
  http: JsonHttp,
  limit: number,
  options: ReadOptions = {},
): Promise<readonly LeaderRow[]> {
  const get: Get = {
    ...options,
    endpoint: ENDPOINT,
    groups: ['total'],
    path: '/v2/leaderboard',
    query: [
      ['time_period', 'MONTH'],
      ['sort_by', 'PNL'],
      ['limit', String(Math.min(limit, LEADER_ROWS_MAX))],
    ],
  };
  const reader = new FrameReader(ENDPOINT);
  const rows: LeaderRow[] = [];
  for (const row of listOf(ENDPOINT, dataOf(ENDPOINT, await http.getJson(get)))) {
    const leader = reader.read(leaderRow, row);
    if (leader !== null) rows.push(leader);
  }
  counted(reader.problems, http.metrics, ENDPOINT);
  return rows;
}
