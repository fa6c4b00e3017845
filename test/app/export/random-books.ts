import fc from 'fast-check';
import type { Booked } from '../../../src/engine/domain/booked.ts';
import type { Change } from '../../../src/engine/domain/change.ts';
import type {
  ExternalBooking,
  ExternalTrade,
} from '../../../src/engine/domain/external-booking.ts';
import type { Fill } from '../../../src/engine/domain/fill.ts';
import type { FillId, LedgerId, MarketId, TokenId } from '../../../src/engine/domain/ids.ts';
import { Ledger } from '../../../src/engine/domain/ledger.ts';
import { type Realisation, reversalId } from '../../../src/engine/domain/realisation.ts';
import { mulDiv } from '../../../src/engine/domain/values/micro.ts';
import { cost, money, price, quantity } from '../../../src/engine/domain/values/money.ts';
import { fill, NO, WALLET, YES } from '../../engine/domain/fills.ts';

const KINDS = [
  ...['buy', 'buy', 'buy', 'sell', 'sell', 'fails', 'theirs', 'theirsFails', 'found', 'left'],
  ...['deposit', 'cash', 'payout', 'part', 'merge', 'restart'],
] as const;

/** One thing that happens to a ledger, as numbers that its meaning is drawn from. */
export const happening = fc.record({
  kind: fc.constantFrom(...KINDS),
  ledger: fc.constantFrom('paper' as LedgerId, 'live:polymarket:0x1' as LedgerId),
  micro: fc.integer({ min: 1, max: 50_000_000 }),
  at: fc.integer({ min: 1, max: 999_999 }),
  fee: fc.nat({ max: 100_000 }),
  payout: fc.constantFrom(0, 500_000, 1_000_000),
  token: fc.constantFrom(YES, NO),
  wallet: fc.constantFrom(WALLET, null),
  pick: fc.nat(),
  atMs: fc.integer({ min: 1_790_000_000_000, max: 1_790_000_000_900 }),
});
export type Happening = Parameters<Parameters<typeof happening.map>[0]>[0];

const MARKET = '0xm' as MarketId;

/** Ledgers to which things happen, and the rows that are written of it. */
export class RandomBooks {
  readonly ledgers = new Map<LedgerId, Ledger>();
  readonly #rows: Change[] = [];
  readonly #fills: Fill[] = [];
  readonly #theirs: { readonly ledger: LedgerId; readonly trade: ExternalTrade }[] = [];
  #count = 0;

  /** The rows since the last time. */
  taken(): readonly Change[] {
    return this.#rows.splice(0);
  }

  happen(of: Happening): void {
    this.#count += 1;
    const ledger = this.#ledger(of.ledger);
    const { kind } = of;
    if (kind === 'buy' || kind === 'sell') this.#trade(ledger, of);
    else if (kind === 'fails') this.#fail(of);
    else if (kind === 'theirs') this.#theirTrade(ledger, of);
    else if (kind === 'theirsFails') this.#theirFailure(of);
    else if (kind === 'found' || kind === 'left') this.#adjust(ledger, of);
    else if (kind === 'restart') this.#restart(ledger);
    else if (kind === 'deposit' || kind === 'cash') this.#cash(ledger, of);
    else this.#pay(ledger, of);
  }

