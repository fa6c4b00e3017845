import { onTestFinished } from 'vitest';
import type { ControlActs } from '../../src/ops/control/acts.ts';
import { ControlServer } from '../../src/ops/control/server.ts';

/** What a program answers that has nothing to do. */
const QUIET: ControlActs = {
  kill: async () => ({ blocked: true, tookMs: 1, openBefore: 0, openLeft: 0, message: '' }),
  status: () => ({ pid: 7, killed: null, openOrders: 0 }),
  ping: () => ({ pid: 7 }),
  operators: async () => ({ operators: [] }),
  addOperator: async () => ({ outcome: 'done', message: '' }),
  removeOperator: async () => ({ outcome: 'done', message: '' }),
  totpChanged: async () => ({}),
  dump: async () => ({ directory: null }),
};

/** Stands in for the program that runs on a folder; gives back what it was asked. */
export async function answerOn(
  folder: string,
  changed: Partial<ControlActs> = {},
): Promise<readonly unknown[]> {
  const asked: unknown[] = [];
  const acts = { ...QUIET, ...changed };
  const server = await ControlServer.open(
    folder,
    {
      ...acts,
      kill: (request) => {
        asked.push(request);
        return acts.kill(request);
      },
      addOperator: (request) => {
        asked.push(request);
        return acts.addOperator(request);
      },
      removeOperator: (request) => {
        asked.push(request);
        return acts.removeOperator(request);
      },
      totpChanged: (request) => {
        asked.push(request);
        return acts.totpChanged(request);
      },
    },
    () => undefined,
  );
  onTestFinished(() => server.close());
  return asked;
}
