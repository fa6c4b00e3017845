import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hasBrowser, picture, violationsOf } from './browser.ts';
import { Stage } from './stage.ts';
import { overview } from './world-pages.ts';
import { walletRef } from './world-parts.ts';

const WALLET = walletRef(0).address;

describe.skipIf(!hasBrowser)('actions', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.set();
  });

  afterAll(() => stage?.strike());

  beforeEach(() => {
    const { desk } = stage.double;
    for (const list of [desk.commands, desk.taps, desk.previews]) list.length = 0;
    desk.state = overview();
  });

  const sent = (): readonly string[] => stage.double.desk.commands;
  const told = (page: Page, words: string) => page.getByText(words).first().waitFor();

  test.each(['phone', 'desk'] as const)(
    'kill acts at one touch, on every page, %s',
    async (size) => {
      const { page, context, complaints } = await stage.enter('#/rules', { size });
      await told(page, 'Most at risk');
      await page.getByRole('button', { name: 'Kill', exact: true }).click();
      await told(page, 'Killed by you');
      expect(sent()).toEqual(['/kill']);
      stage.double.change({ overview: { control: stage.double.desk.state.control } });
      await page.getByRole('button', { name: 'Killed' }).waitFor();
      await page.evaluate("location.hash = '#/overview'");
      await page.getByRole('button', { name: 'Arm again…' }).waitFor();
      await picture(page, `killed-${size}`);
      expect(complaints).toEqual([]);
      await context.close();
    },
  );

  test('following and scaling are one touch, and can be taken back', async () => {
    const { page, context } = await stage.enter('#/wallets');
    await page.getByLabel('Scale of whale-7').selectOption('0.25');
    await told(page, `Done: /wallet ${WALLET} scale 0.25`);
    await page.getByRole('button', { name: /Undo/ }).click();
    await told(page, 'PAPER stays on');
    expect(stage.double.desk.taps).toEqual(['undo-1']);
    await page.getByLabel('Follow another').fill('https://polymarket.com/@orca orca');
    await page.getByRole('button', { name: 'Follow on paper', exact: true }).click();
    await told(page, 'Done: /wallet add https://polymarket.com/@orca orca');
    await context.close();
  });

  test('sorting and searching narrow the list and stay in the address', async () => {
    const { page, context } = await stage.enter('#/wallets', { size: 'desk' });
    await page.getByLabel('Sort by').selectOption('name');
    await page.getByLabel('Search').fill('ac');
    await told(page, 'ace');
    expect(await page.locator('.cells').count()).toBe(1);
    expect(page.url()).toContain('sort=name&search=ac');
    await context.close();
  });

  test('a rule shows what it would do before it does it', async () => {
    const { page, context } = await stage.enter(`#/wallets/${WALLET}`);
    await page.getByLabel('New value of scale').fill('0.25');
    await page.getByRole('button', { name: 'Preview' }).click();
    await told(page, '12 copies, 19 skips in 7 days');
    expect(stage.double.desk.previews).toEqual([`/wallet ${WALLET} scale 0.25`]);
    expect(sent()).toEqual([]);
    await page.getByRole('button', { name: 'Apply' }).click();
    await told(page, 'Done: /wallet');
    expect(sent()).toEqual([`/wallet ${WALLET} scale 0.25`]);
    await context.close();
  });

  test('filters, limits and settings are changed by the lines of the chat', async () => {
    const { page, context } = await stage.enter('#/rules', { size: 'desk' });
    await page.getByRole('textbox', { name: 'deny keyword' }).fill('turkey');
    await page.getByRole('button', { name: 'Apply' }).click();
    await told(page, 'Done: /filter deny keyword turkey');
    await page.getByRole('button', { name: 'Remove: deny category crypto' }).click();
    await told(page, 'Done: /filter remove 2');
    await page.getByLabel('New limit day').fill('$15');
    await page.getByRole('button', { name: 'Apply' }).click();
    await told(page, 'Done: /limits day $15');
    await page.getByLabel('Search settings').fill('drift');
    await page.getByLabel('New value of entry.driftCents').fill('reset');
    await page.getByRole('button', { name: 'Apply' }).click();
    await told(page, 'Done: /settings entry.driftCents reset');
    await page.getByRole('textbox', { name: 'Market', exact: true }).fill('fed');
    await page.getByRole('button', { name: 'Try' }).click();
    await told(page, 'quality 0.21, at least 0.30');
    await context.close();
  });

  test('going live takes the phrase and the code; the safe way stands first; kill stays', async () => {
    const { page, context } = await stage.enter(`#/wallets/${WALLET}`);
    await page.getByRole('button', { name: 'Go live…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('most at risk $300').waitFor();
    await picture(page, 'question-phone');
    expect(await violationsOf(page)).toEqual([]);
    const buttons = await dialog.locator('.card-buttons .button').allTextContents();
    expect(buttons[0]).toMatch(/^Stay in paper/);
    expect(await dialog.getByRole('button', { name: 'Kill', exact: true }).isVisible()).toBe(true);
    const confirm = dialog.getByRole('button', { name: /Confirm, \d+ s left/ });
    expect(await confirm.isDisabled()).toBe(true);
    await dialog.getByLabel(/^Type/).fill('live 300');
    await dialog.getByLabel(/6-digit code/).fill('482913');
    await confirm.click();
    await dialog.waitFor({ state: 'detached' });
    expect(sent()).toEqual([`/wallet ${WALLET} live`, 'live 300 482913']);
    await context.close();
  });

  test('a question is put away without changing anything', async () => {
    const { page, context } = await stage.enter(`#/wallets/${WALLET}`);
    const go = page.getByRole('button', { name: 'Go live…' });
    await go.click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await go.click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Stay in paper/ })
      .click();
    await told(page, 'PAPER stays on');
    expect(stage.double.desk.taps).toEqual(['keep-paper']);
    await context.close();
  });

  test('a pair is judged by its number, with the reason', async () => {
    const { page, context } = await stage.enter('#/arbitrage?view=pairs', { size: 'desk' });
    await page.getByLabel('Why (for a rejection)').first().fill('different void rule');
    await page.getByRole('button', { name: 'reject pair 12' }).click();
    await told(page, 'Done: /pair 12 reject different void rule');
    await context.close();
  });

  test('reasons stand behind a touch, where the decision is', async () => {
    const { page, context } = await stage.enter('#/overview');
    await page.getByRole('button', { name: /^Why / }).first().click();
    await told(page, 'price moved 2.1¢, limit 1.0¢');
    await page.getByText('signal 1.8 s old, at most 15 s').waitFor();
    await context.close();
  });

  test('who may only look sees every page, and nothing to press', async () => {
    const { page, context } = await stage.enter(`#/wallets/${WALLET}`, {
      code: 'viewer-code-0123456789',
    });
    await page.getByRole('button', { name: 'Disable' }).waitFor();
    expect(await page.getByRole('button', { name: 'Disable' }).isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: 'Kill', exact: true }).isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: 'Apply' }).count()).toBe(0);
    await context.close();
  });

  test('everything is reached by keys alone', async () => {
    const { page, context } = await stage.enter('#/overview', { size: 'desk' });
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('To the content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('content');
    await page.getByRole('link', { name: 'Wallets' }).first().focus();
    await page.keyboard.press('Enter');
    await told(page, 'quiet-hand');
    await context.close();
  });
});
