import { deployBody } from './relay-body.ts';
import { type RelayedOutcomeOptions, relayedOutcome } from './relayed-outcome.ts';
import type { CallsAnswer } from './wallet-calls.ts';

/**
 * Has the relayer make the deposit wallet of a key. One that is there already is not made a second
 * time, so after `unknown` it may be asked again; `Relayer.isDeployed` tells.
 */
export async function deployDepositWallet(
  key: string,
  options: RelayedOutcomeOptions,
): Promise<CallsAnswer> {
  const { relayer } = options;
  await relayer.turn();
  const answer = await relayer.submit(deployBody(key));
  switch (answer.kind) {
    case 'taken':
      return await relayedOutcome(answer, options);
    case 'notNow':
    case 'refused':
      return { kind: 'failed', transaction: null, why: answer.why };
    case 'unknown':
      return { kind: 'unknown', transaction: null, why: answer.why };
  }
}
