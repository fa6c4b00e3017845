import { SigningKey } from 'ethers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bindPolicy, type SignerPolicy } from '../../../src/ops/keystore/policy.ts';
import { judgeRelay } from '../../../src/ops/keystore/relay-guard.ts';
import type { RelayRequest } from '../../../src/ops/keystore/relay-request.ts';
import { signRelay } from '../../../src/ops/keystore/relay-signature.ts';
import { judgeTransaction } from '../../../src/ops/keystore/transaction-guard.ts';
import { ADDRESS, KEY, POLICY } from './keys.ts';
import {
  ALLOWED_CALLS,
  callOf,
  KINDS,
  NOW_S,
  policyOf,
  REFUSED_RELAYS,
  RELAY,
  redemptions,
  relay,
  WALLET,
} from './relays.ts';
import { started } from './started.ts';
import {
  type Asked,
  approve,
  CONDITION31,
  merge,
  mergePositions,
  OTHER,
  redeem,
  redeemPositions,
  setApproval,
} from './transactions.ts';

const PURPOSES = ['trade', 'allowances'] as const;
const anyKind = fc.constantFrom(...KINDS);

const asked = (request: unknown, policy: SignerPolicy) =>
  judgeRelay(request, { policy: bindPolicy(policy, ADDRESS), nowS: NOW_S });

describe('calls that are signed for a wallet', () => {
  test.each(KINDS)('of a %s: each that a key may send for itself', (kind) => {
    for (const purpose of PURPOSES) {
      const policy = policyOf(kind, purpose);
      for (const [what, call] of ALLOWED_CALLS[purpose]) {
        expect(asked(relay(kind, [call]), policy), what).toMatchObject({
          kind: 'allowed',
          relay: { kind, nonce: 7n, calls: [callOf(call)], account: ADDRESS.toLowerCase() },
        });
      }
    }
  });

  test.each(KINDS)('of a %s: twelve at once, with addresses in either spelling', (kind) => {
    const calls = redemptions(12);
    const small = calls.map((call) => ({ ...call, to: String(call.to).toLowerCase() }));
    const request = relay(kind, small, { wallet: WALLET.toLowerCase() });
    expect(asked(request, policyOf(kind))).toEqual(asked(relay(kind, calls), policyOf(kind)));
    expect(asked(request, policyOf(kind)).kind).toBe('allowed');
  });

  test.each<[string, RelayRequest]>([
    ['all the gas that twelve take', relay('proxy', undefined, { gasLimit: '8400000' })],
    ['the first nonce', relay('safe', undefined, { nonce: '0' })],
    ['a second left', relay('depositWallet', undefined, { deadline: String(NOW_S + 1) })],
    ['twenty minutes', relay('depositWallet', undefined, { deadline: String(NOW_S + 1_200) })],
  ])('with %s', (_what, request) => {
    expect(asked(request, policyOf(request.kind)).kind).toBe('allowed');
  });
});

describe('calls that are refused', () => {
  test.each(REFUSED_RELAYS)(
    'of a $kind, for $reason: $what',
    ({ reason, kind, request, policy }) => {
      expect(asked(request, policy ?? policyOf(kind))).toMatchObject({ kind: 'refused', reason });
    },
  );

  test('with what is wrong, where, and what would be right', () => {
    const detail = (request: unknown, policy = policyOf('safe')) => asked(request, policy);
    expect(detail(relay('safe', [redeem(), redeemPositions(OTHER)]))).toEqual({
      kind: 'refused',
      reason: 'contract',
      detail: `call 2: ${OTHER.toLowerCase()} is not pinned for any call`,
    });
    expect(detail(relay('safe', redemptions(13)))).toMatchObject({
      detail: '13 calls, not 1 to 12',
    });
    expect(detail(relay('safe', [redeem(), redeem()]))).toMatchObject({
      detail: 'only 1 of 2 calls are different',
    });
    expect(detail(relay('safe'), POLICY)).toMatchObject({
      detail: 'calls of a safe are of type 2, and this signer is of type 0',
    });
    expect(detail(relay('safe', undefined, { nonce: 'a secret' }))).toMatchObject({
      detail: 'Relay: nonce',
    });
    const late = relay('depositWallet', undefined, { deadline: String(NOW_S + 3_600) });
    expect(detail(late, policyOf('depositWallet'))).toMatchObject({
      detail: 'in 3600 s, not in 1 to 1200 s',
    });
  });
});

