import { expect, test } from 'vitest';
import { failure } from '../../../../src/bot/web/contract/failure.ts';
import type { Route } from '../../../../src/bot/web/contract/route.ts';
import { ROUTES } from '../../../../src/bot/web/contract/routes.ts';
import { WHALE } from '../../chat-facts.ts';
import { ADMIN, TRADER, VIEWER, WebRig } from '../rig.ts';

const LIST = Object.entries(ROUTES) as [keyof typeof ROUTES, Route][];

/** A request of each route that is well formed. */
const REQUESTS: Readonly<Record<string, { readonly path?: string; readonly body?: unknown }>> = {
  wallet: { path: `/api/wallets/${WHALE}` },
  order: { path: '/api/orders/abcdef' },
  decision: { path: '/api/decisions/abcdef' },
  markets: { path: '/api/markets?q=fed' },
  kalshi: { path: '/api/kalshi?q=fed' },
  command: { body: { line: '/status' } },
  preview: { body: { name: 'limits', words: ['day', '15'] } },
  tap: { body: { token: 'token' } },
};

function requestOf(name: string, route: Route): readonly [string, RequestInit] {
  const { path = route.path, body } = REQUESTS[name] ?? {};
  const init: RequestInit = { method: route.method };
  if (body === undefined) return [path, init];
  const headers = { 'content-type': 'application/json' };
  return [path, { ...init, headers, body: JSON.stringify(body) }];
}

const REFUSED: readonly (readonly [string, Record<string, string>])[] = [
  ['nothing', {}],
  ['a wrong secret', { authorization: `Bearer ${'x'.repeat(43)}` }],
  ['another scheme', { authorization: `Basic ${'x'.repeat(43)}` }],
  ['a secret in the wrong place', { cookie: `token=${'x'.repeat(43)}` }],
];

test('every route but the way in refuses whoever is not signed in, and says how to', async () => {
  const rig = await new WebRig().open();
  const open = LIST.filter(([, { access }]) => access === 'open').map(([name]) => name);
  expect(open).toEqual(['signIn']);
  for (const [name, route] of LIST) {
    if (route.access === 'open') continue;
    const [path, init] = requestOf(name, route);
    for (const [what, headers] of REFUSED) {
      const answer = await rig.fetch(path, { ...init, headers: { ...init.headers, ...headers } });
      expect([name, what, answer.status]).toEqual([name, what, 401]);
      const { error } = failure.parse(await answer.json());
      expect(error).toEqual({
        code: 'signIn',
        message: 'Sign in: say /web in our private chat, or at the host.',
      });
    }
  }
  for (const path of ['/metrics', '/api/nothing', '/api/orders/../audit']) {
    expect([401, 404]).toContain((await rig.fetch(path)).status);
  }
  expect((await rig.fetch('/metrics')).status).toBe(401);
});

test.each([ADMIN, TRADER, VIEWER])('every route answers %s by its own schema', async (actor) => {
  const rig = await new WebRig().open();
  const token = await rig.signIn(actor);
  for (const [name, route] of LIST) {
    if (name === 'signIn' || name === 'signOut' || route.answer === null) continue;
    const [path, init] = requestOf(name, route);
    const headers = { ...init.headers, authorization: `Bearer ${token}` };
    const answer = await rig.fetch(path, { ...init, headers });
    const body: unknown = await answer.json();
    if (name === 'order' || name === 'decision') {
      expect([name, answer.status]).toEqual([name, 404]);
      continue;
    }
    expect([name, answer.status, body]).toEqual([name, 200, expect.anything()]);
    expect(route.answer.parse(body)).toEqual(body);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  }
  expect(rig.reports).toEqual([]);
});
