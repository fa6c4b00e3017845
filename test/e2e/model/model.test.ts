import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { replayCommand } from '../../../src/app/replay.ts';
import { openStore } from '../../../src/data/store/open-store.ts';
import type { Decision } from '../../../src/engine/domain/decision.ts';
import type { DecisionRecord, EntryRecord } from '../../../src/engine/domain/decision-record.ts';
import { shortId } from '../../../src/engine/domain/ids.ts';
import type { ModelSilence } from '../../../src/engine/domain/model.ts';
import { AnthropicSim, type Manner } from '../../../src/sim/llm/anthropic-sim.ts';
import { call } from '../../app/called.ts';
import { temporaryFolder } from '../../app/folder.ts';
import { ADA, ChatRun } from '../chat/chat-run.ts';
import { Phone } from '../chat/telegram-phone.ts';

const KEY = 'sk-ant-canary-7Qm2vXw9Lr4tYb8Zk1Ns';
const PATIENCE = { timeout: 240_000, interval: 20 };
/** Copies are not held back by limits that other tests are about. */
const SETTINGS = {
  ...{ 'llm.consult': 'on', 'llm.fallback': 'reject', 'llm.timeoutSeconds': '2' },
  ...{ 'entry.minLeaderClip': '1', 'entry.maxAgeSeconds': '60', 'entry.minMinutesToClose': '0' },
  ...{ 'entry.minQuality': '0', 'size.riskPercent': '0', bankroll: '6000' },
  ...{ 'limits.marketPercent': '100', 'limits.groupPercent': '100', 'limits.walletPercent': '100' },
  ...{ 'limits.walletDayPercent': '100', 'limits.categoryPercent': '100' },
  ...{ 'limits.totalPercent': '100', 'limits.positions': '1000', 'limits.ordersPerMinute': '100' },
  ...{ 'limits.dayLossPercent': '100', 'limits.drawdownPercent': '100' },
};

const says = (verdict: string, sizePercent: number): Manner => ({
  kind: 'says',
  text: JSON.stringify({ verdict, sizePercent, confidence: 0.9, reason: `it said ${verdict}` }),
});
const ACCEPTS = says('accept', 100);

let sim: AnthropicSim;
beforeAll(async () => {
  sim = await AnthropicSim.start();
});
afterAll(() => sim.close());

type Word = NonNullable<EntryRecord['model']>['word'];
interface Made {
  readonly decision: Decision;
  readonly word: Word;
}

/** The newest decisions in which a model was asked, with its word. */
function made(run: ChatRun): readonly Made[] {
  const changes = run.live.store.tried.flat();
  const records = new Map<string, DecisionRecord>();
  for (const one of changes) {
    if (one.kind === 'decisionRecord') records.set(one.record.id, one.record);
  }
  return changes.flatMap((one) => {
    if (one.kind !== 'decision') return [];
    const record = records.get(one.decision.id);
    if (record === undefined || record.kind === 'exit' || record.model === null) return [];
    return [{ decision: one.decision, word: record.model.word }];
  });
}

/**
 * Waits for a decision that was made on such a word. The model answers in these manners by turns:
 * what it says of an entry that meanwhile is too late for another reason leads to no decision. Those
 * that are left are for whoever waits next, so that five failures never follow each other.
 */
async function decided(
  run: ChatRun,
  isIt: (one: Made) => boolean,
  manners: readonly Manner[] = [ACCEPTS],
): Promise<Decision> {
  return await vi.waitFor(() => {
    if (sim.next.length === 0) sim.next.push(...manners);
    const words = made(run).map(({ decision, word }) => `${decision.verdict} ${wordOf(word)}`);
    const one = made(run).find(isIt);
    if (one === undefined) throw new Error(`no such decision among: ${words.join(' | ')}`);
    return one.decision;
  }, PATIENCE);
}

function wordOf(word: Word): string {
  return word.kind === 'said' ? word.text : word.silence;
}

const silent = (silence: ModelSilence, verdict: Decision['verdict'] = 'denied') => {
  return ({ decision, word }: Made): boolean =>
    decision.verdict === verdict && word.kind === 'silent' && word.silence === silence;
};
const said = (part: string) => {
  return ({ word }: Made): boolean => word.kind === 'said' && word.text.includes(part);
};

/** How the other side may fail, what that is called, and what a person is told. */
const FAILURES: readonly (readonly [Manner, ModelSilence, string])[] = [
  [{ kind: 'status', status: 429 }, 'rateLimited', 'it was asked too often'],
  [{ kind: 'status', status: 529 }, 'overloaded', 'its servers are overloaded'],
  [{ kind: 'broken' }, 'malformed', 'its answer was not one'],
  [{ kind: 'silent' }, 'timeout', 'it took too long'],
];

