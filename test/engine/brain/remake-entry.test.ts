import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntryContext } from '../../../src/engine/brain/entry-context.ts';
import { type EntryJudgement, judgeEntry } from '../../../src/engine/brain/judge-entry.ts';
import { differencesOf, remakeEntry } from '../../../src/engine/brain/remake-entry.ts';
import type { Decision } from '../../../src/engine/domain/decision.ts';
import type { EntryRecord } from '../../../src/engine/domain/decision-record.ts';
import { PAPER, type SignalId } from '../../../src/engine/domain/ids.ts';
import { NOW_MS } from '../intelligence/examples.ts';
import { entryContext, settings } from './entry-examples.ts';

type Texts = Readonly<Record<string, string>>;

function recordOf(
  { settings: _, ...inputs }: EntryContext,
  of: { readonly texts?: Texts; readonly model?: EntryRecord['model'] } = {},
): EntryRecord {
  const { texts = {}, model = null } = of;
  const about = { id: 'd', signalId: 's' as SignalId, ledger: PAPER, atMs: NOW_MS };
  // What a database gives back is what went through JSON.
  const record = { ...about, version: '1', settingsVersion: 4, settings: texts, inputs, model };
  return JSON.parse(JSON.stringify(record)) as EntryRecord;
}

function decisionOf(judged: EntryJudgement): Decision {
  const { verdict, gates } = judged;
  const isIn = judged.verdict === 'accepted';
  return {
    ...{ verdict, gates, reason: isIn ? null : judged.reason },
    ...{ spend: isIn ? judged.spend : null, limitPrice: isIn ? judged.limitPrice : null },
  } as Decision;
}

describe('a decision made again', () => {
  it('comes out the same from what is on record, whatever the settings were', () => {
    const texts = fc.record({
      'entry.minQuality': fc.constantFrom('0', '0.5', '1'),
      'limits.orderPercent': fc.constantFrom('0', '0.8', '2'),
      'entry.driftCents': fc.constantFrom('0', '2'),
      'size.fixedMinimum': fc.constantFrom('1', '5', '9'),
    });
    fc.assert(
      fc.property(texts, fc.boolean(), (of, isPaused) => {
        const paused = { cause: 'person', reason: '', atMs: 0, day: null } as const;
        const base = entryContext({ settings: settings(of) });
        const context = isPaused ? { ...base, control: { ...base.control, paused } } : base;
        const remade = remakeEntry(recordOf(context, { texts: of }));
        if (!remade.ok) throw new Error(remade.problem);
        expect(differencesOf(decisionOf(judgeEntry(context)), remade.judged)).toEqual([]);
      }),
    );
  });

  it('hears the model say what it said then', () => {
    const text = '{"verdict":"shrink","sizePercent":60,"confidence":1,"reason":"thin"}';
    const said = { name: 'm', word: { kind: 'said', text } as const, consultation: 'q' };
    const remade = remakeEntry(recordOf(entryContext(), { model: said }));
    expect(remade).toMatchObject({ ok: true, judged: { verdict: 'accepted', spend: 3_000_000 } });
    const silent = {
      name: 'm',
      word: { kind: 'silent', silence: 'timeout' } as const,
      consultation: null,
    };
    const texts = { 'llm.fallback': 'reject' };
    const denied = remakeEntry(
      recordOf(entryContext({ settings: settings(texts) }), { texts, model: silent }),
    );
    expect(denied).toMatchObject({
      ok: true,
      judged: { verdict: 'denied', reason: 'modelSilent' },
    });
  });

  it('names what differs', () => {
    const remade = remakeEntry(recordOf(entryContext()));
    if (!remade.ok) throw new Error(remade.problem);
    const other = { ...decisionOf(remade.judged), spend: 4_000_000 as Decision['spend'] };
    expect(differencesOf(other, remade.judged)).toEqual(['budget: 4000000 then, 5000000 now']);
  });

  it('says when the settings of then are none any more', () => {
    const remade = remakeEntry(recordOf(entryContext(), { texts: { 'entry.gone': '1' } }));
    expect(remade).toEqual({
      ok: false,
      problem: 'its settings are not of now: there is no setting "entry.gone"',
    });
  });
});
