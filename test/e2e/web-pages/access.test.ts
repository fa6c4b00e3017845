import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasBrowser, openPage, PHONE, picture, violationsOf } from './browser.ts';
import { Stage } from './stage.ts';

describe.skipIf(!hasBrowser)('access', () => {
  let stage: Stage;
  let telegram: Server;

  beforeAll(async () => {
    stage = await Stage.set();
    telegram = createServer((request, response) => {
      const fragment = decodeURIComponent(new URL(request.url ?? '', 'http://x').search.slice(1));
      response.setHeader('content-type', 'text/html');
      response.end(`<body><script>
        window.told = [];
        addEventListener('message', ({ data }) => window.told.push(JSON.parse(data).eventType));
        </script><iframe width="380" height="800" src="${stage.double.origin}/#${fragment}"></iframe>`);
    });
    await new Promise<void>((resolve) => telegram.listen(0, '127.0.0.1', resolve));
  });

  afterAll(async () => {
    await stage?.strike();
    telegram?.closeAllConnections();
    telegram?.close();
  });

  test('a link lets in once, and is wiped from the address and from history', async () => {
    const { page, context } = await stage.enter('#/overview');
    expect(page.url()).not.toContain('admin-code');
    expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain('session-');
    const other = await openPage(stage.browser, { size: PHONE });
    await other.page.goto(`${stage.double.origin}/#in=admin-code-0123456789`);
    await other.page.getByRole('alert').getByText('was used or is too old').waitFor();
    expect(await other.page.getByRole('button', { name: 'Kill' }).count()).toBe(0);
    await other.context.close();
    await context.close();
  });

  test('loading again goes on with the session; signing out ends it', async () => {
    const { page, context } = await stage.enter('#/wallets');
    await page.reload();
    await page.getByText('quiet-hand').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('You are signed out.').waitFor();
    await page.reload();
    await page.getByText('You are not signed in').waitFor();
    await context.close();
  });

  test('nobody sees anything without a session, and is told the ways in', async () => {
    const { page, context, complaints } = await openPage(stage.browser, { size: PHONE });
    await page.goto(`${stage.double.origin}/#/orders`);
    await page.getByText('/web').waitFor();
    await picture(page, 'sign-in-phone');
    expect(await violationsOf(page)).toEqual([]);
    expect(complaints).toEqual([]);
    expect(stage.double.watching).toBe(0);
    const field = page.getByLabel('Or paste the link here');
    await field.fill('hello');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('That is no such link').waitFor();
    stage.double.desk.renew();
    await field.fill(`${stage.double.origin}/#in=admin-code-0123456789`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await stage.isLive(page);
    await context.close();
  });

  test('a session that ends elsewhere ends here', async () => {
    const { page, context } = await stage.enter('#/overview');
    stage.double.desk.isOver = true;
    await page.evaluate("location.hash = '#/wallets'");
    await page.getByText('Your session is over').waitFor();
    stage.double.desk.isOver = false;
    await context.close();
  });

  async function inTelegram(initData: string) {
    const theme = { bg_color: '#ffffff', text_color: '#000000', secondary_bg_color: '#f0f0f4' };
    const fragment = new URLSearchParams({
      tgWebAppData: initData,
      tgWebAppVersion: '9.1',
      tgWebAppThemeParams: JSON.stringify(theme),
    });
    const watched = await openPage(stage.browser, { size: PHONE });
    const { port } = telegram.address() as AddressInfo;
    await watched.page.goto(`http://localhost:${port}/?${encodeURIComponent(String(fragment))}`);
    return { ...watched, frame: watched.page.frameLocator('iframe') };
  }

  test('in Telegram the same pages open, in its colours, without a link', async () => {
    const { page, frame, context, complaints } = await inTelegram('hash=good');
    await frame.getByText('Live', { exact: true }).waitFor();
    await frame.getByText('Signals today').waitFor();
    expect(await page.evaluate('window.told')).toEqual(['web_app_ready', 'web_app_expand']);
    const root = frame.locator('html');
    expect(await root.getAttribute('data-scheme')).toBe('light');
    const background = await root.evaluate(
      (node) =>
        node.ownerDocument.defaultView?.getComputedStyle(node.ownerDocument.body).backgroundColor,
    );
    expect(background).toBe('rgb(240, 240, 244)');
    await picture(page, 'mini-app-phone');
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('a forged or old initData shows the way in, and nothing else', async () => {
    const { frame, context } = await inTelegram('hash=forged');
    await frame.getByRole('alert').waitFor();
    expect(await frame.getByRole('button', { name: 'Kill' }).count()).toBe(0);
    await context.close();
  });
});
