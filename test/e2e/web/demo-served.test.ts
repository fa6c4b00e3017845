import { expect, onTestFinished, test, vi } from 'vitest';
import { Chat } from '../../../src/app/chat/chat.ts';
import type { ChatDesk } from '../../../src/app/chat/chat-desk.ts';
import { Dashboard } from '../../../src/app/chat/dashboard.ts';
import { loadConfig } from '../../../src/app/config.ts';
import { startDemo } from '../../../src/app/demo/demo-run.ts';
import type { Answer } from '../../../src/bot/web/contract/command.ts';
import type { Route } from '../../../src/bot/web/contract/route.ts';
import { ROUTES } from '../../../src/bot/web/contract/routes.ts';
import type { SignedIn } from '../../../src/bot/web/contract/session.ts';
import { createLogger } from '../../../src/ops/log.ts';
import { Scrubber } from '../../../src/ops/scrubber.ts';
import { textOf } from '../../bot/web/rig.ts';

/** A busy machine takes long to make a database, and a world to trade in. */
const PATIENCE_MS = 400_000;
const BUSY = { timeout: 120_000, interval: 20 };

const HEADERS = { 'content-type': 'application/json' };

/** The demo as `polymind demo` runs it, with its dashboard and nobody at the console. */
async function servedDemo() {
  const reports: unknown[] = [];
  const report = (error: unknown): void => void reports.push(error);
  const log = createLogger({ level: 'silent', scrubber: new Scrubber() });
  let desk: ChatDesk | null = null;
  const demo = await startDemo({
    ...{ seed: '7', speed: 10, faults: 'none', settings: {}, log, observers: [] },
    onNotices: () => desk?.wake(),
    onFatal: report,
  });
  onTestFinished(() => demo.close());
  const { people, store, dataDir } = demo;
  const config = { ...loadConfig({ WEB_PORT: '1' }), dataDir };
  const web = { ...config.web, port: 0 };
  const dashboard = new Dashboard({ config: { ...config, web }, people, store, report });
  const chat = new Chat({ ...demo, config, log, web: dashboard.door, report });
  desk = chat.desk;
  await dashboard.open(chat);
  onTestFinished(async () => {
    await dashboard.close();
    await chat.close();
  });
  return { demo, dashboard, reports };
}

test(
  'the running engine is shown by every page, live, and killed from one of them',
  async () => {
    const { demo, dashboard, reports } = await servedDemo();
    const { hostUrl } = dashboard.door;
    const root = dashboard.door.url ?? '';
    const key = new URL(hostUrl ?? '').hash.replace('#host=', '');
    const entered = await fetch(`${root}/api/session`, {
      method: 'POST',
      headers: HEADERS,
      body: JSON.stringify({ by: 'host', key }),
    });
    const { token } = (await entered.json()) as SignedIn;
    const authorization = `Bearer ${token}`;
    const get = async (path: string): Promise<Record<string, unknown>> => {
      const answer = await fetch(`${root}${path}`, { headers: { authorization } });
      expect([path, answer.status]).toEqual([path, 200]);
      return (await answer.json()) as Record<string, unknown>;
    };
    const { queries } = demo.program;
    await vi.waitFor(() => expect(queries.positions().length).toBeGreaterThan(0), BUSY);
    await vi.waitFor(() => expect(queries.status().database.writesWaiting).toBe(0), BUSY);

    await vi.waitFor(
      async () => expect(await queries.findKalshi('bitcoin', 1)).not.toEqual([]),
      BUSY,
    );

    const orders = (await queries.orders(1)).map(({ order }) => order.intent.id);
    const wallet = queries.wallets()[0]?.address ?? '';
    const paths: Readonly<Record<string, string>> = {
      wallet: `/api/wallets/${wallet}`,
      order: `/api/orders/${orders[0]}`,
      decision: `/api/decisions/${orders[0]}`,
      markets: '/api/markets?q=bitcoin',
      kalshi: '/api/kalshi?q=bitcoin',
    };
    for (const [name, route] of Object.entries(ROUTES) as [string, Route][]) {
      if (route.method !== 'GET' || route.answer === null) continue;
      const answer = await get(paths[name] ?? route.path);
      expect([name, route.answer.parse(answer)]).toEqual([name, answer]);
    }
    const life = await get(`/api/orders/${orders[0]}`);
    expect((life['attempts'] as readonly unknown[]).length).toBeGreaterThan(0);
    const metrics = await fetch(`${root}/metrics`, { headers: { authorization } });
    expect(await metrics.text()).toMatch(/^polymind_positions_open\{book="paper"\} \d+$/m);
    expect((await fetch(`${root}/readyz`)).status).toBe(200);

    const live = await fetch(`${root}/api/live`, { headers: { authorization } });
    let heard = '';
    const reading = (async () => {
      const decoder = new TextDecoder();
      for await (const bytes of live.body ?? []) heard += decoder.decode(bytes, { stream: true });
    })();
    await vi.waitFor(() => expect(heard).toContain('event: delta'), BUSY);
    const killed = await fetch(`${root}/api/command`, {
      method: 'POST',
      headers: { ...HEADERS, authorization },
      body: JSON.stringify({ line: '/kill' }),
    });
    expect(textOf(((await killed.json()) as Answer).reply)).toMatch(/Killed/);
    expect(queries.status().control.killed).toMatchObject({ reason: 'by console' });
    await vi.waitFor(() => expect(heard).toContain('"killed":{"reason":"by console"'), BUSY);
    await dashboard.close();
    await reading;
    expect(reports).toEqual([]);
  },
  PATIENCE_MS,
);
