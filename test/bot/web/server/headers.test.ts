import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { WebRig } from '../rig.ts';

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

function pages(): string {
  const folder = mkdtempSync(join(tmpdir(), 'polymind-pages-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>PolyMind</title>');
  writeFileSync(join(folder, 'assets', 'main-1a2b.js'), `export const a = 1;${' '.repeat(2_000)}`);
  writeFileSync(join(folder, 'secrets.env'), 'KEY=1');
  return folder;
}

test('every answer carries a policy without inline script, and no frame may hold it', async () => {
  const rig = await new WebRig().open({ assets: pages() });
  for (const path of [
    '/',
    '/api',
    '/api/nothing',
    '/healthz',
    '/assets/main-1a2b.js',
    '/metrics',
  ]) {
    const { headers } = await rig.fetch(path);
    expect([path, headers.get('content-security-policy')]).toEqual([path, CSP]);
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('set-cookie')).toBeNull();
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('strict-transport-security')).toBeNull();
  }
});

test('where Telegram shows it in a frame, Telegram alone may', async () => {
  const rig = await new WebRig().open({ frameAncestors: ['https://*.telegram.org'] });
  const { headers } = await rig.fetch('/api');
  expect(headers.get('content-security-policy')).toMatch(
    /frame-ancestors https:\/\/\*\.telegram\.org$/,
  );
  expect(headers.get('x-frame-options')).toBeNull();
});

test('pages are served packed and by content, places inside them lead to the page', async () => {
  const rig = await new WebRig().open({ assets: pages() });
  const page = await rig.fetch('/');
  expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-cache']);
  const place = await rig.fetch('/wallets/0x61', { headers: { accept: 'text/html' } });
  expect(await place.text()).toContain('<title>PolyMind');
  const script = await rig.fetch('/assets/main-1a2b.js');
  expect(script.headers.get('content-encoding')).toBe('gzip');
  expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(script.headers.get('content-type')).toMatch(/javascript/);
  for (const path of ['/assets/other.js', '/secrets.env', '/..%2f..%2fpackage.json', '/%2e%2e/x']) {
    const answer = await rig.fetch(path, { headers: { accept: 'text/html' } });
    expect([path, await answer.text()]).toEqual([path, expect.not.stringMatching(/KEY=|"name"/)]);
  }
  expect((await rig.fetch('/assets/other.js')).status).toBe(404);
});

test('without pages it says how they are made', async () => {
  const rig = await new WebRig().open();
  const answer = await rig.fetch('/', { headers: { accept: 'text/html' } });
  expect([answer.status, await answer.text()]).toEqual([
    503,
    expect.stringMatching(/npm run build/),
  ]);
});

test('the API tells of itself, for people and for programs', async () => {
  const rig = await new WebRig().open();
  const page = await (await rig.fetch('/api')).text();
  expect(page).toContain('<code>GET /api/orders/:id</code>');
  expect(page).toContain('For viewer and above.');
  expect(page).not.toMatch(/<script|style=|\son\w+=/);
  const document = (await (await rig.fetch('/api/openapi.json')).json()) as {
    paths: Record<string, Record<string, { parameters: { name: string; in: string }[] }>>;
  };
  expect(Object.keys(document.paths)).toContain('/api/wallets/{address}');
  expect(document.paths['/api/orders']?.['get']?.parameters.map(({ name }) => name)).toEqual([
    'status',
    'ledger',
    'wallet',
    'market',
    'side',
    'before',
    'limit',
  ]);
});
