import type { WebDoor } from '../access/door.ts';
import type { Visitor } from '../access/visitor.ts';
import type { AnswerOf, BodyOf, ParamsOf, QueryOf, RouteName } from '../contract/routes.ts';
import {
  arbitrageHistoryPage,
  lagsPage,
  opportunitiesPage,
  pairsPage,
  strategiesPage,
} from '../views/arbitrage-page.ts';
import { auditPage } from '../views/audit-page.ts';
import { decisionsPage, whyPage } from '../views/decision-view.ts';
import { filtersPage, marketsPage } from '../views/filters-page.ts';
import { kalshiPage } from '../views/kalshi-page.ts';
import { limitsPage } from '../views/limits-page.ts';
import { orderPage, ordersPage } from '../views/orders-page.ts';
import { overviewCurves, overviewPage } from '../views/overview-page.ts';
import { positionsPage } from '../views/position-view.ts';
import type { PageSources } from '../views/sources.ts';
import { walletPage } from '../views/wallet-page.ts';
import { walletsPage } from '../views/wallets-page.ts';
import type { CommandDesk, RequestKey } from './command-desk.ts';

/** Routes that are answered once somebody is let in, with JSON. */
export type AnsweredName = Exclude<RouteName, 'signIn' | 'live'>;

/** What a request asks, checked. */
export interface Asked<Name extends RouteName> {
  readonly params: ParamsOf<Name>;
  readonly query: QueryOf<Name>;
  readonly body: BodyOf<Name>;
  readonly visitor: Visitor;
  readonly key: RequestKey;
}

/** `null`: there is nothing of that name. */
type AnswerTo<Name extends AnsweredName> = (
  asked: Asked<Name>,
) => AnswerOf<Name> | null | Promise<AnswerOf<Name> | null>;

export type Answers = { readonly [Name in AnsweredName]: AnswerTo<Name> };

export interface AnswersOptions {
  readonly sources: PageSources;
  readonly desk: CommandDesk;
  readonly door: WebDoor;
}

/** What each route answers. */
export function answersOf({ sources, desk, door }: AnswersOptions): Answers {
  return {
    who: ({ visitor }) => visitor.who,
    signOut: ({ visitor }) => ({ ended: door.signOut(visitor) }),
    command: ({ visitor, body, key }) => desk.say(visitor, body, key),
    preview: ({ visitor, body }) => desk.preview(visitor, body),
    tap: ({ visitor, body, key }) => desk.tap(visitor, body.token, key),
    overview: () => overviewPage(sources),
    overviewCurve: ({ query }) => overviewCurves(sources, query),
    wallets: () => walletsPage(sources),
    wallet: ({ params, query }) => walletPage(sources, params.address, query),
    filters: () => filtersPage(sources),
    markets: ({ query }) => marketsPage(sources, query),
    limits: () => limitsPage(sources),
    positions: ({ query }) => positionsPage(sources, query),
    orders: ({ query }) => ordersPage(sources, query),
    order: ({ params }) => orderPage(sources, params.id),
    decisions: ({ query }) => decisionsPage(sources, query),
    decision: ({ params }) => whyPage(sources, params.id),
    opportunities: () => opportunitiesPage(sources),
    arbitrageHistory: ({ query }) => arbitrageHistoryPage(sources, query),
    strategies: () => strategiesPage(sources),
    pairs: ({ query }) => pairsPage(sources, query),
    lags: ({ query }) => lagsPage(sources, query),
    kalshi: ({ query }) => kalshiPage(sources, query),
    audit: ({ query }) => auditPage(sources, query),
  };
}
