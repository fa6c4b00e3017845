import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const SOURCE = fileURLToPath(new URL('../../../src/', import.meta.url));

test('only this command ever asks for a signer that approves', () => {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.ts'),
  );
  const asking = files.filter((path) =>
    /purpose\??:\s*'allowances'/.test(readFileSync(join(SOURCE, path), 'utf8')),
  );
  // The table of calls says which of them are approvals; the signer of the command asks.
  expect(asking.sort()).toEqual(['app/allowances/approving-key.ts', 'ops/keystore/call-rules.ts']);
});
