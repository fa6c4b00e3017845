import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judge } from '../../../src/ops/keystore/guard.ts';
import { judgeTransaction } from '../../../src/ops/keystore/transaction-guard.ts';
import { ADDRESS, CLOB_AUTH, ORDER } from './keys.ts';
import {
  ALLOWANCES,
  ALLOWED,
  type Asked,
  approve,
  CTF,
  GWEI,
  MAX,
  merge,
  mergePositions,
  OTHER,
  PUSD,
  policyOf,
  REFUSED_TRANSACTIONS,
  redeem,
  redeemPositions,
  SHARES_V2,
  setApproval,
  TRADE,
  verdictOn,
  wordAt,
  wrap,
} from './transactions.ts';

const PURPOSES = ['trade', 'allowances'] as const;
const BASES = PURPOSES.flatMap((purpose) =>
  ALLOWED[purpose].map(([what, request]) => ({ purpose, what, request })),
);
const anyBase = fc.constantFrom(...BASES);

const isAllowed = (request: unknown, purpose: 'trade' | 'allowances'): boolean =>
  judgeTransaction(request, policyOf(purpose)).kind === 'allowed';

describe('transactions that are signed', () => {
  test.each(BASES)('$purpose: $what', ({ purpose, request }) => {
    const verdict = judgeTransaction(request, policyOf(purpose));
    expect(verdict).toMatchObject({
      kind: 'allowed',
      transaction: { ...request, chainId: 137, nonce: 7 },
    });
  });

  test('with addresses in either spelling, always to the address of our own table', () => {
    const request = redeem();
    const small = { ...request, to: String(request.to).toLowerCase() };
    expect(verdictOn(small, TRADE)).toEqual(verdictOn(request, TRADE));
  });

  test.each([1, 2, 3] as const)(
    'type %i: wrapping pays the wallet, what would pay the key is refused',
    (signatureType) => {
      const policy = { ...TRADE, funder: OTHER, signatureType } as const;
      expect(verdictOn(wrap(undefined, OTHER), policy).kind).toBe('allowed');
      expect(verdictOn(wrap(undefined, ADDRESS), policy)).toMatchObject({ reason: 'recipient' });
      for (const request of [redeem(), redeemPositions(), merge(), mergePositions()]) {
        expect(verdictOn(request, policy)).toMatchObject({ reason: 'signatureType' });
      }
      for (const request of [approve(), setApproval()]) {
        expect(verdictOn(request, { ...policy, purpose: 'allowances' })).toMatchObject({
          reason: 'signatureType',
        });
      }
    },
  );
});

describe('transactions that are refused', () => {
  test.each(
    REFUSED_TRANSACTIONS.map(([reason, what, request, purpose = 'trade']) => {
      return { reason, what, request, purpose };
    }),
  )('for $reason: $what', ({ reason, request, purpose }) => {
    expect(judgeTransaction(request, policyOf(purpose))).toMatchObject({ kind: 'refused', reason });
  });

  test('on a chain of its own all of them: the addresses there are those of others', () => {
    const request = { ...redeem(), chainId: 31_337 };
    expect(verdictOn(request, { ...TRADE, chainId: 31_337 })).toEqual({
      kind: 'refused',
      reason: 'chain',
      detail: '31337, not 137',
    });
  });

  test('orders and logins are no business of a signer for allowances', () => {
    for (const request of [ORDER, CLOB_AUTH]) {
      expect(judge(request, policyOf('trade')).kind).toBe('allowed');
      expect(judge(request, policyOf('allowances'))).toMatchObject({ reason: 'purpose' });
    }
  });

  test('with the numbers on both sides', () => {
    expect(verdictOn({ ...redeem(), gasLimit: 700_001n }, TRADE)).toMatchObject({
      detail: '700001, at most 700000',
    });
    expect(verdictOn(approve(OTHER), ALLOWANCES)).toMatchObject({
      detail: `${OTHER.toLowerCase()} needs no pusd`,
    });
  });
});

