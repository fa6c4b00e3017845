import { type Check, firstFailed, pathOf, polygonCheck, type Refused, refused } from './check.ts';
import type { BoundPolicy } from './policy.ts';
import {
  RELAY_CALLS_MAX,
  RELAY_DEADLINE_S_MAX,
  RELAY_GAS_MAX,
  type RelayValue,
  relayRequest,
} from './relay-request.ts';
import { type AskedCall, purposeCheck, understood } from './understood-call.ts';

/** Calls for our own wallet, each of them understood; `account` is the key that speaks for it. */
export type CheckedRelay = RelayValue & { readonly account: string };

export type RelayVerdict = { readonly kind: 'allowed'; readonly relay: CheckedRelay } | Refused;

export interface RelayJudge {
  readonly policy: BoundPolicy;
  /** Unix seconds. */
  readonly nowS: number;
}

const SIGNATURE_TYPES: Readonly<Record<RelayValue['kind'], number>> = {
  proxy: 1,
  safe: 2,
  depositWallet: 3,
};

/**
 * Whether these calls may be signed for the wallet. The wallet itself makes them, so that it is paid;
 * each is held to the rules of transactions, and what packs them is ours, never the request's.
 */
export function judgeRelay(request: unknown, judge: RelayJudge): RelayVerdict {
  const parsed = relayRequest.safeParse(request);
  if (!parsed.success) return refused('malformed', `Relay: ${pathOf(parsed.error)}`);
  const { data: value } = parsed;
  const failed = firstFailed([
    ...walletChecks(value, judge.policy),
    ...batchChecks(value.calls),
    ...kindChecks(value, judge.nowS),
  ]);
  if (failed !== null) return failed;
  const calls: AskedCall[] = [];
  for (const [index, asked] of value.calls.entries()) {
    const call = allowedCall(asked, judge.policy);
    if ('kind' in call) return refused(call.reason, `call ${index + 1}: ${call.detail}`);
    calls.push(call);
  }
  return { kind: 'allowed', relay: { ...value, calls, account: judge.policy.account } };
}

function walletChecks({ kind, wallet }: RelayValue, policy: BoundPolicy): Check[] {
  const { signatureType, funder, chainId } = policy;
  const right = SIGNATURE_TYPES[kind];
  return [
    [
      signatureType === right,
      'signatureType',
      `calls of a ${kind} are of type ${right}, and this signer is of type ${signatureType}`,
    ],
    [wallet === funder, 'wallet', `${wallet}, not ${funder}`],
    polygonCheck(BigInt(chainId)),
  ];
}

function batchChecks(calls: readonly AskedCall[]): Check[] {
  const count = calls.length;
  const different = new Set(calls.map(({ to, data }) => `${to} ${data}`)).size;
  return [
    [count > 0 && count <= RELAY_CALLS_MAX, 'batch', `${count} calls, not 1 to ${RELAY_CALLS_MAX}`],
    [different === count, 'batch', `only ${different} of ${count} calls are different`],
  ];
}

/** What only one kind of wallet signs. */
function kindChecks(value: RelayValue, nowS: number): Check[] {
  switch (value.kind) {
    case 'safe':
      return [];
    case 'proxy': {
      const { gasLimit } = value;
      const isRight = gasLimit > 0n && gasLimit <= RELAY_GAS_MAX;
      return [[isRight, 'gas', `${gasLimit}, at most ${RELAY_GAS_MAX}`]];
    }
    case 'depositWallet': {
      const leftS = value.deadline - BigInt(nowS);
      const isRight = leftS > 0n && leftS <= BigInt(RELAY_DEADLINE_S_MAX);
      return [[isRight, 'deadline', `in ${leftS} s, not in 1 to ${RELAY_DEADLINE_S_MAX} s`]];
    }
  }
}

function allowedCall(asked: AskedCall, policy: BoundPolicy): AskedCall | Refused {
  const known = understood(asked);
  if (known.kind === 'refused') return known;
  const wallet = { as: 'wallet', policy } as const;
  const checks = [purposeCheck(known, wallet), ...known.rule.checks(known.args, wallet)];
  return firstFailed(checks) ?? known.call;
}
