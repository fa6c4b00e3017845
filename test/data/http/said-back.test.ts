import { afterEach, expect, test } from 'vitest';
import { JsonHttp } from '../../../src/data/http/json-http.ts';
import { WriteTransport } from '../../../src/data/http/write-transport.ts';
import { answer, type Taken, WriteDouble } from '../../servers/write-double.ts';
import { socketRuntime } from './virtual-runtime.ts';

const HEADERS = {
  POLY_ADDRESS: '0xAddress',
  POLY_SIGNATURE: 'the-signature-of-it==',
  POLY_PASSPHRASE: 'the-passphrase',
  POLY_TIMESTAMP: '1795000000',
};
const SAID = 'Invalid headers: 0xAddress [secret] [secret] 1795000000';

let double: WriteDouble | null = null;
afterEach(async () => {
  await double?.stop();
  double = null;
});

/** A host that refuses, and names all that it was sent. */
async function echoing(status: number): Promise<string> {
  const said = ({ headers }: Taken): string =>
    ['poly_address', 'poly_signature', 'poly_passphrase', 'poly_timestamp']
      .map((name) => headers[name])
      .join(' ');
  double = await WriteDouble.start(
    (taken) => answer({ error: `Invalid headers: ${said(taken)}` }, status),
    null,
  );
  return double.url;
}

test.each([200, 400, 500])('what proves a write is not kept of an answer %i', async (status) => {
  const baseUrl = await echoing(status);
  const transport = new WriteTransport({ baseUrl }, socketRuntime());
  const write = { method: 'POST', target: '/order', headers: HEADERS, body: null } as const;
  expect(await transport.send(write)).toMatchObject({
    kind: 'answered',
    text: JSON.stringify({ error: SAID }),
  });
});

test('what proves a read is in no error of it, whoever reads the words', async () => {
  const baseUrl = await echoing(401);
  const limits = { total: { requests: 100, windowMs: 10_000 } };
  const problemOf = (_status: number, body: unknown) => {
    const { error } = body as { readonly error: string };
    return { text: error, code: null, mode: null, retryAfterMs: null };
  };
  const http = new JsonHttp({ baseUrl, limits, problemOf }, socketRuntime());
  const get = { endpoint: 'venue.thing', groups: ['total'], path: '/thing' };
  const read = http.getJson({ ...get, headers: () => HEADERS });
  await expect(read).rejects.toMatchObject({ kind: 'rejected', text: SAID });
});