test('the running program asks a model, does what is set without it, and says so', async () => {
  sim.manner = ACCEPTS;
  const model = { apiKey: KEY, baseUrl: sim.url, model: 'claude-haiku-4-5' };
  const run = await ChatRun.start({
    follows: true,
    live: { others: { model }, settings: SETTINGS, speed: 20 },
  });
  const ada = await Phone.started(run, ADA, 'Ada');
  const whyOf = async (decision: Decision) =>
    (await ada.ask(`/why ${shortId(decision.id)}`, /copied/)).text;

  const rejected = await decided(run, said('it said reject'), [says('reject', 0)]);
  expect(rejected).toMatchObject({ verdict: 'denied', reason: 'model' });
  expect(await whyOf(rejected)).toContain('the model is against it (it said reject)');
  const shrunk = await decided(run, said('it said shrink'), [says('shrink', 60)]);
  expect(shrunk.gates.at(-1)).toMatchObject({ gate: 'model', actual: 600_000 });
  expect(await whyOf(shrunk)).toContain('it said shrink');

  for (const [manner, silence, words] of FAILURES) {
    const denied = await decided(run, silent(silence), [manner, ACCEPTS]);
    expect(denied.reason).toBe('modelSilent');
    expect(await whyOf(denied)).toContain(`the model gave no answer (${words})`);
  }

  const status = await ada.ask('/status', /equity/);
  expect(status.text).toMatch(
    /model claude-haiku-4-5: .*\$0\.\d\d of \$2 today, [\d,]+ of 200,000/,
  );

  await ada.ask('/settings set llm.fallback rules', /llm\.fallback|fallback/);
  const busy: Manner = { kind: 'status', status: 529 };
  const byRules = await decided(run, silent('overloaded', 'accepted'), [busy, ACCEPTS]);
  expect(await whyOf(byRules)).toContain('its servers are overloaded');

  await ada.ask('/settings set llm.dayTokens 1000', /dayTokens|tokens/i);
  await decided(run, silent('budget', 'accepted'));
  await ada.ask('/settings set llm.fallback reject', /llm\.fallback|fallback/);
  const spent = await decided(run, silent('budget'));
  expect(await whyOf(spent)).toContain('its budget of today is used up');
  expect((await ada.ask('/status', /equity/)).text).toContain('its budget of today is used up');

  expect(sim.asked.length).toBeGreaterThan(5);
  const keys = sim.asked.map(({ headers }) => headers['x-api-key'] ?? headers.authorization);
  expect(keys.every((key) => String(key).includes(KEY))).toBe(true);
  const heard = run.telegram.calls.flatMap(({ parameters }) => [...parameters.values.values()]);
  const left = [
    JSON.stringify(run.live.store.tried),
    ...[heard.join('\n'), run.warned.join('\n'), run.told.join('\n')],
    ...sim.asked.map(({ body }) => body),
  ];
  for (const place of left) expect(place).not.toContain(KEY);
  await replayed(run, [rejected, shrunk, spent, byRules]);
}, 900_000);

/** The same decisions on the command line, from the database of a host. */
async function replayed(run: ChatRun, decisions: readonly Decision[]): Promise<void> {
  await run.close();
  const dataDir = temporaryFolder();
  const store = await openStore({ databaseUrl: null, dataDir });
  for (const changes of run.live.store.tried) await store.commit(changes);
  await store.close();
  const env = { POLYMIND_DATA_DIR: dataDir };
  const replay = (...argv: readonly string[]) => call(replayCommand, argv, env);
  const recorded = made(run).map(({ decision }) => decision.id);
  const exit = run.live.store.tried
    .flat()
    .flatMap((one) => (one.kind === 'decisionRecord' && one.record.kind === 'exit' ? [one] : []))
    .at(-1)?.record;
  for (const id of [...decisions.map((one) => one.id), ...(exit === undefined ? [] : [exit.id])]) {
    const called = replay('--decision', shortId(id));
    expect({ code: await called.code, err: called.err() }).toEqual({ code: 0, err: '' });
    expect(called.out()).toContain('the same through');
    if (recorded.includes(id)) expect(called.out()).toMatch(/model claude-haiku-4-5 said/);
  }
  // The settings changed meanwhile: it is made with those of then, and says so.
  const earlier = replay('--decision', shortId(decisions[0]?.id ?? ''));
  await earlier.code;
  expect(earlier.out()).toContain('llm.dayTokens as it begins then, 1000 now');
  const unknown = replay('--decision', 'ZZZZZZ');
  expect(await unknown.code).toBe(1);
  expect(unknown.err()).toMatch(/Nothing is known of a decision ZZZZZZ; \/why shows the id/);
  const both = replay('--decision', 'ZZZZZZ', '/nowhere.jsonl.gz');
  expect(await both.code).toBe(2);
  expect(both.err()).toContain('--decision stands alone');
  const missing = replay('/nowhere.jsonl.gz');
  expect(await missing.code).toBe(1);
  expect(missing.err()).toContain('There is no tape /nowhere.jsonl.gz');
}

test('a folder without a database says which one it should be', async () => {
  const env = { POLYMIND_DATA_DIR: `${temporaryFolder()}/none` };
  const called = call(replayCommand, ['--decision', 'K3F9QX'], env);
  onTestFinished(() => called.stop());
  expect(await called.code).toBe(1);
  expect(called.err()).toContain('POLYMIND_DATA_DIR names the folder of the service that decided');
});
