import type { Route, WireRequest } from '../../wire/http-host.ts';
import { Refusal } from '../../wire/refusal.ts';
import { Reply } from '../../wire/reply.ts';
import { type Account, DEFAULT_COST, ENDPOINT_COSTS } from '../account.ts';
import type { KalshiFaults } from '../kalshi-faults.ts';
import type { KeyRing } from '../keys.ts';
import type { KalshiWorld } from '../world/kalshi-world.ts';
import type { KalshiMarket } from '../world/market.ts';

/** All paths begin with it, and it is signed with them. */
export const API_PREFIX = '/trade-api/v2';

/** Who may ask: anybody, a key, or whoever the switch of order books says. */
export type Access = 'open' | 'keyed' | 'books';

/** What the routes answer from. */
export interface RestScene {
  readonly world: KalshiWorld;
  readonly account: Account;
  readonly keys: KeyRing;
  readonly faults: KalshiFaults;
  readonly nowMs: () => number;
  /** What can be changed while it runs. */
  readonly switches: { booksAreKeyed: boolean };
  readonly hasWeeklyPause: boolean;
}

interface PlainRoute {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  /** Without the prefix. */
  readonly path: string;
  readonly access?: Access;
  answer(request: WireRequest): unknown;
}

/** A route behind the venue's signature check and its token buckets. */
export function guarded(scene: RestScene, route: PlainRoute): Route {
  const { path, method = 'GET', access = 'open' } = route;
  const cost = ENDPOINT_COSTS.find((each) => each.path === path && each.method === method);
  return {
    method,
    path: `${API_PREFIX}${path}`,
    answer: (request) => {
      const headers = { date: new Date(scene.nowMs() + scene.keys.skewMs).toUTCString() };
      const keyId = scene.keys.verify({ ...request, nowMs: scene.nowMs() });
      const isKeyed = access === 'keyed' || (access === 'books' && scene.switches.booksAreKeyed);
      if (isKeyed && keyId === null) {
        throw new Refusal(401, 'authentication_error', 'the access headers are missing');
      }
      const { account } = scene;
      const keyed = method === 'GET' ? account.read : account.write;
      const bucket = keyId === null ? account.anonymous : keyed;
      if (!bucket.take(cost?.cost ?? DEFAULT_COST, scene.nowMs())) {
        return new Reply({ status: 429, body: TOO_MANY, headers });
      }
      const answer = route.answer(request);
      return answer instanceof Reply ? answer : new Reply({ body: answer, headers });
    },
  };
}

export const TOO_MANY = { error: 'too many requests' } as const;

const CODES: Readonly<Record<number, string>> = {
  400: 'bad_request',
  401: 'authentication_error',
  404: 'not_found',
  405: 'method_not_allowed',
  500: 'internal_server_error',
  503: 'service_unavailable',
};

/** The venue's error body; that of a 429 is a plain text. */
export function problem({ status, message, parameter }: Refusal): unknown {
  if (status === 429) return TOO_MANY;
  return { code: CODES[status] ?? 'unknown_error', message, details: parameter ?? '' };
}

/** @throws Refusal for a ticker that was never listed */
export function marketOf({ world }: RestScene, ticker: string): KalshiMarket {
  const market = world.catalogue.market(ticker);
  if (market === null) throw new Refusal(404, `there is no market "${ticker}"`, 'ticker');
  return market;
}
