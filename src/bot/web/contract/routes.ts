import { z } from 'zod';
import {
  arbitrageHistory,
  lags,
  opportunities,
  pairs,
  pairsQuery,
  pastQuery,
  strategies,
} from './arbitrage.ts';
import { audit, auditQuery } from './audit.ts';
import { answer, command, preview, tap } from './command.ts';
import { decisions, decisionsQuery, why } from './decisions.ts';
import { filters, markets, marketsQuery } from './filters.ts';
import { kalshi, kalshiQuery } from './kalshi.ts';
import { limits } from './limits.ts';
import { orderLife, orders, ordersQuery } from './orders.ts';
import { overview, overviewCurve, overviewCurveQuery } from './overview.ts';
import { PATHS } from './paths.ts';
import { positions, positionsQuery } from './positions.ts';
import type { Route } from './route.ts';
import { signedIn, signedOut, signIn, who } from './session.ts';
import { walletDetail, walletParams, walletQuery } from './wallet.ts';
import { wallets } from './wallets.ts';

const NONE = { params: null, query: null, body: null } as const;
const idParams = z.strictObject({
  id: z
    .string()
    .regex(/^[0-9a-zA-Z]{4,26}$/)
    .describe('an id or its beginning'),
});

/** Every route of the API, in the order of its documentation. */
export const ROUTES = {
  signIn: {
    ...NONE,
    method: 'POST',
    path: PATHS.session,
    access: 'open',
    about: 'Trades a one-time code, the key of this host, or Telegram’s initData for a session.',
    body: signIn,
    answer: signedIn,
  },
  who: {
    ...NONE,
    method: 'GET',
    path: PATHS.session,
    access: 'viewer',
    about: 'Who is signed in.',
    answer: who,
  },
  signOut: {
    ...NONE,
    method: 'DELETE',
    path: PATHS.session,
    access: 'viewer',
    about: 'Ends this session, and its streams.',
    answer: signedOut,
  },
  command: {
    ...NONE,
    method: 'POST',
    path: PATHS.command,
    access: 'viewer',
    about: 'Does or asks what could be typed into a chat, with the same roles and questions.',
    body: command,
    answer,
  },
  preview: {
    ...NONE,
    method: 'POST',
    path: PATHS.preview,
    access: 'viewer',
    about: 'What a change of a wallet, filter, limit or setting would do, without doing it.',
    body: preview,
    answer,
  },
  tap: {
    ...NONE,
    method: 'POST',
    path: PATHS.tap,
    access: 'viewer',
    about: 'Does what a button of an answer stands for, once.',
    body: tap,
    answer,
  },
  live: {
    ...NONE,
    method: 'GET',
    path: PATHS.live,
    access: 'viewer',
    about: 'Server-sent events: a snapshot, then what changes; resumes by `Last-Event-ID`.',
    answer: null,
  },
  overview: {
    ...NONE,
    method: 'GET',
    path: PATHS.overview,
    access: 'viewer',
    about: 'Mode, health, money by ledger, today’s signals, alerts.',
    answer: overview,
  },
  overviewCurve: {
    ...NONE,
    method: 'GET',
    path: PATHS.overviewCurve,
    access: 'viewer',
    about: 'Equity or results of each ledger over time.',
    query: overviewCurveQuery,
    answer: overviewCurve,
  },
  wallets: {
    ...NONE,
    method: 'GET',
    path: PATHS.wallets,
    access: 'viewer',
    about: 'Followed wallets and candidates, the best to copy first.',
    answer: wallets,
  },
  wallet: {
    ...NONE,
    method: 'GET',
    path: PATHS.wallet,
    access: 'viewer',
    about: 'One wallet: score over time, its curve beside ours, rules, copies, shortfall.',
    params: walletParams,
    query: walletQuery,
    answer: walletDetail,
  },
  filters: {
    ...NONE,
    method: 'GET',
    path: PATHS.filters,
    access: 'viewer',
    about: 'Rules about which markets may be entered.',
    answer: filters,
  },
  markets: {
    ...NONE,
    method: 'GET',
    path: PATHS.markets,
    access: 'viewer',
    about: 'Markets by link, id or words, with what filters and gates say of them now.',
    query: marketsQuery,
    answer: markets,
  },
  limits: {
    ...NONE,
    method: 'GET',
    path: PATHS.limits,
    access: 'viewer',
    about: 'Every limit with what is used of it, and every setting.',
    answer: limits,
  },
  positions: {
    ...NONE,
    method: 'GET',
    path: PATHS.positions,
    access: 'viewer',
    about: 'Open positions, largest first.',
    query: positionsQuery,
    answer: positions,
  },
  orders: {
    ...NONE,
    method: 'GET',
    path: PATHS.orders,
    access: 'viewer',
    about: 'Orders, newest first, filtered and in pages.',
    query: ordersQuery,
    answer: orders,
  },
  order: {
    ...NONE,
    method: 'GET',
    path: PATHS.order,
    access: 'viewer',
    about: 'One order with everything that happened to it.',
    params: idParams,
    answer: orderLife,
  },
  decisions: {
    ...NONE,
    method: 'GET',
    path: PATHS.decisions,
    access: 'viewer',
    about: 'How signals ended, newest first, and what stopped them.',
    query: decisionsQuery,
    answer: decisions,
  },
  decision: {
    ...NONE,
    method: 'GET',
    path: PATHS.decision,
    access: 'viewer',
    about: 'Why: every gate with both numbers, by the id of a decision, signal or order.',
    params: idParams,
    answer: why,
  },
  opportunities: {
    ...NONE,
    method: 'GET',
    path: PATHS.opportunities,
    access: 'viewer',
    about: 'Arbitrage that is open now, with both books.',
    answer: opportunities,
  },
  arbitrageHistory: {
    ...NONE,
    method: 'GET',
    path: PATHS.arbitrageHistory,
    access: 'viewer',
    about: 'Arbitrage that is over: how long it lasted, and what became of it.',
    query: pastQuery,
    answer: arbitrageHistory,
  },
  strategies: {
    ...NONE,
    method: 'GET',
    path: PATHS.strategies,
    access: 'viewer',
    about: 'What copying, arbitrage and price lags made, in each ledger.',
    answer: strategies,
  },
  pairs: {
    ...NONE,
    method: 'GET',
    path: PATHS.pairs,
    access: 'viewer',
    about: 'Pairs of markets on both venues, those that wait for a person first.',
    query: pairsQuery,
    answer: pairs,
  },
  lags: {
    ...NONE,
    method: 'GET',
    path: PATHS.lags,
    access: 'viewer',
    about: 'Price lags that were found: fair against market.',
    query: pastQuery,
    answer: lags,
  },
  kalshi: {
    ...NONE,
    method: 'GET',
    path: PATHS.kalshi,
    access: 'viewer',
    about: 'Markets of Kalshi with what decides how they pay, and their twins.',
    query: kalshiQuery,
    answer: kalshi,
  },
  audit: {
    ...NONE,
    method: 'GET',
    path: PATHS.audit,
    access: 'viewer',
    about: 'What people and safety did, newest first.',
    query: auditQuery,
    answer: audit,
  },
} as const satisfies Readonly<Record<string, Route>>;

export type RouteName = keyof typeof ROUTES;
type Part<
  Name extends RouteName,
  Key extends 'params' | 'query' | 'body' | 'answer',
> = (typeof ROUTES)[Name][Key] extends z.ZodType ? z.output<(typeof ROUTES)[Name][Key]> : null;

export type ParamsOf<Name extends RouteName> = Part<Name, 'params'>;
export type QueryOf<Name extends RouteName> = Part<Name, 'query'>;
export type BodyOf<Name extends RouteName> = Part<Name, 'body'>;
export type AnswerOf<Name extends RouteName> = Part<Name, 'answer'>;
