import { expect, it } from 'vitest';
import type { Operator, Prompt, Told } from '../../../src/engine/contract/chat-store.ts';
import type { LedgerId } from '../../../src/engine/domain/ids.ts';
import type { Notice } from '../../../src/engine/domain/notice.ts';
import { DAY_MS, MINUTE_MS } from '../../../src/engine/domain/time.ts';
import * as a from './arbitraries.ts';
import { NOW_MS, sampleOf } from './arbitrary-parts.ts';
import type { AskedStore } from './subjects.ts';

const PAPER = 'paper' as LedgerId;
const ANN: Operator = {
  platform: 'telegram',
  userId: '1001',
  role: 'trader',
  name: 'Ann',
  addedBy: 'console',
  addedAtMs: NOW_MS,
};
const PROMPT: Prompt = {
  id: 'p1',
  actor: 'telegram:1001',
  chat: 'telegram:1001',
  action: 'live',
  preparedOn: 'state1',
  run: 'run1',
  expiresAtMs: NOW_MS + MINUTE_MS,
};

/** What every store owes to chats. */
export function chatContract(current: () => AskedStore): void {
  noticeContract(current);
  operatorContract(current);
  promptContract(current);

  it('keeps the newest preferences of each target as they were written', async () => {
    const store = current();
    expect([...(await store.preferences())]).toEqual([]);
    const quiet = { preset: 'quiet', kinds: { fill: 'off' }, hours: [22, 7], note: 'a \u0000 b' };
    await store.putPreferences('console', { preset: 'all' }, NOW_MS);
    await store.putPreferences('telegram:1', quiet, NOW_MS);
    await store.putPreferences('console', { preset: 'few' }, NOW_MS + 1);
    await store.putPreferences('discord:1', null, NOW_MS);
    expect(Object.fromEntries(await store.preferences())).toEqual({
      console: { preset: 'few' },
      'telegram:1': { ...quiet, note: 'a \ufffd b' },
      'discord:1': null,
    });
  });

  it('knows how far something was read', async () => {
    const store = current();
    expect(await store.position('telegram')).toBeNull();
    await store.putPosition('telegram', '41');
    await store.putPosition('telegram', '42');
    await store.putPosition('nul \u0000', 'half \ud83d');
    expect(await store.position('telegram')).toBe('42');
    expect(await store.position('nul \ufffd')).toBe('half \ufffd');
    expect(await store.position('nul \u0000')).toBe('half \ufffd');
    expect(await store.cursor('telegram')).toBeNull();
  });
}

