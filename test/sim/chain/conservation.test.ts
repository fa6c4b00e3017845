import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  CALLS,
  CTF,
  keeperOf,
  makerOf,
  ONRAMP,
  POSITIONS,
  PUSD,
  redeemCalls,
  USDCE_TOKEN,
} from './calls.ts';
import { StillChain } from './still-accounts.ts';

const PEOPLE = [`0x${'a1'.repeat(20)}`, `0x${'b0'.repeat(20)}`] as const;
const BEGIN = 1_000_000;
const RUNS = 40;

const KINDS = ['approve', 'revoke', 'split', 'merge', 'redeem', 'wrap', 'pay', 'resolve'] as const;
const step = fc.record({
  kind: fc.constantFrom(...KINDS),
  who: fc.constantFrom(0, 1),
  market: fc.constantFrom(0, 1, 2),
  amount: fc.integer({ min: 0, max: 2 * BEGIN }),
  payouts: fc.constantFrom([1, 0], [0, 1], [0.5, 0.5], [0.25, 0.75]),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

function take(chain: StillChain, { kind, who, market: at, amount, payouts }: Step): string {
  const [person, other] = who === 0 ? PEOPLE : [PEOPLE[1], PEOPLE[0]];
  const market = chain.markets[at as 0 | 1 | 2];
  const send = (
    ...calls: Parameters<StillChain['send']> extends [string, ...infer Rest] ? Rest : never
  ) => chain.send(person, ...calls);
  const held = market.tokenIds.map((id) => BigInt(chain.accounts.balance(person, id)));
  switch (kind) {
    case 'approve':
      return send(
        CALLS.approve(PUSD, makerOf(market)),
        CALLS.approveAll(keeperOf(market), makerOf(market)),
        CALLS.approve(USDCE_TOKEN, ONRAMP, BigInt(amount)),
      );
    case 'revoke':
      return send(CALLS.approveAll(at === 2 ? POSITIONS : CTF, makerOf(market), false));
    case 'split':
      return send(CALLS.split(market, BigInt(amount)));
    case 'merge':
      return send(CALLS.merge(market, BigInt(amount)));
    case 'redeem':
      return send(...redeemCalls(market, [held[0] ?? 0n, held[1] ?? 0n]));
    case 'wrap':
      return send(CALLS.wrap(other, BigInt(amount)));
    case 'pay':
      return send(CALLS.transfer(amount % 2 === 0 ? PUSD : USDCE_TOKEN, other, BigInt(amount)));
    case 'resolve':
      if (market.payouts === null) market.resolve(payouts as [number, number]);
      return 'done';
  }
}

/** Dollars of all, and what their shares are good for. */
function worth(chain: StillChain): number {
  const sum = (asset: string | null): number =>
    PEOPLE.reduce((all, person) => all + chain.accounts.balance(person, asset), 0);
  const locked = chain.markets.map((market) => {
    const [yes, no] = market.tokenIds.map(sum) as [number, number];
    if (market.payouts !== null) return yes * market.payouts[0] + no * market.payouts[1];
    expect(yes, 'before there is a result there are whole sets only').toBe(no);
    return yes;
  });
  return sum(null) + sum('usdce') + locked.reduce((all, each) => all + each, 0);
}

test('dollars in are dollars out, whatever is approved, split, merged, wrapped, paid and redeemed', () => {
  let done = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 80 }), (steps) => {
      const chain = new StillChain();
      for (const person of PEOPLE) {
        chain.funds.fund(person, { dollars: BEGIN });
        chain.funds.fund(person, { usdce: BEGIN });
      }
      let lost = 0;
      for (const each of steps) {
        const before = worth(chain);
        if (take(chain, each) === 'done' && each.kind !== 'resolve') done += 1;
        const gone = before - worth(chain);
        // Each outcome of a redemption is rounded down.
        const isRounded = each.kind === 'redeem' && gone >= 0 && gone < 2;
        expect(gone === 0 || isRounded, `${each.kind} lost ${gone}`).toBe(true);
        lost += gone;
      }
      expect(worth(chain)).toBe(2 * 2 * BEGIN - lost);
    }),
    { numRuns: RUNS },
  );
  expect(done).toBeGreaterThan(RUNS);
});

test('the same calls do the same', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const run = () => {
        const chain = new StillChain();
        for (const person of PEOPLE) chain.funds.fund(person, { dollars: BEGIN });
        const answers = steps.map((each) => take(chain, each));
        return {
          answers,
          rows: chain.rows.map(({ type, size }) => [type, size]),
          left: worth(chain),
        };
      };
      expect(run()).toEqual(run());
    }),
    { numRuns: 20 },
  );
});
