import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ProbeStep } from '../../../src/app/doctor/probe-order.ts';
import { doctorCommand } from '../../../src/app/doctor.ts';
import { SIGNATURE_TYPES } from '../../../src/data/polymarket/order/trading-account.ts';
import { call } from '../../app/called.ts';
import { DoctorHost, idsOf } from './doctor-host.ts';

let host: DoctorHost;
beforeAll(async () => {
  host = await DoctorHost.start();
}, 60_000);
afterEach(() => host.mend());
afterAll(() => host.close());

const STEPS = ['placed', 'found', 'cancelled', 'gone'];
const WALLETS = ['eoa', 'proxy', 'safe', 'depositWallet'] as const;
const MINUTE_MS = 60_000;

async function probe(env: Readonly<Record<string, string>> = {}) {
  const diagnosis = await host.doctor(env, '--probe-order', '--yes');
  const { probe: steps } = diagnosis as typeof diagnosis & { probe: readonly ProbeStep[] };
  return { ...diagnosis, steps };
}

describe('The order that proves the whole way', () => {
  test.each(WALLETS)(
    'is placed, found by its own hash, cancelled and gone: %s',
    async (kind) => {
      const account = host.accounts[SIGNATURE_TYPES[kind]];
      if (account === undefined) throw new Error('there is an account of each kind');
      const { code, ok, checks, steps, text } = await probe(host.envOf(account));
      expect([...idsOf(checks, 'wrong'), ...idsOf(checks, 'warn')], text).toEqual([]);
      expect(
        steps.map(({ id }) => id),
        text,
      ).toEqual(STEPS);
      expect(
        steps.every((step) => step.ok),
        text,
      ).toBe(true);
      expect({ code, ok }).toEqual({ code: 0, ok: true });
      expect(steps[0]?.text).toMatch(/^placed \d+ .+ at \$0\.\d+ in ".+" as 0x[0-9a-f]{64}$/);
      expect(steps[3]?.text).toBe('gone: every list of the venue agrees, nothing is open');
      expect(host.openOrders).toEqual([]);
    },
    MINUTE_MS,
  );

  test(
    'is not placed while a check is wrong',
    async () => {
      const { code, steps } = await probe(host.envOf(host.empty));
      expect(code).toBe(1);
      expect(steps).toEqual([
        { id: 'placed', ok: false, text: 'no order is placed while something is wrong' },
      ]);
    },
    MINUTE_MS,
  );

  test(
    'is found and taken away also where the answer to it was lost',
    async () => {
      host.world.sim.trading?.inject({ on: 'post', fault: { kind: 'acceptThenDrop' } });
      const { code, steps } = await probe();
      expect(code).toBe(1);
      expect(steps.map(({ id, ok }) => ({ id, ok }))).toEqual([{ id: 'placed', ok: false }]);
      expect(host.openOrders).toEqual([]);
    },
    MINUTE_MS,
  );

  test(
    'says in the words of the venue why it was refused',
    async () => {
      const error = 'Trading is currently disabled. Check polymarket.com for updates';
      const fault = { kind: 'refuse', status: 503, error } as const;
      host.world.sim.trading?.inject({ on: 'post', fault });
      const { code, steps } = await probe();
      expect(code).toBe(1);
      expect(steps[0]?.text).toContain(error);
      expect(host.openOrders).toEqual([]);
    },
    MINUTE_MS,
  );

  test(
    'needs a terminal that says yes, or --yes',
    async () => {
      const called = call(doctorCommand, ['--probe-order'], { ...host.env });
      expect(await called.code).toBe(2);
      expect(called.err()).toMatch(/needs a terminal: polymind doctor --probe-order --yes/);
      expect(called.err()).toMatch(
        /A post-only order in ".+":\n {2}buy \d+ .+ at \$0\.\d+, the lowest/,
      );
      expect(host.openOrders).toEqual([]);
    },
    MINUTE_MS,
  );
});
