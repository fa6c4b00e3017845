import { AbiCoder, zeroPadValue } from 'ethers';
import type { ExchangeTrade, TradeMaker } from '../exchange/exchange.ts';
import { costOf } from '../venue/matching.ts';
import type { VenueSide } from '../venue/venue.ts';
import { CONTRACTS, ZERO_ADDRESS, ZERO_WORD } from './contract-addresses.ts';
import type { EventLog } from './draft.ts';

/**
 * First topic of `OrderFilled(bytes32 orderHash, address maker, address taker, uint8 side, uint256
 * tokenId, uint256 makerAmountFilled, uint256 takerAmountFilled, uint256 fee, bytes32 builder,
 * bytes32 metadata)`, the first three indexed.
 */
const ORDER_FILLED = '0xd543adfd945773f1a62f74f0ee55a5e3b9b1a28262980ba90b1a89f2ea84d8ee';
const DATA = ['uint8', 'uint256', 'uint256', 'uint256', 'uint256', 'bytes32', 'bytes32'];

/** A mined match as the exchange contract logs it: each maker's order, then the taker's. */
export function orderLogs(trade: ExchangeTrade): {
  readonly exchange: string;
  readonly logs: readonly EventLog[];
} {
  const { market, makers, takerHash, takerMaker, outcome, side, size, price, fee } = trade;
  const exchange = exchangeOf(trade);
  const filled = (of: {
    readonly hash: string;
    readonly maker: string;
    readonly taker: string;
    readonly part: Pick<TradeMaker, 'outcome' | 'side' | 'price' | 'matched'>;
    readonly fee: number;
  }): EventLog => {
    // A taker's price is an average: its dollars need not be whole.
    const dollars = Math.round(costOf({ price: of.part.price, size: of.part.matched }));
    const amounts =
      of.part.side === 'BUY' ? [dollars, of.part.matched] : [of.part.matched, dollars];
    const tokenId = BigInt(market.tokenIds[of.part.outcome]);
    const values = [sideOf(of.part.side), tokenId, ...amounts, of.fee, ZERO_WORD, ZERO_WORD];
    return {
      address: exchange,
      topics: [ORDER_FILLED, of.hash, wordOf(of.maker), wordOf(of.taker)],
      data: AbiCoder.defaultAbiCoder().encode(DATA, values),
    };
  };
  const logs = makers.map((part) =>
    filled({ hash: part.hash, maker: part.address, taker: takerMaker, part, fee: 0 }),
  );
  const part = { outcome, side, price, matched: size };
  return {
    exchange,
    logs: [...logs, filled({ hash: takerHash, maker: takerMaker, taker: exchange, part, fee })],
  };
}

function exchangeOf({ market: { version, negRisk } }: ExchangeTrade): string {
  if (version === 'v2') return CONTRACTS.exchangeV3.toLowerCase();
  return (negRisk ? CONTRACTS.negRiskExchange : CONTRACTS.exchange).toLowerCase();
}

function sideOf(side: VenueSide): number {
  return side === 'BUY' ? 0 : 1;
}

function wordOf(address: string): string {
  return zeroPadValue(address === '' ? ZERO_ADDRESS : address, 32);
}