  #ledger(id: LedgerId): Ledger {
    const ledger = this.ledgers.get(id) ?? new Ledger(id);
    this.ledgers.set(id, ledger);
    return ledger;
  }

  #trade(ledger: Ledger, of: Happening): void {
    const side = of.kind === 'buy' ? 'buy' : 'sell';
    const rows = [...ledger.positions.values()];
    const own = rows.find((row) => row.tokenId === of.token && row.wallet === of.wallet);
    const size = side === 'buy' ? of.micro : Math.min(own?.quantity ?? 0, of.micro);
    if (size === 0) return;
    const notional = cost(price(of.at), quantity(size), side === 'buy' ? 'ceil' : 'floor');
    const booked: Fill = {
      ...fill({ side, quantity: quantity(size), price: price(of.at), notional }),
      id: `fill${this.#count}` as FillId,
      ...{ ledger: ledger.id, fee: money(of.fee), tokenId: of.token, wallet: of.wallet },
      ...{ tradeId: `=trade,"${this.#count}"`, atMs: of.atMs },
    };
    const result = ledger.bookFill(booked);
    this.#fills.push(booked);
    this.#rows.push({ kind: 'fill', fill: booked });
    if (side === 'sell') this.#realise(booked.id, { cause: 'sale', fillId: booked.id, result, of });
    else this.#rows.push({ kind: 'position', position: result.position });
  }

  #fail({ pick, ...of }: Happening): void {
    const [chosen] = this.#fills.splice(pick % Math.max(1, this.#fills.length), 1);
    if (chosen === undefined) return;
    this.#rows.push({ kind: 'fill', fill: { ...chosen, settlement: 'failed' } });
    const result = this.#ledger(chosen.ledger).reverseFill(chosen);
    if (result === null) return;
    const fillId = chosen.id;
    this.#realise(reversalId(fillId), { cause: 'reversal', fillId, result, of: { ...of, pick } });
  }

  #theirTrade(ledger: Ledger, of: Happening): void {
    const trade: ExternalTrade = {
      ...{ tradeId: `t${this.#count}`, orderHash: '0xh', marketId: MARKET, tokenId: of.token },
      side: of.pick % 2 === 0 ? 'buy' : 'sell',
      quantity: quantity(of.micro),
      notional: cost(price(of.at), quantity(of.micro), 'floor'),
      ...{ fee: money(of.fee), atMs: of.atMs },
    };
    this.#adopted(ledger.bookExternal(trade));
    this.#theirs.push({ ledger: ledger.id, trade });
  }

  #theirFailure({ pick }: Happening): void {
    const [chosen] = this.#theirs.splice(pick % Math.max(1, this.#theirs.length), 1);
    if (chosen !== undefined) {
      this.#adopted(this.#ledger(chosen.ledger).reverseExternal(chosen.trade));
    }
  }

  #adjust(ledger: Ledger, of: Happening): void {
    const change = of.kind === 'found' ? of.micro : -of.micro;
    const found = { marketId: MARKET, tokenId: of.token, change, price: price(of.at) };
    this.#adopted(ledger.adjustShares({ ...found, atMs: of.atMs }));
  }

  #adopted(booking: ExternalBooking | null): void {
    if (booking === null) return;
    this.#rows.push({ kind: 'flow', flow: booking.flow });
    for (const position of booking.positions) this.#rows.push({ kind: 'position', position });
  }

  #cash(ledger: Ledger, of: Happening): void {
    const amount = money(of.pick % 2 === 0 ? of.micro : -of.micro);
    if (of.kind === 'cash') {
      // The same sum at the same moment is the same flow.
      const flow = ledger.adjustCash(amount, of.atMs + this.#count);
      this.#rows.push({ kind: 'flow', flow });
      return;
    }
    const { id: ledgerId } = ledger;
    const id = `deposit${this.#count}`;
    const note = '@SUM(1)\n,"';
    const flow = { id, ledger: ledgerId, kind: 'deposit', amount, note, atMs: of.atMs } as const;
    ledger.bookFlow(flow);
    this.#rows.push({ kind: 'flow', flow });
  }

  /** All of a token; a part of it, of which the chain tells the dollars; or sets of both for a dollar. */
  #pay(ledger: Ledger, of: Happening): void {
    if (of.kind === 'payout') {
      const paid = ledger.settle(of.token, price(of.payout), of.atMs);
      for (const result of paid) this.#paid(result, of);
      return;
    }
    const held = (token: TokenId): number =>
      ledger.openPositions.reduce(
        (sum, row) => sum + (row.tokenId === token ? row.quantity : 0),
        0,
      );
    const tokens = of.kind === 'merge' ? [YES, NO] : [of.token];
    const size = Math.min(of.micro, ...tokens.map(held));
    if (size === 0) return;
    let left =
      of.kind === 'merge' ? size : mulDiv(size, of.payout, { by: 1_000_000, rounding: 'floor' });
    for (const [at, token] of tokens.entries()) {
      const proceeds = at === tokens.length - 1 ? left : Math.floor(left / 3);
      left -= proceeds;
      const share = { quantity: quantity(size), proceeds: money(proceeds) };
      for (const result of ledger.redeem(token, share, of.atMs)) this.#paid(result, of);
    }
  }

  #paid(result: Booked, of: Happening): void {
    const { wallet, tokenId } = result.position;
    const id = `paid${this.#count}|${wallet ?? ''}|${tokenId}`;
    this.#realise(id, { cause: 'payout', fillId: null, result, of });
  }

  #realise(
    id: string,
    {
      cause,
      fillId,
      result,
      of,
    }: Pick<Realisation, 'cause' | 'fillId'> & { readonly result: Booked; readonly of: Happening },
  ): void {
    const { position, realised: amount, change, cash } = result;
    const { ledger, wallet, marketId, tokenId } = position;
    const whose = { id, ledger, wallet, marketId, tokenId };
    const what = { cause, fillId, amount, change, cash, transaction: null };
    this.#rows.push({ kind: 'position', position });
    this.#rows.push({ kind: 'realisation', realisation: { ...whose, ...what, atMs: of.atMs } });
  }

  #restart(ledger: Ledger): void {
    // Only what a sale removed is forgotten, which makes a later reversal of it an estimate.
    const flows = [{ ...FLOW, ledger: ledger.id, amount: ledger.totals().flows }];
    const positions = [...ledger.positions.values()];
    this.ledgers.set(ledger.id, new Ledger(ledger.id, { flows, positions }));
  }
}

const FLOW = { id: 'all before', kind: 'deposit', note: '', atMs: 0 } as const;
