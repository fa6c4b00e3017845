import { index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { MarketId, TokenId } from '../../../engine/domain/ids.ts';
import type { ModelAnswer, ModelQuestion } from '../../../engine/domain/model.ts';
import type { Money } from '../../../engine/domain/values/money.ts';
import { atMs, micro, whole } from '../columns.ts';

/** Every question to a language model with its answer and what it cost. Rows never change. */
export const consultations = pgTable(
  'consultations',
  {
    id: text('id').primaryKey(),
    marketId: text('market_id').$type<MarketId>().notNull(),
    tokenId: text('token_id').$type<TokenId>().notNull(),
    model: text('model').notNull(),
    question: jsonb('question').$type<ModelQuestion>().notNull(),
    answer: jsonb('answer').$type<ModelAnswer>().notNull(),
    tokens: whole('tokens').notNull(),
    cost: micro('cost').$type<Money>().notNull(),
    askedAtMs: atMs('asked_at').notNull(),
    atMs: atMs('at').notNull(),
  },
  (table) => [index('consultations_at').on(table.atMs)],
);
