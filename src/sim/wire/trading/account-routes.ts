import { UNLIMITED } from '../../exchange/exchange.ts';
import { secondsOf } from '../decimal.ts';
import { CLOCK_SKEW_S } from '../faults.ts';
import type { Route, WireRequest } from '../http-host.ts';
import { Refusal } from '../refusal.ts';
import { Reply } from '../reply.ts';
import { provenKey } from './key-proof.ts';
import { ASSET_TOKENS, type AssetType, SPENDERS } from './order-contracts.ts';
import type { TradingState } from './trading-state.ts';
import type { SignatureType } from './wallet-addresses.ts';

/** What an allowance that nothing uses up is on chain. */
const UINT256_MAX = (2n ** 256n - 1n).toString();
const OK = 'OK';

/** Credentials, balances, heartbeats, and the venue's clock. */
export function accountRoutes(state: TradingState): readonly Route[] {
  return [
    { path: '/time', answer: () => secondsOf(state.venueMs()) + drawnSkewS(state) },
    ...keyRoutes(state),
    { path: '/balance-allowance', group: 'balance', answer: (request) => balance(state, request) },
    {
      path: '/balance-allowance/update',
      group: 'balance-update',
      answer: (request) => {
        balance(state, request);
        return new Reply({ text: '' });
      },
    },
    { method: 'POST', path: '/v1/heartbeats', answer: (request) => beat(state, request) },
    { path: '/notifications', answer: (request) => state.keys.authenticate(request) && [] },
    {
      method: 'DELETE',
      path: '/notifications',
      answer: (request) => state.keys.authenticate(request) && OK,
    },
  ];
}

function keyRoutes({ keys, venueMs }: TradingState): readonly Route[] {
  const proven = (request: WireRequest) => provenKey(request, venueMs());
  const credentials = (made: ReturnType<typeof keys.create>) => ({
    apiKey: made.apiKey,
    secret: made.secret,
    passphrase: made.passphrase,
  });
  return [
    {
      method: 'POST',
      path: '/auth/api-key',
      group: 'auth',
      answer: (request) => {
        const { address, nonce } = proven(request);
        return credentials(keys.create(address, nonce));
      },
    },
    {
      path: '/auth/derive-api-key',
      group: 'auth',
      answer: (request) => {
        const { address, nonce } = proven(request);
        return credentials(keys.derive(address, nonce));
      },
    },
    {
      path: '/auth/api-keys',
      group: 'auth',
      answer: (request) => {
        const { address } = keys.authenticate(request);
        return { apiKeys: keys.of(address).map(({ apiKey }) => apiKey) };
      },
    },
    {
      method: 'DELETE',
      path: '/auth/api-key',
      group: 'auth',
      answer: (request) => {
        keys.delete(keys.authenticate(request));
        return OK;
      },
    },
    {
      path: '/auth/ban-status/closed-only',
      group: 'auth',
      answer: (request) => keys.authenticate(request) && { closed_only: false },
    },
  ];
}

function drawnSkewS({ runtime: { faults } }: TradingState): number {
  return faults.happens('clockSkew') ? faults.amount('clockSkew', CLOCK_SKEW_S) : 0;
}

function balance(state: TradingState, request: WireRequest): object {
  const { address } = state.keys.authenticate(request);
  const { query } = request;
  const asset = query.get('asset_type');
  if (asset === null || !isAsset(asset)) throw new Refusal(400, 'invalid asset type');
  const signatureType = Number(query.get('signature_type') ?? '0');
  if (!isSignatureType(signatureType)) throw new Refusal(400, 'invalid signature_type');
  const tokenId = asset === 'COLLATERAL' ? null : query.get('token_id');
  if (asset !== 'COLLATERAL' && (tokenId === null || state.board.byToken(tokenId) === null)) {
    throw new Refusal(400, 'Invalid token id');
  }
  const funder = state.wallets.funderOf(address, signatureType);
  const allowances = SPENDERS[asset].map((spender) => {
    const amount = state.exchange.allowance(funder, spender.toLowerCase(), ASSET_TOKENS[asset]);
    return [spender, amount < UNLIMITED ? String(amount) : UINT256_MAX];
  });
  return {
    balance: String(state.exchange.balance(funder, tokenId)),
    allowances: Object.fromEntries(allowances),
  };
}

function isAsset(text: string): text is AssetType {
  return Object.hasOwn(SPENDERS, text);
}

function isSignatureType(value: number): value is SignatureType {
  return value === 0 || value === 1 || value === 2 || value === 3;
}

function beat(state: TradingState, request: WireRequest): unknown {
  const { apiKey } = state.keys.authenticate(request);
  const { body } = request;
  const raw =
    typeof body === 'object' && body !== null && 'heartbeat_id' in body ? body.heartbeat_id : '';
  const { isTaken, heartbeatId } = state.heartbeats.beat(
    apiKey,
    typeof raw === 'string' ? raw : '',
    state.nowMs(),
  );
  if (isTaken) return { heartbeat_id: heartbeatId };
  const problem = { error: 'Invalid Heartbeat ID', heartbeat_id: heartbeatId };
  return new Reply({ status: 400, body: problem });
}
