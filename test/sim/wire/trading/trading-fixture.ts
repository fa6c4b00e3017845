import { accountsOf, type SimAccount } from '../../../../src/sim/accounts.ts';
import type { PolymarketSimOptions } from '../../../../src/sim/wire/polymarket-sim.ts';
import type { Trading } from '../../../../src/sim/wire/trading/trading.ts';
import type { PlainSocket } from '../clients.ts';
import { ScriptedMarket, ScriptedVenue } from '../scripted-venue.ts';
import { connect, type Fixture, startSim } from '../sim-fixture.ts';
import { PlainExchange } from './plain-exchange.ts';
import { TradingClient } from './trading-client.ts';

/** One account of each kind of wallet. */
export const ACCOUNTS = accountsOf('trading', 4) as [
  SimAccount,
  SimAccount,
  SimAccount,
  SimAccount,
];

export interface TradingFixture extends Fixture {
  readonly exchange: PlainExchange;
  readonly trading: Trading;
  /** A market of each contract: standard, neg-risk, positions. */
  readonly markets: readonly [ScriptedMarket, ScriptedMarket, ScriptedMarket];
  /** The key's own account, logged in. */
  readonly client: TradingClient;
}

/** A simulator with an exchange that obeys the test, and a client with credentials. */
export async function startTrading(
  options: Partial<PolymarketSimOptions> = {},
): Promise<TradingFixture> {
  const markets = [
    new ScriptedMarket(0),
    new ScriptedMarket(1, { negRisk: true }),
    new ScriptedMarket(2, { version: 'v2' }),
  ] as const;
  const exchange = new PlainExchange();
  const venue = Object.assign(new ScriptedVenue(markets), { exchange });
  const fixture = await startSim(markets, { venue, ...options });
  const { trading } = fixture.sim;
  if (trading === null) throw new Error('the trading side is not served');
  const client = await clientOf(fixture, ACCOUNTS[0]);
  return { ...fixture, venue, exchange, trading, markets, client };
}

export async function clientOf(
  { sim, clock }: Pick<Fixture, 'sim' | 'clock'>,
  account: SimAccount,
): Promise<TradingClient> {
  const client = new TradingClient(sim, account, () => clock.nowMs());
  await client.login();
  return client;
}

/** A user channel of the client that is let in. */
export async function listen(
  { sim }: Pick<Fixture, 'sim'>,
  client: TradingClient,
  markets?: readonly string[],
): Promise<PlainSocket> {
  const socket = await connect(`${sim.urls.wsUrl}/ws/user`);
  const filter = markets === undefined ? {} : { markets };
  socket.send({ auth: client.credentials, ...filter, type: 'user' });
  await socket.settled();
  return socket;
}
