import { checkApiKey, checkStanding } from './account-checks.ts';
import { checkChainNode, checkDeployed, checkRelayer } from './chain-checks.ts';
import type { Finding } from './check.ts';
import { checkDatabase } from './database-check.ts';
import { checkDiscord } from './discord-check.ts';
import {
  checkConfiguration,
  checkDataDirectory,
  checkNode,
  checkOperators,
} from './host-checks.ts';
import type { Inspection } from './inspection.ts';
import { checkKeystore, checkWallet } from './key-checks.ts';
import { checkAllowances, checkBalance } from './money-checks.ts';
import { checkBinance, checkBinanceStream, checkKalshi, checkKalshiKey } from './price-checks.ts';
import { checkRedis } from './redis-check.ts';
import { checkSettlementPrices } from './settlement-check.ts';
import { checkBookStream, checkTradeStream } from './stream-checks.ts';
import { checkTelegram } from './telegram-check.ts';
import {
  checkClock,
  checkMarketRules,
  checkMarkets,
  checkPlace,
  checkProtocol,
  checkWalletData,
} from './venue-checks.ts';

/** One thing that is looked at. */
export interface CheckRow {
  /** Stable: scripts may rely on it. */
  readonly id: string;
  readonly name: string;
  /** For the documents: what is looked at. */
  readonly looksAt: string;
  run(inspection: Inspection): Promise<Finding>;
}

/** Everything that the doctor looks at, in the order in which it tells it. */
export const CHECKS: readonly CheckRow[] = [
  { id: 'node', name: 'Node', looksAt: 'its version runs this program', run: checkNode },
  {
    id: 'configuration',
    name: 'Configuration',
    looksAt: 'every variable is known and well-formed',
    run: checkConfiguration,
  },
  {
    id: 'data-directory',
    name: 'Data directory',
    looksAt: 'a file is really written there and removed; free space, owner, mode',
    run: checkDataDirectory,
  },
  {
    id: 'database',
    name: 'Database',
    looksAt: 'it opens (the embedded one as a copy), and is neither behind nor newer',
    run: checkDatabase,
  },
  { id: 'redis', name: 'Redis', looksAt: 'it answers, and is new enough', run: checkRedis },
  {
    id: 'telegram',
    name: 'Telegram',
    looksAt: 'the token, a webhook, another program that listens with it',
    run: checkTelegram,
  },
  {
    id: 'discord',
    name: 'Discord',
    looksAt: 'the token, the server, connections left for today',
    run: checkDiscord,
  },
  { id: 'operators', name: 'Operators', looksAt: 'who may operate the bots', run: checkOperators },
  { id: 'place', name: 'Place', looksAt: 'the venue takes orders from here', run: checkPlace },
  {
    id: 'clock',
    name: 'Clock',
    looksAt: "at most 2 s from the venue's, which also shows that the CLOB answers",
    run: checkClock,
  },
  {
    id: 'protocol',
    name: 'Protocol',
    looksAt: 'the venue takes the version of orders that this program signs',
    run: checkProtocol,
  },
  {
    id: 'markets',
    name: 'Markets',
    looksAt: 'Gamma lists markets and events that can be read',
    run: checkMarkets,
  },
  {
    id: 'market-rules',
    name: 'Market rules',
    looksAt: 'rules and book of one market of v1 and one of v2',
    run: checkMarketRules,
  },
  {
    id: 'wallet-data',
    name: 'Wallet data',
    looksAt: 'the routes of the Data API that this program uses, past their cache',
    run: checkWalletData,
  },
  {
    id: 'book-stream',
    name: 'Book stream',
    looksAt: 'the market channel opens, and the hash of a book is right',
    run: checkBookStream,
  },
  {
    id: 'trade-stream',
    name: 'Trade stream',
    looksAt: "the stream of everybody's trades opens",
    run: checkTradeStream,
  },
  {
    id: 'binance',
    name: 'Binance',
    looksAt: 'a host that tells spot prices to this place, and its clock',
    run: checkBinance,
  },
  {
    id: 'binance-stream',
    name: 'Binance stream',
    looksAt: 'the stream of spot prices opens, and a price comes',
    run: checkBinanceStream,
  },
  {
    id: 'kalshi',
    name: 'Kalshi',
    looksAt: 'it answers, whether it trades now, and its clock',
    run: checkKalshi,
  },
  {
    id: 'kalshi-key',
    name: 'Kalshi key',
    looksAt: 'Kalshi takes KALSHI_KEY_ID and KALSHI_PRIVATE_KEY; nothing is ordered',
    run: checkKalshiKey,
  },
  {
    id: 'chain-node',
    name: 'Polygon node',
    looksAt: 'POLYGON_RPC_URL answers, and is of Polygon',
    run: checkChainNode,
  },
  {
    id: 'keystore',
    name: 'Keystore',
    looksAt: 'the file, and that the passphrase opens it',
    run: checkKeystore,
  },
  {
    id: 'wallet',
    name: 'Wallet',
    looksAt: 'POLYMARKET_FUNDER is a wallet of the key, and of POLYMARKET_SIGNATURE_TYPE',
    run: checkWallet,
  },
  {
    id: 'deployed',
    name: 'Wallet contract',
    looksAt: 'a proxy, Safe or deposit wallet is on the chain',
    run: checkDeployed,
  },
  {
    id: 'api-key',
    name: 'API key',
    looksAt: 'the venue derives credentials for the key and takes them; none are made',
    run: checkApiKey,
  },
  {
    id: 'account',
    name: 'Account',
    looksAt: 'the venue lets it buy, not only close',
    run: checkStanding,
  },
  {
    id: 'settlement-prices',
    name: 'Settlement prices',
    looksAt: 'the venue streams the prices that it settles coin windows by to this account',
    run: checkSettlementPrices,
  },
  {
    id: 'balance',
    name: 'Balance',
    looksAt: 'pUSD in the wallet, on the chain and as the venue counts it',
    run: checkBalance,
  },
  {
    id: 'allowances',
    name: 'Allowances',
    looksAt: "the venue's contracts may move what trading needs",
    run: checkAllowances,
  },
  {
    id: 'relayer',
    name: 'Relayer',
    looksAt: 'it answers, and takes POLYMARKET_RELAYER_KEY',
    run: checkRelayer,
  },
];

/** Of the longest name, for columns. */
export const NAME_WIDTH = Math.max(...CHECKS.map(({ name }) => name.length));
