import { boolean, doublePrecision, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { WalletAddress } from '../../../engine/domain/ids.ts';
import type { OwnExitRules } from '../../../engine/domain/own-exit.ts';
import { type Money, type Ppm, type Price, WHOLE } from '../../../engine/domain/values/money.ts';
import type { ExitRule, Sizing, SmallRule, WalletRules } from '../../../engine/domain/wallet.ts';
import { atMs, micro, whole } from '../columns.ts';

/** The followed wallets and their rules; null means that the setting of the same name applies. */
export const wallets = pgTable('wallets', {
  address: text('address').$type<WalletAddress>().primaryKey(),
  label: text('label'),
  enabled: boolean('enabled').notNull(),
  mode: text('mode').$type<WalletRules['mode']>().notNull(),
  sizing: jsonb('sizing').$type<Sizing>(),
  scaleFactor: micro('scale_factor').$type<Ppm>().notNull().default(WHOLE),
  maxTradeSize: micro('max_trade_size').$type<Money>(),
  maxPerDay: micro('max_per_day').$type<Money>(),
  maxPerMarket: micro('max_per_market').$type<Money>(),
  minConfidence: doublePrecision('min_confidence'),
  minLeaderClip: micro('min_leader_clip').$type<Money>(),
  priceMin: micro('price_min').$type<Price>(),
  priceMax: micro('price_max').$type<Price>(),
  maxAgeMs: whole('max_age_ms'),
  maxDrift: micro('max_drift').$type<Price>(),
  small: text('small').$type<SmallRule>(),
  exit: jsonb('exit').$type<ExitRule>(),
  ownExits: jsonb('own_exits').$type<Partial<OwnExitRules>>(),
  categoriesAllowed: jsonb('categories_allowed').$type<readonly string[]>().notNull(),
  categoriesDenied: jsonb('categories_denied').$type<readonly string[]>().notNull(),
  confidence: doublePrecision('confidence'),
  followedAtMs: atMs('followed_at').notNull(),
});