describe('one change to calls that are signed', () => {
  const FIELDS = ['kind', 'wallet', 'nonce', 'calls', 'relay', 'gasLimit', 'deadline', 'extra'];
  const ONE_CALL = [callOf(merge())];
  const near = fc.oneof(fc.constantFrom(0, 1, 1_200, 1_201), fc.integer({ min: -5, max: 2_000 }));
  const odd = fc.oneof(
    fc.anything({ withBigInt: true, maxDepth: 1 }),
    fc.constantFrom(WALLET, OTHER, ADDRESS, RELAY, ...KINDS, '0', '8400000', '8400001', 7, 7n),
    fc.bigInt({ min: 0n, max: 9_000_000n }).map(String),
    near.map((s) => String(NOW_S + s)),
    fc.constantFrom<readonly object[]>([], ONE_CALL, [...ONE_CALL, ...ONE_CALL]),
  );
  const isText = (value: unknown): value is string => typeof value === 'string';
  const isNumber = (value: unknown): value is string =>
    isText(value) && /^(0|[1-9]\d*)$/.test(value);

  /** The promise about a field, written a second time and without the guard's code. */
  function mayBe(request: RelayRequest, field: string, value: unknown): boolean {
    if (!(field in request)) return false;
    switch (field) {
      case 'kind':
        return value === request.kind;
      case 'wallet':
        return isText(value) && value.toLowerCase() === WALLET.toLowerCase();
      case 'nonce':
        return isNumber(value) && BigInt(value) < 1n << 256n;
      case 'relay':
        return isText(value) && /^0x[0-9a-fA-F]{40}$/.test(value);
      case 'gasLimit':
        return isNumber(value) && BigInt(value) >= 1n && BigInt(value) <= 8_400_000n;
      case 'deadline':
        return isNumber(value) && Number(value) > NOW_S && Number(value) <= NOW_S + 1_200;
      default:
        return value === ONE_CALL;
    }
  }

  test('of any field is allowed exactly where it may be another', () => {
    const counted = { allowed: 0, refused: 0 };
    fc.assert(
      fc.property(anyKind, fc.constantFrom(...FIELDS), odd, (kind, field, value) => {
        const request = relay(kind);
        const verdict = asked({ ...request, [field]: value }, policyOf(kind));
        counted[verdict.kind] += 1;
        expect(verdict.kind === 'allowed').toBe(mayBe(request, field, value));
      }),
      { numRuns: 2_500 },
    );
    expect(Math.min(counted.allowed, counted.refused)).toBeGreaterThan(100);
  });

  const BASES = PURPOSES.flatMap((purpose) =>
    ALLOWED_CALLS[purpose]
      .filter(([what]) => !what.startsWith('wrapping'))
      .map(([, call]) => ({ purpose, call })),
  );
  const byte = fc.record({ at: fc.nat(259), to: fc.integer({ min: 0, max: 255 }) });

  test('of the bytes of a call is allowed exactly when a key could send that for itself', () => {
    const counted = { allowed: 0, refused: 0 };
    // Where amounts and markets end.
    const amounts = fc.record({ at: fc.constantFrom(66, 98, 163), to: fc.nat(255) });
    const changes = fc.array(fc.oneof(byte, amounts), { minLength: 1, maxLength: 2 });
    fc.assert(
      fc.property(fc.constantFrom(...BASES), anyKind, changes, ({ purpose, call }, kind, bytes) => {
        const data = Buffer.from(String(call.data).slice(2), 'hex');
        for (const { at, to } of bytes) data[at % data.length] = to;
        const other: Asked = { ...call, data: `0x${data.toString('hex')}` };
        const right = purpose === 'trade' ? merge(CONDITION31, 77n) : setApproval();
        if (callOf(other).data === callOf(right).data) return;
        const own = judgeTransaction(other, bindPolicy({ ...POLICY, purpose }, ADDRESS));
        const verdict = asked(relay(kind, [right, other]), policyOf(kind, purpose));
        counted[verdict.kind] += 1;
        expect(verdict.kind).toBe(own.kind);
      }),
      { numRuns: 1_500 },
    );
    expect(Math.min(counted.allowed, counted.refused)).toBeGreaterThan(100);
  });

  test('no garbage is signed, and nothing makes the guard throw', () => {
    const anything = fc.anything({ withBigInt: true, maxDepth: 3 });
    const call = fc.record({
      to: fc.constantFrom(...BASES.map((base) => base.call.to)),
      data: fc.uint8Array({ maxLength: 260 }).map((of) => `0x${Buffer.from(of).toString('hex')}`),
    });
    const shaped = fc
      .record({ kind: anyKind, calls: fc.array(fc.oneof(call, anything), { maxLength: 3 }) })
      .map(({ kind, calls }) => relay(kind, [], { calls }));
    fc.assert(
      fc.property(fc.oneof(anything, shaped), anyKind, (request, kind) => {
        expect(asked(request, policyOf(kind)).kind).toBe('refused');
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('the signature', () => {
  const key = new SigningKey(KEY);

  function signatureOf(request: RelayRequest, change: Partial<SignerPolicy> = {}): string {
    const verdict = asked(request, { ...policyOf(request.kind), ...change });
    if (verdict.kind === 'refused') throw new Error(verdict.detail);
    return signRelay(verdict.relay, key).signature;
  }

  test('is another one for another nonce, wallet, deadline, gas, relay, call, or order of calls', () => {
    for (const kind of KINDS) {
      const base = relay(kind);
      const of = {
        proxy: { relay: [OTHER], gasLimit: ['2500001'] },
        safe: {},
        depositWallet: { deadline: [String(NOW_S + 601)] },
      }[kind];
      const others = [
        ['8', '70'].map((nonce) => relay(kind, undefined, { nonce })),
        Object.entries(of).flatMap(([field, values]) =>
          values.map((value) => relay(kind, undefined, { [field]: value })),
        ),
        [
          [merge(), redeem(), redeemPositions()],
          [redeemPositions(), redeem()],
          [redeem()],
          [merge()],
          [redeemPositions(), redeem(), mergePositions()],
        ].map((calls) => relay(kind, calls)),
      ].flat();
      const signatures = [base, ...others].map((request) => signatureOf(request));
      expect(new Set(signatures).size, kind).toBe(others.length + 1);
      expect(signatureOf(base)).toBe(signatures[0]);
    }
    for (const kind of ['safe', 'depositWallet'] as const) {
      const ofOther = relay(kind, undefined, { wallet: OTHER });
      expect(signatureOf(ofOther, { funder: OTHER })).not.toBe(signatureOf(relay(kind)));
    }
  });

  test('comes from the thread, which judges by the clock of the host, refuses by name and signs on', async () => {
    const { signer } = await started({ policy: policyOf('depositWallet') });
    const inS = (seconds: number) => {
      const deadline = String(Math.floor(Date.now() / 1_000) + seconds);
      return relay('depositWallet', undefined, { deadline });
    };
    const signed = await signer.signRelay(inS(600));
    expect(signed).toMatchObject({ data: '0x', operation: 0 });
    for (const [request, refusal] of [
      [inS(-1), 'deadline'],
      [inS(3_600), 'deadline'],
      [relay('safe'), 'signatureType'],
      [{ ...inS(600), calls: () => [] }, 'malformed'],
      [{ ...inS(600), calls: [callOf(approve())] }, 'purpose'],
    ] as const) {
      const signing = signer.signRelay(request as RelayRequest);
      await expect(signing).rejects.toMatchObject({ kind: 'refused', refusal });
    }
    expect(signer.refusals.get('deadline')).toBe(2);
    expect((await signer.signRelay(inS(600))).signature).toMatch(/^0x[0-9a-f]{128}1[bc]$/);
    await signer.close();
    await expect(signer.signRelay(inS(600))).rejects.toMatchObject({ kind: 'ended' });
  });
});
