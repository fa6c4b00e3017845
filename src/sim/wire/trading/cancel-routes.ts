import type { ExchangeOrder } from '../../exchange/exchange.ts';
import type { Route, WireRequest } from '../http-host.ts';
import { Refusal } from '../refusal.ts';
import { Reply } from '../reply.ts';
import type { ApiKey } from './api-keys.ts';
import { drawCancelFault, drawVenueMode } from './drawn-faults.ts';
import type { CancelFault } from './injections.ts';
import { isOpen } from './shapes.ts';
import { limitHeaders, overLimit } from './signer-limits.ts';
import type { TradingState } from './trading-state.ts';

export const CANCELS_MAX = 1_000;
const INVALID = 'Invalid order payload';

interface Canceling {
  readonly key: ApiKey;
  readonly hashes: readonly string[];
  /** Everything costs more than is known before, and may cost more than there is. */
  readonly isWhole: boolean;
}

/** What was asked to be canceled and what became of it. */
export interface CancelBody {
  readonly canceled: readonly string[];
  readonly not_canceled: Readonly<Record<string, string>>;
}

/** The four ways to cancel. */
export function cancelRoutes(state: TradingState): readonly Route[] {
  const route = (
    path: string,
    group: string,
    hashesOf: (request: WireRequest, key: ApiKey) => readonly string[],
  ): Route => ({
    method: 'DELETE',
    path,
    group,
    answer: (request) => {
      const key = state.keys.authenticate(request);
      const isWhole = path.startsWith('/cancel-');
      return cancel(state, { key, hashes: hashesOf(request, key), isWhole });
    },
  });
  const openOf = (key: ApiKey): readonly ExchangeOrder[] =>
    state.exchange.ordersOf(key.apiKey).filter(isOpen);
  return [
    route('/order', 'order', ({ body }) => [orderIdOf(body)]),
    route('/orders', 'orders', ({ body }) => orderIdsOf(body)),
    route('/cancel-all', 'cancel-all', (_, key) => openOf(key).map(({ hash }) => hash)),
    route('/cancel-market-orders', 'cancel-market', ({ body }, key) => {
      const isMeant = marketFilter(body);
      return openOf(key)
        .filter(isMeant)
        .map(({ hash }) => hash);
    }),
  ];
}

function cancel(state: TradingState, { key, hashes, isWhole }: Canceling): Reply {
  const { runtime, modes, pendingCancels, limits } = state;
  const nowMs = state.nowMs();
  const fault = pendingCancels.take() ?? drawCancelFault(runtime.faults);
  if (fault?.kind === 'dropUnread') return new Reply({ isDropped: true });
  if (fault?.kind === 'refuse') {
    const { status, error, headers = {} } = fault;
    return new Reply({ status, body: { error }, headers });
  }
  drawVenueMode(modes, runtime.faults, nowMs);
  const refusal = modes.refusesCancel(nowMs);
  if (refusal !== null) return refusal;
  const bucket = limits.cancels(key.address);
  const cost = isWhole ? 1 : hashes.length;
  if (!bucket.take(cost, nowMs)) return overLimit(bucket, cost);
  const body = cancelOrders(state, key.apiKey, hashes);
  if (isWhole) bucket.charge(body.canceled.length, nowMs);
  return fault === null ? new Reply({ body, headers: limitHeaders(bucket) }) : after(fault);
}

function after(fault: Exclude<CancelFault, { kind: 'dropUnread' | 'refuse' }>): Reply {
  if (fault.kind === 'acceptThenDrop') return new Reply({ isDropped: true });
  return new Reply({ status: 500, body: { error: 'Internal server error' } });
}

/** Cancels orders of one key, each by itself. */
export function cancelOrders(
  { exchange, nowMs }: TradingState,
  owner: string,
  hashes: readonly string[],
): CancelBody {
  const reasons: Record<string, string> = {};
  const canceled: string[] = [];
  for (const hash of new Set(hashes)) {
    const reason = exchange.cancel(owner, hash, nowMs());
    if (reason === null) canceled.push(hash);
    else reasons[hash] = reason;
  }
  return { canceled, not_canceled: reasons };
}

function orderIdOf(body: unknown): string {
  const id = typeof body === 'object' && body !== null && 'orderID' in body ? body.orderID : null;
  if (typeof id !== 'string' || id === '') throw new Refusal(400, INVALID);
  return id;
}

function orderIdsOf(body: unknown): readonly string[] {
  const isList = Array.isArray(body) && body.length > 0;
  if (!isList || !body.every((id) => typeof id === 'string')) throw new Refusal(400, INVALID);
  if (body.length > CANCELS_MAX) {
    const text = `Too many orders in payload: ${body.length}, max allowed: ${CANCELS_MAX}`;
    throw new Refusal(400, text);
  }
  return body;
}

/** Either name is enough; both have to fit where both are given. */
function marketFilter(body: unknown): (order: ExchangeOrder) => boolean {
  if (typeof body !== 'object' || body === null) throw new Refusal(400, INVALID);
  const named = (name: string): string | null => {
    const value: unknown = (body as Readonly<Record<string, unknown>>)[name];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const [market, tokenId] = [named('market'), named('asset_id')];
  if (market === null && tokenId === null) throw new Refusal(400, INVALID);
  return (order) =>
    (market === null || order.market.conditionId === market.toLowerCase()) &&
    (tokenId === null || order.market.tokenIds[order.outcome] === tokenId);
}