describe('one change to an allowed transaction', () => {
  const odd = fc.oneof(
    fc.anything({ withBigInt: true, maxDepth: 1 }),
    fc.bigInt(),
    fc.constantFrom(OTHER, ADDRESS, 137n, '137', 0, 1, 2n, '0x'),
  );

  test('of its kind, chain, receiver or value is refused', () => {
    let changes = 0;
    const fixed = fc.constantFrom('type', 'chainId', 'to', 'value');
    fc.assert(
      fc.property(anyBase, fixed, odd, ({ purpose, request }, field, value) => {
        const isTheSame =
          (typeof value === 'bigint' || typeof value === 'string' || typeof value === 'number') &&
          String(value).toLowerCase() === String(request[field]).toLowerCase();
        if (isTheSame) return;
        changes += 1;
        expect(isAllowed({ ...request, [field]: value }, purpose)).toBe(false);
      }),
      { numRuns: 3_000 },
    );
    expect(changes).toBeGreaterThan(2_500);
  });

  test('of its costs is allowed exactly within the limits', () => {
    const limits = { gasLimit: 700_000n, maxFeePerGas: 1_000n * GWEI, maxPriorityFeePerGas: 0n };
    const counted = { inside: 0, outside: 0 };
    const near = fc.oneof(
      fc.bigInt({ min: -1n, max: 1_100n * GWEI }),
      fc.bigInt({ min: -1n, max: 800_000n }),
      fc.constantFrom(700_000n, 700_001n, 1_000n * GWEI, 1_000n * GWEI + 1n),
    );
    const costs = fc.constantFrom('gasLimit' as const, 'maxFeePerGas' as const);
    fc.assert(
      fc.property(anyBase, costs, near, ({ purpose, request }, field, value) => {
        const least = field === 'gasLimit' ? 1n : BigInt(String(request.maxPriorityFeePerGas));
        const right = value >= least && value <= limits[field];
        counted[right ? 'inside' : 'outside'] += 1;
        expect(isAllowed({ ...request, [field]: value }, purpose)).toBe(right);
      }),
      { numRuns: 2_500 },
    );
    expect(Math.min(counted.inside, counted.outside)).toBeGreaterThan(300);
  });

  /** The promise about a changed byte, written a second time and on the words of the data. */
  function mayBe(base: Asked, changed: string): boolean {
    const words = (hex: string) => hex.slice(wordAt(0)).match(/.{64}/g) ?? [];
    if (changed.slice(0, wordAt(0)) !== String(base.data).slice(0, wordAt(0))) return false;
    const [before, after] = [words(String(base.data)), words(changed)];
    const number = (index: number) => BigInt(`0x${after[index]}`);
    /** Whether only these words differ. */
    const only = (...free: number[]) =>
      before.every((word, index) => free.includes(index) || word === after[index]);
    switch (changed.slice(2, 10)) {
      case '62355638': // wrap
        return only(2) && number(2) > 0n;
      case '01b7037c': // redeemPositions
        return only(2) && number(2) > 0n;
      case '9e7212ad': // mergePositions
        return only(2, 4) && number(2) > 0n && number(4) > 0n;
      case '5b63685e': // merge
        return only(0, 1) && number(0) > 0n && number(0) % 256n === 0n && number(1) > 0n;
      case '095ea7b3': // approve
        return only(1) && (number(1) === MAX || number(1) === 0n);
      case 'a22cb465': // setApprovalForAll
        return only(1) && number(1) <= 1n;
      default: // redeem
        return (
          only(0, 1, 2) &&
          number(0) > 0n &&
          number(0) % 256n === 0n &&
          number(1) <= 1n &&
          number(2) > 0n
        );
    }
  }

  /** The same data with one hex digit changed, at each place, in some ways. */
  function* oneDigitOff(data: string): Generator<string> {
    for (let at = '0x'.length; at < data.length; at += 1) {
      const digit = Number.parseInt(data[at] ?? '', 16);
      for (const other of [digit ^ 1, digit ^ 8]) {
        yield `${data.slice(0, at)}${other.toString(16)}${data.slice(at + 1)}`;
      }
    }
  }

  test('of any byte of the call is refused, but in the market, the outcome, the amount', () => {
    const wrong: string[] = [];
    const counted = { allowed: 0, refused: 0 };
    // One spender is as good as another: the first of each token, given and taken back.
    const tokens = [PUSD, CTF, SHARES_V2].flatMap((token) =>
      BASES.filter((one) => one.purpose === 'allowances' && one.request.to === token).slice(0, 2),
    );
    const trades = BASES.filter(({ purpose }) => purpose === 'trade');
    for (const { purpose, request } of [...trades, ...tokens]) {
      for (const data of oneDigitOff(String(request.data))) {
        const verdict = isAllowed({ ...request, data }, purpose);
        counted[verdict ? 'allowed' : 'refused'] += 1;
        if (verdict !== mayBe(request, data)) wrong.push(data);
      }
    }
    expect(wrong).toEqual([]);
    expect(counted.refused).toBeGreaterThan(3_000);
    expect(counted.allowed).toBeGreaterThan(400);
  });

  test('and no two of them make another call', () => {
    const byte = fc.record({ at: fc.nat(259), to: fc.integer({ min: 0, max: 255 }) });
    fc.assert(
      fc.property(anyBase, fc.array(byte, { minLength: 2, maxLength: 6 }), (base, bytes) => {
        const data = Buffer.from(String(base.request.data).slice(2), 'hex');
        for (const { at, to } of bytes) data[at % data.length] = to;
        const changed = `0x${data.toString('hex')}`;
        expect(isAllowed({ ...base.request, data: changed }, base.purpose)).toBe(
          mayBe(base.request, changed),
        );
      }),
      { numRuns: 3_000 },
    );
  });
});

test('no garbage is signed, and nothing makes the guard throw', () => {
  const anything = fc.anything({ withBigInt: true, maxDepth: 2 });
  const shaped = fc.record({
    type: fc.constant(2),
    chainId: fc.constant(137),
    nonce: fc.nat(),
    to: fc.constantFrom(...BASES.map(({ request }) => request.to)),
    value: fc.constant(0n),
    data: fc.uint8Array({ maxLength: 260 }).map((of) => `0x${Buffer.from(of).toString('hex')}`),
    gasLimit: fc.constant(100_000n),
    maxFeePerGas: fc.constant(GWEI),
    maxPriorityFeePerGas: fc.constant(0n),
  });
  fc.assert(
    fc.property(fc.oneof(anything, shaped), fc.constantFrom(...PURPOSES), (request, purpose) => {
      expect(isAllowed(request, purpose)).toBe(false);
    }),
    { numRuns: 2_500 },
  );
});