function noticeContract(current: () => AskedStore): void {
  it('shows each target what it was not told, first kinds first, then oldest first', async () => {
    const store = current();
    await commit(store, [
      notice('n1', 'fill', 3),
      notice('n2', 'denied', 1),
      notice('n3', 'killed', 2),
      notice('n4', 'fill', 1),
      notice('n5', 'mode', 1),
      notice('n6', 'fill', 0),
    ]);
    const ids = (limit: number, first: Notice['kind'][], sinceMs = NOW_MS + 1) =>
      pendingIds(store, 'console', { sinceMs, limit, first });
    expect(await ids(9, [])).toEqual(['n2', 'n4', 'n5', 'n3', 'n1']);
    expect(await ids(9, ['killed', 'mode'])).toEqual(['n5', 'n3', 'n2', 'n4', 'n1']);
    expect(await ids(1, ['killed'])).toEqual(['n3']);
    expect(await ids(2, ['killed', 'mode'])).toEqual(['n5', 'n3']);
    expect(await ids(3, ['killed', 'mode'])).toEqual(['n5', 'n3', 'n2']);
    expect(await ids(0, ['killed'])).toEqual([]);
    expect(await ids(9, ['killed'], NOW_MS + 3)).toEqual(['n1']);
    expect(await ids(9, [], NOW_MS)).toHaveLength(6);
    expect(await ids(9, [], -1)).toHaveLength(6);
    const done = { noticeIds: ['n2', 'n3', 'n3'], state: 'sent', atMs: NOW_MS } as const;
    await store.markDelivery('console', done);
    expect(await ids(9, [])).toEqual(['n4', 'n5', 'n1']);
    expect(await pendingIds(store, 'telegram:1')).toHaveLength(6);
  });

  it('shows a notice that was tried again, marked, until its delivery is final', async () => {
    const store = current();
    await commit(store, [notice('n1', 'fill', 1), notice('n2', 'fill', 2)]);
    const mark = (state: 'trying' | 'sent' | 'digest') =>
      store.markDelivery('console', { noticeIds: ['n1'], state, atMs: NOW_MS });
    const look = async () =>
      (await store.pending('console', { sinceMs: 0, limit: 9, first: [] })).map(
        ({ notice: { id }, tried }) => `${id} ${tried}`,
      );
    await mark('trying');
    await mark('trying');
    expect(await look()).toEqual(['n1 true', 'n2 false']);
    await mark('sent');
    expect(await look()).toEqual(['n2 false']);
    await mark('trying');
    await mark('digest');
    expect(await look()).toEqual(['n2 false']);
    expect(await store.digestCounts('console', 0)).toEqual([]);
    await store.markDelivery('console', { noticeIds: [], state: 'sent', atMs: NOW_MS });
    expect(await look()).toEqual(['n2 false']);
  });

  it('enqueues a notice once, even after it was delivered', async () => {
    const store = current();
    const first = notice('n1', 'fill', 1);
    await commit(store, [first]);
    await store.notify({ ...first, subject: 'another' });
    const all = { sinceMs: 0, limit: 9, first: [] } as const;
    expect(await store.pending('console', all)).toEqual([{ notice: first, tried: false }]);
    const done = { noticeIds: ['n1'], state: 'sent', atMs: NOW_MS } as const;
    await store.markDelivery('console', done);
    await store.markDelivery('console', { ...done, atMs: NOW_MS + 1 });
    await commit(store, [first]);
    await store.notify(first);
    expect(await store.pending('console', all)).toEqual([]);
  });

  it('finds what comes late, and is old already, among all that was delivered', async () => {
    const store = current();
    const look = (sinceMs: number) =>
      pendingIds(store, 'console', { sinceMs, limit: 9, first: ['killed'] });
    const done = (noticeIds: string[]) =>
      store.markDelivery('console', { noticeIds, state: 'sent', atMs: NOW_MS });
    await commit(store, [notice('n1', 'fill', DAY_MS)]);
    expect(await look(0)).toEqual(['n1']);
    await done(['n1']);
    expect(await look(0)).toEqual([]);
    await commit(store, [notice('n2', 'fill', 0), notice('n3', 'killed', DAY_MS / 2)]);
    expect(await look(0)).toEqual(['n3', 'n2']);
    await done(['n3']);
    expect(await look(0)).toEqual(['n2']);
    expect(await look(NOW_MS + 1)).toEqual([]);
    await store.notify(notice('n4', 'fill', 1));
    expect(await look(NOW_MS + 1)).toEqual(['n4']);
    expect(await look(0)).toEqual(['n2', 'n4']);
    await done(['n2', 'n4']);
    expect(await look(0)).toEqual([]);
    expect(await pendingIds(store, 'other', { sinceMs: 0, limit: 9, first: [] })).toHaveLength(4);
  });

  it('counts what was left to a digest, by kind and ledger, most first', async () => {
    const store = current();
    const own = [1, 2, 3].map((n) => notice(`f${n}`, 'fill', n));
    const rest = [notice('d1', 'denied', 1), { ...notice('x1', 'fill', 1), ledger: null }];
    await commit(store, [...own, ...rest, notice('n1', 'mode', 1)]);
    const leave = (target: string, noticeIds: string[], atMs: number) =>
      store.markDelivery(target, { noticeIds, state: 'digest', atMs });
    await leave('console', ['f1', 'f2', 'd1', 'x1', 'nobody'], NOW_MS);
    await leave('console', ['f3'], NOW_MS - 1);
    await leave('telegram:1', ['n1'], NOW_MS);
    const sent = { noticeIds: ['n1'], state: 'sent', atMs: NOW_MS } as const;
    await store.markDelivery('console', sent);
    expect(await store.digestCounts('console', NOW_MS)).toEqual([
      { kind: 'fill', ledger: PAPER, count: 2 },
      { kind: 'denied', ledger: PAPER, count: 1 },
      { kind: 'fill', ledger: null, count: 1 },
    ]);
    const [most] = await store.digestCounts('console', 0);
    expect(most).toEqual({ kind: 'fill', ledger: PAPER, count: 3 });
    expect(await store.digestCounts('telegram:1', 0)).toEqual([
      { kind: 'mode', ledger: PAPER, count: 1 },
    ]);
    expect(await store.digestCounts('nobody', 0)).toEqual([]);
  });
}

