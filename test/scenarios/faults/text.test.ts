import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore } from '../../../src/data/store/open-store.ts';
import type { Change } from '../../../src/engine/domain/change.ts';
import { defaultWalletRules } from '../../../src/engine/domain/wallet.ts';
import { addressOf } from '../wallet-words.ts';

const AT_MS = 1_790_766_960_000;
const WORDS = [
  "'; DROP TABLE orders; --",
  "x' OR '1'='1",
  '"; DELETE FROM wallets; --',
  "'); INSERT INTO operators VALUES ('telegram', 1, 'admin'); --",
  '$1::text; SELECT pg_sleep(10)',
  "\\'; COMMIT; DROP SCHEMA public CASCADE; --",
  '$$; DROP TABLE orders; $$',
  "'||(SELECT version())||'",
  '/* */ UNION SELECT * FROM audit --',
  'rain\u0000; DROP TABLE fills',
  '%_\\%',
];

/** The same words where people and venues write: names, labels, filters, notices, cursors. */
function written(words: string, index: number): readonly Change[] {
  const rules = defaultWalletRules(addressOf(`w${index}`), AT_MS);
  return [
    { kind: 'wallet', wallet: { ...rules, label: words } },
    { kind: 'filter', filter: { type: 'keyword', value: words, action: 'deny' } },
    { kind: 'cursor', name: words, value: words },
  ];
}

describe('words that are SQL', () => {
  const folder = mkdtempSync(join(tmpdir(), 'polymind-words-'));
  let store: Awaited<ReturnType<typeof openStore>>;
  beforeAll(async () => {
    store = await openStore({ databaseUrl: null, dataDir: folder });
  });
  afterAll(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(WORDS)(
    'F45: %j is kept letter by letter, and the tables stay as they are',
    async (words) => {
      const changes = written(words, WORDS.indexOf(words));
      await store.commit(changes);
      const { wallets, filters, orders } = await store.snapshot(AT_MS);
      // No text of a database holds U+0000: it stands for itself by the sign of what cannot be read.
      const kept = words.replaceAll('\u0000', '\ufffd');
      const place = addressOf(`w${WORDS.indexOf(words)}`);
      expect(wallets.find(({ address }) => address === place)?.label).toBe(kept);
      expect(filters.map(({ value }) => value)).toContain(kept);
      expect(await store.cursor(kept)).toBe(kept);
      const rows = WORDS.indexOf(words) + 1;
      expect([wallets.length, filters.length, orders.length]).toEqual([rows, rows, 0]);
    },
  );
});
