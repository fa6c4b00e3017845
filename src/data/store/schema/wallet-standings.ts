import { integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { WalletAddress } from '../../../engine/domain/ids.ts';
import type { SpentEvidence, WalletStanding } from '../../../engine/domain/wallet-standing.ts';
import { atMs } from '../columns.ts';

/** What the rules that disable, demote and offer remember of followed wallets. */
export const walletStandings = pgTable('wallet_standings', {
  wallet: text('wallet_address').$type<WalletAddress>().primaryKey(),
  belowDays: integer('below_days').notNull(),
  belowDay: text('below_day'),
  offered: text('offered').$type<NonNullable<WalletStanding['offered']>>(),
  offeredAtMs: atMs('offered_at'),
  spent: jsonb('spent').$type<readonly SpentEvidence[]>().notNull(),
  judgedAtMs: atMs('judged_at').notNull(),
});
