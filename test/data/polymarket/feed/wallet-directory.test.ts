import { afterEach, describe, expect, test } from 'vitest';
import { WalletDirectory } from '../../../../src/data/polymarket/feed/wallet-directory.ts';
import type { WalletAddress } from '../../../../src/engine/domain/ids.ts';
import { HttpDouble, json, type Route } from '../../../servers/http-double.ts';
import { START_AT_MS } from '../../http/virtual-runtime.ts';
import { activityRow, clientOf, conditionOf, WALLET } from '../client/venue.ts';

const OWNER = `0xe0a0${'00'.repeat(18)}` as WalletAddress;
const OWN = `0x0e0e${'00'.repeat(18)}` as WalletAddress;
const USER = /^0x[0-9a-f]{40}$/;
const KEY = /^\d{16}$/;
const SECONDS = START_AT_MS / 1_000;

const position = {
  proxy_wallet: WALLET,
  condition_id: conditionOf(1),
  token_id: '11',
  current_size: 100,
  avg_price: 0.5,
  current_price: 0.6,
  entry_cost_usdc: 50,
  entry_fees_usdc: 0,
  current_value: 60,
  realized_pnl: 0,
  status: 'OPEN',
  redeemable: false,
  mergeable: false,
  negative_risk: false,
  title: 'Will it be?',
  outcome: 'Yes',
};

interface World {
  /** Trading wallet of an address that has a profile. */
  readonly profiles?: Readonly<Record<string, object>>;
  readonly search?: readonly object[];
  /** Addresses that have traded. */
  readonly active?: readonly string[];
  readonly activity?: Route['reply'];
}

let double: HttpDouble | null = null;
afterEach(async () => {
  await double?.stop();
  double = null;
});

async function directoryOf({ profiles = {}, search = [], active = [], activity }: World) {
  const rowsOf = (user: string) =>
    active.includes(user)
      ? [activityRow(SECONDS - 60, 1, { proxy_wallet: user })]
      : ([] as readonly object[]);
  double = await HttpDouble.start(
    {
      path: '/public-profile',
      needs: { address: USER },
      reply: ({ query }) => {
        const found = profiles[query.get('address') ?? ''];
        return found === undefined ? json({ error: 'profile not found' }, 404) : json(found);
      },
    },
    {
      path: '/public-search',
      needs: { q: /./, limit_per_type: /./, search_tags: /./, search_profiles: /./ },
      reply: () => json({ events: [], profiles: search, tags: [] }),
    },
    {
      path: '/v2/activity',
      needs: { user: USER, sort_direction: /^DESC$/, limit: /^500$/, _: KEY },
      reply:
        activity ??
        (({ query }) =>
          // More pages than the one that is wanted.
          json({
            data: rowsOf(query.get('user') ?? ''),
            pagination: { has_more: true, next_cursor: 'next' },
          })),
    },
    {
      path: '/v2/positions',
      needs: { user: USER, status: /^OPEN$/, sizeThreshold: /^0$/, limit: /^100$/, _: KEY },
      reply: () => json({ data: [position], pagination: { has_more: false, next_cursor: null } }),
    },
    {
      path: '/v2/value',
      needs: { user: USER, _: KEY },
      reply: () => json({ data: { value: 60 } }),
    },
  );
  return new WalletDirectory({
    client: clientOf(double),
    nowMs: () => START_AT_MS,
    ownAddresses: () => [OWN],
  });
}

const profile = (wallet: string, name = 'someone') => ({
  proxyWallet: wallet,
  name,
  pseudonym: 'Scary-Barrel',
});

describe('an address', () => {
  test('that trades is itself, with what the venue shows of it', async () => {
    const directory = await directoryOf({
      profiles: { [WALLET]: profile(WALLET) },
      active: [WALLET],
    });
    expect(await directory.find(WALLET)).toEqual({
      kind: 'candidate',
      candidate: {
        address: WALLET,
        name: 'someone',
        trades: 1,
        lastTradeAtMs: START_AT_MS - 60_000,
        value: 60_000_000,
        holdings: [{ outcome: 'Yes · Will it be?', value: 60_000_000 }],
        warnings: [],
        resolvedFrom: null,
      },
    });
  });

  test('that never traded and owns a trading wallet stands for that', async () => {
    const directory = await directoryOf({
      profiles: { [OWNER]: profile(WALLET) },
      active: [WALLET],
    });
    expect(await directory.find(`https://polymarket.com/profile/${OWNER}`)).toMatchObject({
      candidate: { address: WALLET, name: 'someone', resolvedFrom: OWNER, trades: 1 },
    });
  });

  test('that trades itself is not taken for the other wallet of its owner', async () => {
    const directory = await directoryOf({
      profiles: { [OWNER]: profile(WALLET) },
      active: [WALLET, OWNER],
    });
    expect(await directory.find(OWNER)).toMatchObject({
      candidate: { address: OWNER, name: null, resolvedFrom: null },
    });
  });

  test.each([
    ['no profile', {}],
    ['a profile without a wallet', { [OWNER]: { name: 'someone', proxyWallet: '' } }],
  ])('of which nothing is known is not guessed: %s', async (_name, profiles) => {
    const directory = await directoryOf({ profiles });
    expect(await directory.find(OWNER)).toMatchObject({
      candidate: { address: OWNER, resolvedFrom: null, warnings: ['no activity at all'] },
    });
  });

  test('of one’s own is refused, also when only its owner was named', async () => {
    const directory = await directoryOf({ profiles: { [OWNER]: profile(OWN) } });
    const refused = { kind: 'none', reason: 'this is your own wallet: it cannot be copied' };
    expect(await directory.find(OWN)).toEqual(refused);
    expect(await directory.find(OWNER)).toEqual(refused);
  });
});

describe('a name', () => {
  test('is found by its link, whatever the case', async () => {
    const directory = await directoryOf({ search: [profile(WALLET)], active: [WALLET] });
    expect(await directory.find('https://polymarket.com/@Someone')).toMatchObject({
      candidate: { address: WALLET, name: 'someone', resolvedFrom: null },
    });
  });

  test('of oneself is refused', async () => {
    const directory = await directoryOf({ search: [profile(OWN)] });
    expect(await directory.find('someone')).toMatchObject({ kind: 'none' });
  });

  test('of several is asked back, and a similar one is never taken for it', async () => {
    const directory = await directoryOf({
      search: [profile(WALLET, 'twin'), profile(OWNER, 'Twin'), profile(OWN, 'twins')],
    });
    expect(await directory.find('@twin')).toEqual({
      kind: 'several',
      wallets: [
        { address: WALLET, label: 'twin' },
        { address: OWNER, label: 'Twin' },
      ],
    });
    expect(await directory.find('twi')).toEqual({
      kind: 'none',
      reason: 'nobody on Polymarket is called "twi"; similar names: twin, Twin, twins',
    });
  });
});

test('a market link is no wallet, and the answer says what is', async () => {
  const directory = await directoryOf({});
  expect(await directory.find('https://polymarket.com/event/x')).toMatchObject({
    kind: 'none',
    reason: expect.stringContaining('@name or 0x'),
  });
  expect(double?.seen).toEqual([]);
});

test('a venue that does not answer is an error, never an inactive wallet', async () => {
  const directory = await directoryOf({
    activity: () => json({ error: 'not now' }, 400),
  });
  await expect(directory.find(WALLET)).rejects.toMatchObject({ name: 'VenueError', status: 400 });
});
