import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ALARM_TESTS } from '../../docs/alarm-tests.ts';
import { driftMetrics } from '../../src/app/running/drift-metrics.ts';
import { ALARMS, alarmOf } from '../../src/bot/notice/alarms.ts';
import { type MetricSources, metricsText } from '../../src/bot/web/server/metrics.ts';
import { EVERY_KIND } from '../bot/notice/every-kind.ts';
import { said } from '../bot/notice/words.ts';
import { anchorsOf, read } from './pages.ts';

const RUNBOOK = anchorsOf(read('docs/runbook.md'));

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly runbook: string };
}
const { groups } = parse(read('docs/prometheus-rules.yml'), { uniqueKeys: true }) as {
  readonly groups: readonly { readonly rules: readonly Rule[] }[];
};
const RULES = groups.flatMap(({ rules }) => rules);

describe('every alarm', () => {
  test.each(ALARMS)('%s has an entry of the runbook', (alarm) => {
    expect(RUNBOOK.has(alarm)).toBe(true);
  });

  test.each(Object.entries(ALARM_TESTS))('%s is raised by a test', (_alarm, [file, words]) => {
    expect(read(file)).toContain(words);
  });

  test('is told with the name of its entry, and what is none is not', async () => {
    const told = new Set<string>();
    for (const notice of Object.values(EVERY_KIND).flat()) {
      const alarm = alarmOf(notice);
      const lines = (await said(notice)).filter((line) => line.startsWith('runbook: '));
      expect(lines).toEqual(alarm === null ? [] : [`runbook: ${alarm}`]);
      if (alarm !== null) told.add(alarm);
    }
    expect(told.size).toBeGreaterThan(10);
  });

  test('kills of a person and pauses of a person are none', () => {
    const base = { id: 'n', ledger: null, atMs: 0 } as const;
    const killed = { ...base, kind: 'killed', subject: 'kill' } as const;
    expect(alarmOf({ ...killed, data: { reason: 'by telegram:5' } })).toBeNull();
    expect(alarmOf({ ...killed, data: { reason: 'the books do not add up' } })).toBe('killed');
    expect(alarmOf({ ...base, kind: 'paused', subject: 'person', data: {} })).toBeNull();
  });
});

describe('the rules for Prometheus', () => {
  test.each(RULES)('$alert leads into the runbook', ({ annotations, labels }) => {
    const [page, anchor = ''] = annotations.runbook.split('#');
    expect(page).toBe('docs/runbook.md');
    expect(RUNBOOK.has(anchor)).toBe(true);
    expect(['page', 'ticket']).toContain(labels.severity);
  });

  test.each(RULES)('$alert asks for metrics and labels that there are', ({ expr }) => {
    const exposed = exposedMetrics();
    for (const [, name = '', , matchers = ''] of expr.matchAll(/\b(polymind_\w+)(\{([^}]*)\})?/g)) {
      expect(exposed.has(name), name).toBe(true);
      for (const [, label = ''] of matchers.matchAll(/(\w+)[=!]/g)) {
        expect(exposed.get(name), `${name}{${label}}`).toContain(label);
      }
    }
  });
});

/** Names of `/metrics` with their labels, of a program in which everything is. */
function exposedMetrics(): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  for (const line of metricsText(everything()).split('\n')) {
    const match = /^(polymind_\w+)(?:\{(.*)\})? /.exec(line);
    if (match === null) continue;
    names.set(
      match[1] ?? '',
      [...(match[2] ?? '').matchAll(/(\w+)=/g)].map(([, l = '']) => l),
    );
  }
  return names;
}

function everything(): MetricSources {
  const feed = {
    ...{ name: 'Polymarket books', source: 's', state: 'live', ageMs: 1, lagMsP50: 1, lagMsP99: 1 },
    ...{ messages: 1, problems: 0, reconnects: 0, trades: null, note: null },
  };
  const status = {
    control: { killed: null, paused: null },
    ...{ books: { known: 1, trusted: 1 }, wallets: { enabled: 1 }, mode: 'paper' },
    database: { failingSinceMs: null, writesWaiting: 0 },
    today: { copied: 0, exited: 0, denied: 0, byGate: [] },
    ...{ ledgers: [], feeds: [feed] },
  };
  const order = { order: { intent: { ledger: 'paper' }, status: 'inDoubt' } };
  const row = {
    source: 's',
    reason: 'malformed',
    field: 'f',
    expected: 'e',
    count: 1,
    lastAtMs: 1,
  };
  return {
    queries: { status: () => status as never, openOrders: () => [order] as never },
    live: () => ({ listeners: 0, dropped: 0, deltas: 0 }),
    sessions: () => 0,
    more: () => driftMetrics([row as never]),
  };
}
