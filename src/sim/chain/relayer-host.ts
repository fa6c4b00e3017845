import { getAddress, isAddress } from 'ethers';
import type { ChainAccounts } from '../exchange/chain-accounts.ts';
import type { HostSpec, WireRequest } from '../wire/http-host.ts';
import { Refusal } from '../wire/refusal.ts';
import { Reply } from '../wire/reply.ts';
import type { SignatureType } from '../wire/trading/wallet-addresses.ts';
import type { Wallets } from '../wire/trading/wallets.ts';
import type { Chain } from './chain.ts';
import type { ChainFaults, RefuseWith } from './injected.ts';
import { readRelayBody } from './relay-body.ts';
import { RELAY_ADDRESS } from './relay-plan.ts';
import type { Relayed, Relayer } from './relayer.ts';

const LIMITS = { total: 1_000 } as const;
const UNAUTHORIZED = 401;
const NOT_FOUND = 404;
const TOO_MANY = 429;
const SERVER_ERROR = 500;
const TYPES: Readonly<Record<string, SignatureType>> = { PROXY: 1, SAFE: 2, WALLET: 3 };

export interface RelayerHostOptions {
  readonly relayer: Relayer;
  readonly chain: Chain;
  readonly accounts: ChainAccounts;
  readonly wallets: Wallets;
  readonly faults: ChainFaults;
}

/** The venue's relayer, as its own client asks it. */
export function relayerHost(options: RelayerHostOptions): HostSpec {
  const { relayer, chain, accounts, faults, wallets } = options;
  const reading = (answer: (request: WireRequest) => unknown) => (request: WireRequest) => {
    const fault = faults.relayerReads.take();
    if (fault === null) return answer(request);
    return fault.kind === 'drop' ? new Reply({ isDropped: true }) : refused(fault);
  };
  return {
    routes: [
      {
        path: '/v1/account/transactions/params',
        answer: reading(({ query }) => {
          const key = addressOf(query);
          const type = TYPES[query.get('type') ?? ''];
          if (type === undefined) throw new Refusal(400, 'invalid type', 'type');
          const address = type === 1 ? getAddress(RELAY_ADDRESS) : getAddress(key);
          return { address, nonce: String(chain.wallets.nonceOf(wallets.funderOf(key, type))) };
        }),
      },
      {
        path: '/v1/account/transactions/:id',
        answer: reading(({ params }) => {
          const found = relayer.find(params['id'] ?? '');
          if (found === null) throw new Refusal(NOT_FOUND, 'transaction not found');
          return shapeOf(found);
        }),
      },
      {
        path: '/deployed',
        answer: reading(({ query }) => {
          const wallet = addressOf(query);
          // Accounts that were given everything have their wallet too.
          return { deployed: chain.wallets.isDeployed(wallet) || accounts.isFunded(wallet) };
        }),
      },
      { method: 'POST', path: '/submit', answer: (request) => submit(request, options) },
    ],
    limits: LIMITS,
    problem: ({ message }) => ({ error: message }),
  };
}

function submit(request: WireRequest, { relayer, faults }: RelayerHostOptions): unknown {
  const fault = faults.submits.take();
  if (fault?.kind === 'refuse') return refused(fault);
  if (fault?.kind === 'dropUnread') return new Reply({ isDropped: true });
  const address = authenticate(request, relayer.key);
  const waitS = relayer.countSubmit(address);
  if (waitS > 0) {
    const error = 'too many requests';
    return refused({ kind: 'refuse', status: TOO_MANY, error, retryAfterS: waitS });
  }
  const body = readRelayBody(request.body);
  if (body.from !== address) throw new Refusal(UNAUTHORIZED, 'invalid authorization');
  const { id, state } = relayer.submit(body, fault);
  if (fault?.kind === 'acceptThenDrop') return new Reply({ isDropped: true });
  if (fault?.kind === 'acceptThen500') {
    return new Reply({ status: SERVER_ERROR, body: { error: 'internal server error' } });
  }
  return { transactionID: id, transactionHash: null, state };
}

/** The address that the key of the request belongs to, in lower case. @throws Refusal */
function authenticate({ headers }: WireRequest, key: string): string {
  const address = String(headers['relayer_api_key_address'] ?? '');
  if (headers['relayer_api_key'] !== key || !isAddress(address)) {
    throw new Refusal(UNAUTHORIZED, 'invalid authorization');
  }
  return address.toLowerCase();
}

function refused({ status, error, retryAfterS }: RefuseWith): Reply {
  const headers = retryAfterS === undefined ? {} : { 'retry-after': String(retryAfterS) };
  return new Reply({ status, body: { error }, headers });
}

function shapeOf({ id, state, transaction, error }: Relayed) {
  return {
    transaction_id: id,
    state,
    transaction_hash: transaction ?? '',
    ...(error === null ? {} : { error_msg: error }),
  };
}

function addressOf(query: URLSearchParams): string {
  const address = query.get('address') ?? '';
  if (!isAddress(address)) throw new Refusal(400, 'invalid address', 'address');
  return address.toLowerCase();
}
