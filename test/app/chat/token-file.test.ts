import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TokenFile, TokenFileError } from '../../../src/app/chat/token-file.ts';
import { ApiTokens, TOKEN_MS } from '../../../src/bot/web/access/api-tokens.ts';
import { NotPrivateError } from '../../../src/ops/private-file.ts';
import { temporaryFolder } from '../folder.ts';

const BY = { role: 'viewer', madeBy: 'telegram:7' } as const;

test('a token outlasts the process; the file holds its hash and is its owner’s alone', () => {
  const dataDir = temporaryFolder();
  const made = new ApiTokens(new TokenFile(dataDir), () => 1_000).make('grafana', BY);
  const path = join(dataDir, 'web-tokens.json');
  expect(statSync(path).mode & 0o077).toBe(0);
  expect(readFileSync(path, 'utf8')).not.toContain(made?.secret);
  const later = new ApiTokens(new TokenFile(dataDir), () => TOKEN_MS);
  expect(later.find(made?.secret ?? '')).toMatchObject({ name: 'grafana', role: 'viewer' });
  expect(later.make('grafana', BY)).toBeNull();
  expect(later.revoke('grafana')).toBe(true);
  expect(new ApiTokens(new TokenFile(dataDir), () => TOKEN_MS).list()).toEqual([]);
});

test('a token ends by itself, and its name is free again', () => {
  const dataDir = temporaryFolder();
  const made = new ApiTokens(new TokenFile(dataDir), () => 1_000).make('grafana', BY);
  const later = new ApiTokens(new TokenFile(dataDir), () => 1_000 + TOKEN_MS);
  expect(later.find(made?.secret ?? '')).toBeNull();
  expect(later.make('grafana', BY)).not.toBeNull();
});

test.each(['', '{"version":1}', '{"version":2,"tokens":[]}', '[{"hash":"x"}]'])(
  'a file that holds something else lets nobody in: %j',
  (text) => {
    const dataDir = temporaryFolder();
    writeFileSync(join(dataDir, 'web-tokens.json'), text, { mode: 0o600 });
    expect(() => new TokenFile(dataDir).load()).toThrow(TokenFileError);
  },
);

test('a file that others may read is not used', () => {
  const dataDir = temporaryFolder();
  const path = join(dataDir, 'web-tokens.json');
  new ApiTokens(new TokenFile(dataDir), () => 1_000).make('grafana', BY);
  chmodSync(path, 0o644);
  expect(() => new TokenFile(dataDir).load()).toThrow(NotPrivateError);
});

test('what cannot be kept is not made', () => {
  const store = {
    load: () => [],
    save: () => {
      throw new Error('the disk is full');
    },
  };
  const tokens = new ApiTokens(store, () => 1_000);
  expect(() => tokens.make('grafana', BY)).toThrow(/disk is full/);
  expect(tokens.list()).toEqual([]);
});
