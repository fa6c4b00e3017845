import { POLYMARKET_CONTRACTS } from '../../engine/domain/venue-rules/polymarket-contracts.ts';
import { CALL_RULES, CALLS, type Caller, type CallRule, isContract } from './call-rules.ts';
import { type Check, type Refused, refused } from './check.ts';

/** A call that a signature is asked for. */
export interface AskedCall {
  readonly to: string;
  readonly data: string;
}

/** A call that was understood: its rule, its arguments, and they alone written anew. */
interface Understood {
  readonly kind: 'understood';
  readonly rule: CallRule;
  readonly args: readonly unknown[];
  readonly call: AskedCall;
}

/** The call, decoded and encoded again for a contract of our own table; or why it is none of ours. */
export function understood({ to, data }: AskedCall): Understood | Refused {
  const rules = CALL_RULES.filter(({ contract }) => isContract(to, contract));
  if (rules.length === 0) return refused('contract', `${to} is not pinned for any call`);
  for (const rule of rules) {
    const args = argsIn(rule, data);
    if (args === null) continue;
    const call = { to: POLYMARKET_CONTRACTS[rule.contract], data };
    return { kind: 'understood', rule, args, call };
  }
  const names = rules.map(({ call }) => call).join(' and ');
  return refused('call', `of ${rules[0]?.contract} only ${names} may be called, as it is encoded`);
}

/** Whether this signer is for such calls at all. */
export function purposeCheck({ rule }: Pick<Understood, 'rule'>, { policy }: Caller): Check {
  const { purpose } = policy;
  return [rule.purpose === purpose, 'purpose', `${rule.call}: this signer is for ${purpose}`];
}

/** The arguments, when the data is this call and encoding them gives the same data again. */
function argsIn({ call }: CallRule, data: string): readonly unknown[] | null {
  const fragment = CALLS.getFunction(call);
  if (fragment === null || !data.startsWith(fragment.selector)) return null;
  try {
    const args: readonly unknown[] = CALLS.decodeFunctionData(fragment, data).toArray(true);
    return CALLS.encodeFunctionData(fragment, args) === data ? args : null;
  } catch {
    // It says what it could not decode; that is the request's own, and is not repeated.
    return null;
  }
}