function operatorContract(current: () => AskedStore): void {
  it('adds, changes and removes operators, and tells of each', async () => {
    const store = current();
    expect(await store.operators()).toEqual([]);
    const bob: Operator = { ...ANN, platform: 'discord', userId: '9', name: 'B\u0000b' };
    await store.putOperator(ANN, told('c1'));
    await store.putOperator(bob, told('c2'));
    const stored = { ...bob, name: 'B\ufffdb' };
    expect(await store.operators()).toEqual([stored, ANN]);
    const admin: Operator = { ...ANN, role: 'admin', addedBy: 'discord:9', addedAtMs: NOW_MS + 5 };
    await store.putOperator(admin, told('c3'));
    expect(await store.operators()).toEqual([stored, admin]);
    await store.removeOperator({ platform: 'discord', userId: '1001' }, told('c4'));
    await store.removeOperator({ platform: 'telegram', userId: '1001' }, told('c5'));
    expect(await store.operators()).toEqual([stored]);
    const names = (await store.recentAudit(9)).map(({ commandId }) => commandId);
    expect(names).toEqual(['c5', 'c4', 'c3', 'c2', 'c1']);
    expect(await pendingIds(store, 'console')).toEqual(['c1', 'c2', 'c3', 'c4', 'c5']);
  });

  it('acts once on a change of operators that comes again', async () => {
    const store = current();
    await store.putOperator(ANN, told('c1'));
    await store.removeOperator(ANN, told('c2'));
    await store.putOperator(ANN, told('c1'));
    expect(await store.operators()).toEqual([]);
    await store.putOperator(ANN, told('c3'));
    await store.removeOperator(ANN, told('c2'));
    expect(await store.operators()).toEqual([ANN]);
    expect(await store.recentAudit(9)).toHaveLength(3);
    expect(await pendingIds(store, 'console')).toHaveLength(3);
  });

  it('writes an operator with what is told of it, or nothing of both', async () => {
    const store = current();
    const { entry, notice: words } = told('c1');
    const broken = { ...words, data: { amount: Number.NaN } };
    await expect(store.putOperator(ANN, { entry, notice: broken })).rejects.toThrow('Invariant');
    const never = { ...ANN, addedAtMs: Number.NaN };
    await expect(store.putOperator(never, told('c1'))).rejects.toThrow('Invariant');
    expect(await store.operators()).toEqual([]);
    expect(await store.recentAudit(9)).toEqual([]);
    expect(await pendingIds(store, 'console')).toEqual([]);
  });

  it('keeps the first audit row of an id', async () => {
    const store = current();
    const entry = sampleOf(a.auditEntry, { commandId: 'c1', action: 'stranger' });
    await store.audit(entry);
    await store.audit({ ...entry, action: 'another' });
    expect(await store.recentAudit(9)).toEqual([entry]);
    const { commandIds } = await store.snapshot(entry.atMs);
    expect(commandIds).toEqual(['c1']);
  });
}

function promptContract(current: () => AskedStore): void {
  const in1 = { run: 'run1', atMs: NOW_MS };

  it('uses a prompt once, in time and in the run that asked', async () => {
    const store = current();
    await store.putPrompt(PROMPT);
    expect(await store.usePrompt('p2', in1)).toBe(false);
    expect(await store.usePrompt('p1', { ...in1, run: 'run2' })).toBe(false);
    expect(await store.usePrompt('p1', { ...in1, atMs: PROMPT.expiresAtMs })).toBe(false);
    expect(await store.usePrompt('p1', { ...in1, atMs: PROMPT.expiresAtMs - 1 })).toBe(true);
    expect(await store.usePrompt('p1', in1)).toBe(false);
    await store.putPrompt(PROMPT);
    expect(await store.usePrompt('p1', in1), 'asked again under the same id').toBe(false);
  });

  it('gives a prompt to exactly one of those who use it at once', async () => {
    const store = current();
    for (let round = 0; round < 20; round += 1) {
      const id = `p${round}`;
      await store.putPrompt({ ...PROMPT, id });
      const answers = await Promise.all(Array.from({ length: 8 }, () => store.usePrompt(id, in1)));
      expect(answers.filter((used) => used)).toHaveLength(1);
    }
  });

  it('forgets prompts that ended a day before a new one', async () => {
    const store = current();
    const ends = (expiresAtMs: number) =>
      store.putPrompt({ ...PROMPT, id: `${expiresAtMs}`, expiresAtMs });
    await ends(NOW_MS);
    await ends(NOW_MS + DAY_MS);
    expect(await store.usePrompt(`${NOW_MS}`, { run: 'run1', atMs: NOW_MS - 1 })).toBe(true);
    await ends(NOW_MS + 1);
    await ends(NOW_MS + DAY_MS + 2);
    expect(await store.usePrompt(`${NOW_MS + 1}`, in1)).toBe(false);
    await ends(NOW_MS);
    expect(await store.usePrompt(`${NOW_MS}`, { run: 'run1', atMs: NOW_MS - 1 })).toBe(true);
  });
}

function notice(id: string, kind: Notice['kind'], afterMs: number): Notice {
  return { id, kind, ledger: PAPER, subject: 's', data: { amount: 1 }, atMs: NOW_MS + afterMs };
}

function told(id: string): Told {
  const { atMs } = notice(id, 'operators', 0);
  return {
    entry: sampleOf(a.auditEntry, { commandId: id, action: 'operator', atMs }),
    notice: notice(id, 'operators', 0),
  };
}

async function commit(store: AskedStore, notices: readonly Notice[]): Promise<void> {
  await store.commit(notices.map((one) => ({ kind: 'notice', notice: one })));
}

async function pendingIds(
  store: AskedStore,
  target: string,
  query: { sinceMs: number; limit: number; first: readonly Notice['kind'][] } = {
    ...{ sinceMs: 0, limit: 100, first: [] },
  },
): Promise<string[]> {
  return (await store.pending(target, query)).map(({ notice: { id } }) => id);
}
