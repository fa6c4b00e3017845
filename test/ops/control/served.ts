import { onTestFinished } from 'vitest';
import type { ControlActs } from '../../../src/ops/control/acts.ts';
import { ControlClient } from '../../../src/ops/control/client.ts';
import { ControlServer } from '../../../src/ops/control/server.ts';

export const KILL = { id: 'k1', reason: 'by host' };
export const PROOF = { blocked: true, tookMs: 1, openBefore: 2, openLeft: 0, message: '' };
const DONE = { outcome: 'done', message: '' } as const;

/** What a program answers that has nothing to do. */
export function actsOf(changed: Partial<ControlActs> = {}): ControlActs {
  return {
    kill: async () => PROOF,
    status: () => ({ pid: 7, killed: null, openOrders: 0 }),
    ping: () => ({ pid: 7 }),
    operators: async () => ({ operators: [] }),
    addOperator: async () => DONE,
    removeOperator: async () => DONE,
    totpChanged: async () => ({}),
    dump: async () => ({ directory: null }),
    ...changed,
  };
}

export async function served(folder: string, acts = actsOf()) {
  const reported: unknown[] = [];
  const server = await ControlServer.open(folder, acts, (error) => reported.push(error));
  onTestFinished(() => server.close());
  return { server, reported, client: new ControlClient(folder) };
}
