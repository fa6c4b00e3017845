import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { initDataOf } from '../../bot/web/rig.ts';
import { hasBrowser } from '../web-pages/browser.ts';
import { ADMIN, goTo, RealStage, VIEWER } from './real-stage.ts';

/** A busy machine takes long to make a database, a world that trades, and a browser. */
const PATIENCE_MS = 400_000;
const BUSY = { timeout: 180_000, interval: 100 };
const PAGE_MS_MAX = 60_000;

/** A whole world beside a browser takes minutes on a busy machine: it belongs to the long proofs. */
const isProof = process.env['PROVE'] !== undefined;

describe.skipIf(!hasBrowser || !isProof)(
  'the real server and its world',
  { timeout: PATIENCE_MS },
  () => {
    let stage: RealStage;

    beforeAll(async () => {
      stage = await RealStage.set();
      const { queries } = stage.demo.program;
      await vi.waitFor(() => expect(queries.positions().length).toBeGreaterThan(0), BUSY);
      await vi.waitFor(() => expect(queries.pairs({ limit: 1 })).toHaveLength(1), BUSY);
    }, PATIENCE_MS);

    afterAll(() => stage?.strike(), PATIENCE_MS);

    const queries = () => stage.demo.program.queries;
    const seen = (page: Page, words: string | RegExp) =>
      page.getByText(words).first().waitFor({ timeout: PAGE_MS_MAX });

    test('wallets are followed and scaled, filters and settings changed, and the engine does it', async () => {
      const { page, context, complaints } = await stage.enter('#/wallets', { size: 'desk' });
      await page.getByLabel('Scale of whale-7').selectOption('0.25');
      const whale = () =>
        queries()
          .wallets()
          .find(({ label }) => label === 'whale-7');
      await vi.waitFor(() => expect(whale()?.scaleFactor).toBe(250_000), BUSY);
      const followed = new Set(
        queries()
          .wallets()
          .map(({ address }) => address as string),
      );
      const other = stage.demo.world.venue.leaders.find(({ address }) => !followed.has(address));
      await page.getByLabel('Follow another').fill(`${other?.address} newcomer`);
      await page.getByRole('button', { name: 'Follow on paper', exact: true }).click();
      await vi.waitFor(
        () =>
          expect(
            queries()
              .wallets()
              .map(({ label }) => label),
          ).toContain('newcomer'),
        BUSY,
      );
      await goTo(page, '#/rules');
      await seen(page, 'Most at risk');
      await page.getByRole('textbox', { name: 'deny keyword' }).fill('turkey');
      await page.getByRole('button', { name: 'Apply' }).click();
      await vi.waitFor(() => expect(JSON.stringify(queries().filters())).toContain('turkey'), BUSY);
      await page.getByRole('button', { name: 'Remove: deny keyword turkey' }).click();
      await vi.waitFor(
        () => expect(JSON.stringify(queries().filters())).not.toContain('turkey'),
        BUSY,
      );
      await page.getByLabel('Search settings').fill('drift');
      await page.getByLabel('New value of entry.driftCents').fill('2');
      await page.getByRole('button', { name: 'Apply' }).click();
      const drift = () =>
        queries()
          .settingList()
          .find(({ key }) => key === 'entry.driftCents');
      await vi.waitFor(() => expect(drift()?.value).toBe('2'), BUSY);
      expect(complaints).toEqual([]);
      await context.close();
    });

    test('a pair gets the word of a person, and a position is closed', async () => {
      const { page, context } = await stage.enter('#/arbitrage?view=pairs', { size: 'desk' });
      const [pair] = queries().pairs({ limit: 1 });
      const number = pair?.pair.number ?? 0;
      const why = page.getByLabel('Why (for a rejection)').first();
      await why.waitFor({ timeout: PAGE_MS_MAX });
      const reject = page.getByRole('button', { name: /reject pair \d+/ }).first();
      const told = Number(
        /\d+/.exec((await reject.getAttribute('aria-label')) ?? `${number}`)?.[0],
      );
      await why.fill('another void rule');
      await reject.click();
      await vi.waitFor(() => expect(queries().pair(told)?.pair.word).not.toBeNull(), BUSY);
      const open = queries().positions()[0];
      await goTo(page, '#/overview');
      await page.getByRole('button', { name: `Close ${open?.shortId}` }).click();
      const dialog = page.getByRole('dialog');
      await dialog
        .getByRole('button', { name: /Close/ })
        .first()
        .click({ timeout: PAGE_MS_MAX })
        .catch(() => undefined);
      await vi.waitFor(async () => {
        const orders = await queries().orders(20);
        expect(orders.some(({ order }) => order.intent.side === 'sell')).toBe(true);
      }, BUSY);
      await context.close();
    });

    const user = (id: string, ago = 0) => ({
      auth_date: String(Math.floor(Date.now() / 1_000) - ago),
      user: JSON.stringify({ id: Number(id), first_name: 'Somebody' }),
    });

    test('in Telegram an admin and a viewer come in, and nobody else', async () => {
      const admin = await stage.inTelegram(initDataOf(user(ADMIN)));
      await admin.frame.getByText('Signals today').waitFor({ timeout: PAGE_MS_MAX });
      const kill = { name: 'Kill', exact: true } as const;
      expect(await admin.frame.getByRole('button', kill).isEnabled()).toBe(true);
      await admin.context.close();
      const viewer = await stage.inTelegram(initDataOf(user(VIEWER)));
      await viewer.frame.getByText('Signals today').waitFor({ timeout: PAGE_MS_MAX });
      expect(await viewer.frame.getByRole('button', kill).isDisabled()).toBe(true);
      await viewer.context.close();
      const refused = [
        ['stranger', initDataOf(user('404'))],
        ['forged', initDataOf(user(ADMIN), 'another:token')],
        ['stale', initDataOf(user(ADMIN, 400))],
      ] as const;
      for (const [name, initData] of refused) {
        const { frame, context } = await stage.inTelegram(initData);
        await frame.getByRole('alert').waitFor({ timeout: PAGE_MS_MAX });
        expect([name, await frame.getByRole('button', kill).count()]).toEqual([name, 0]);
        await context.close();
      }
    });

    test('what one does another sees without a touch; a used link is none; kill stops the engine', async () => {
      const desk = await stage.enter('#/overview', { size: 'desk' });
      const phone = await stage.enter('#/overview');
      await phone.page.getByRole('button', { name: 'Kill', exact: true }).click();
      await vi.waitFor(() => expect(queries().status().control.killed).not.toBeNull(), BUSY);
      await desk.page.getByRole('button', { name: 'Killed' }).waitFor({ timeout: PAGE_MS_MAX });
      expect([...desk.complaints, ...phone.complaints]).toEqual([]);
      await phone.context.close();
      await desk.context.close();
      const link = stage.door.link(`telegram:${ADMIN}`)?.url ?? '';
      const first = await stage.browser.newPage();
      await first.goto(link);
      await first.getByText('Live', { exact: true }).waitFor({ timeout: PAGE_MS_MAX });
      const second = await stage.browser.newPage();
      await second.goto(link);
      await second.getByRole('alert').waitFor({ timeout: PAGE_MS_MAX });
      await first.context().close();
      await second.context().close();
      expect(stage.reports).toEqual([]);
    });
  },
);
