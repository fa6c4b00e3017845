import { rm } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { buildPages, launch, openPage, SIZES, type Watched } from './browser.ts';
import { Double } from './double.ts';

export type Size = keyof typeof SIZES;

/** A browser and a double for the tests of one file; every test enters with a fresh link. */
export class Stage {
  readonly double: Double;
  readonly browser: Browser;
  readonly #folder: string;

  private constructor(double: Double, browser: Browser, folder: string) {
    this.double = double;
    this.browser = browser;
    this.#folder = folder;
  }

  static async set(): Promise<Stage> {
    const folder = await buildPages();
    const double = await Double.start(folder);
    return new Stage(double, await launch(), folder);
  }

  async strike(): Promise<void> {
    await this.browser.close();
    await this.double.stop();
    await rm(this.#folder, { recursive: true });
  }

  /** Lets someone in by a link and goes to a place. */
  async enter(
    place: string,
    { size = 'phone', code = 'admin-code-0123456789' }: { size?: Size; code?: string } = {},
  ): Promise<Watched> {
    this.double.desk.renew();
    const watched = await openPage(this.browser, { size: SIZES[size] });
    await watched.page.goto(`${this.double.origin}/#in=${code}`);
    await this.isLive(watched.page);
    await watched.page.evaluate(`location.hash = ${JSON.stringify(place)}`);
    return watched;
  }

  async isLive(page: Page): Promise<void> {
    await page.getByText('Live', { exact: true }).waitFor();
  }
}
