import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { answer } from '../../../servers/write-double.ts';
import { SECRETS } from './clob-double.ts';
import { accepted, go, madeBy, started } from './executor-setup.ts';

describe('credentials', () => {
  const refusing = { ...SECRETS, apiKey: 'another-key', passphrase: 'another-passphrase' };

  test('are derived once for many requests', async () => {
    const { executor, double } = await started({ 'DELETE /order': () => answer({}) });
    await Promise.all(Array.from({ length: 10 }, () => executor.cancelOrder('0x1')));
    expect(double.count('GET /auth/derive-api-key')).toBe(1);
    expect(double.count('POST /auth/api-key')).toBe(0);
  });

  test.each([400, 404])('are created where the venue has none (%i)', async (status) => {
    const { executor, double } = await started({ 'DELETE /order': () => answer({}) });
    double.deriveStatus = status;
    await executor.cancelOrder('0x1');
    expect(double.count('POST /auth/api-key')).toBe(1);
    expect(executor.access.known?.apiKey).toBe(SECRETS.apiKey);
  });

  test('that are refused are made anew, and the next sending uses them', async () => {
    const { executor, double, faults } = await started({
      'POST /order': () => accepted(order.hash),
    });
    const order = await madeBy(executor);
    let changes = 0;
    executor.access.onChange(() => {
      changes += 1;
    });
    double.credentials = refusing;
    expect(await executor.executeOrder(order, go)).toMatchObject({
      kind: 'notAccepted',
      cause: 'unauthorized',
    });
    expect(double.count('GET /auth/derive-api-key')).toBe(2);
    expect(changes).toBe(1);
    expect(await executor.executeOrder(order, go)).toMatchObject({ kind: 'accepted' });
    expect(faults).toEqual([]);
  });

  test('that stay refused are a fault, and are not asked for again and again', async () => {
    const { executor, double, faults } = await started({
      'POST /order': () => answer({ error: 'Unauthorized/Invalid api key' }, 401),
    });
    const order = await madeBy(executor);
    for (let at = 0; at < 4; at += 1) {
      expect(await executor.executeOrder(order, go)).toMatchObject({ cause: 'unauthorized' });
    }
    expect(double.count('GET /auth/derive-api-key')).toBe(2);
    expect(faults.map(([fault]) => fault)).toEqual(Array(3).fill('unauthorized'));
  });

  test('that the key itself cannot renew are a fault', async () => {
    const { executor, double, faults } = await started({});
    const order = await madeBy(executor);
    double.credentials = refusing;
    double.deriveStatus = 401;
    await executor.executeOrder(order, go);
    expect(faults.map(([fault]) => fault)).toEqual(['unauthorized']);
  });

  test('that 20 requests find refused at once are renewed once', async () => {
    const { executor, double, faults } = await started({ 'DELETE /order': () => answer({}) });
    await executor.cancelOrder('0x1');
    double.credentials = refusing;
    await Promise.all(Array.from({ length: 20 }, () => executor.cancelOrder('0x1')));
    expect(double.count('GET /auth/derive-api-key')).toBe(2);
    expect(faults).toEqual([]);
  });

  test('are in no answer, error or dump', async () => {
    const { executor, double } = await started({ 'POST /order': () => ({ kind: 'drop' }) });
    const order = await madeBy(executor);
    const answers: unknown[] = [await executor.executeOrder(order, go), order];
    double.credentials = refusing;
    double.deriveStatus = 500;
    answers.push(await executor.cancelOrder(order.hash));
    answers.push(await executor.readAccount({ sinceMs: 0, tokens: [] }).catch((e: unknown) => e));
    answers.push(executor, executor.metrics());
    const dump = inspect(answers, { depth: 12 });
    for (const secret of [SECRETS.secret, SECRETS.passphrase, refusing.passphrase]) {
      expect(dump).not.toContain(secret);
    }
  });
});

describe("the venue's clock", () => {
  test('dates signatures, however far it is away', async () => {
    const { executor, double } = await started({ 'DELETE /order': () => answer({}) });
    double.aheadS = 3_600;
    await executor.cancelOrder('0x1');
    const [, derive, cancel] = double.server.taken.map(({ headers }) => headers['poly_timestamp']);
    const hostS = Date.now() / 1_000;
    expect(Number(derive)).toBeGreaterThan(hostS + 3_590);
    expect(Number(cancel)).toBeGreaterThan(hostS + 3_590);
  });

  test.each([
    [90, /^this host's clock is \d+\.\d s behind the venue's$/],
    [-90, /^this host's clock is \d+\.\d s ahead of the venue's$/],
  ])('%i s away is a fault', async (aheadS, words) => {
    const { executor, double, faults } = await started({});
    double.aheadS = aheadS;
    const { skewMs } = await executor.checkClock();
    expect(Math.round(skewMs / 10_000)).toBe(aheadS / 10);
    expect(faults).toEqual([['clockSkew', expect.stringMatching(words)]]);
  });

  test('within two seconds is none', async () => {
    const { executor, faults } = await started({});
    await executor.checkClock();
    expect(faults).toEqual([]);
  });
});
