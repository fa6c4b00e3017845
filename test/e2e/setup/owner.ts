import { setTimeout as wait } from 'node:timers/promises';
import { codeOf, stepAt } from '../../../src/ops/totp/totp.ts';
import type { PseudoTerminal } from './pseudo-terminal.ts';

export const PASSPHRASE = 'Grünspan-Kanister 41 wabert';
/** Of the card, such as `LIVE 300`. */
const PHRASE = /Type\s+(LIVE [\d,]+)\s+and your 6-digit code/;
const STEP_MS = 30_000;
/** Between two looks at what live lacks. */
const LOOK_AGAIN_MS = 1_000;

/** Whoever sits at the terminal, with an authenticator app. */
export class Owner {
  #secret = '';
  #lastStep = 0;

  /** Makes a key, and reads its address. */
  async makesKey(walk: PseudoTerminal): Promise<string> {
    await walk.answers('new/import ', 'new');
    await walk.answers('A passphrase for it: ', PASSPHRASE);
    await walk.answers('The same again: ', PASSPHRASE);
    const [, address = ''] = await walk.sees(/(0x[0-9a-fA-F]{40}) is in data\/keystore\.json/);
    return address;
  }

  /** Scans the picture and proves it. */
  async enrols(walk: PseudoTerminal): Promise<void> {
    await walk.answers('Who confirms? ', '');
    [, this.#secret = ''] = await walk.sees(/secret=([A-Z2-7]+)&/);
    await walk.answers('app shows now: ', await this.code());
  }

  /** Follows a leader, lets its copies spend real money, and goes live. */
  async goesLive(run: PseudoTerminal, leader: string): Promise<void> {
    run.types(`/wallet add ${leader} ace`);
    await run.sees('ace: followed from now on');
    await this.#confirms(run, '/wallet ace live');
    await run.sees(/ace: .*LIVE|LIVE.* ace/);
    await this.#untilNothingLacks(run);
    await this.#confirms(run, 'I have read this');
    await run.sees('LIVE: the first entry may come in 30 s');
  }

  /** The account is compared and its channel opens some moments after the start. */
  async #untilNothingLacks(run: PseudoTerminal): Promise<void> {
    for (;;) {
      run.types('/mode live');
      const [seen] = await run.sees(/read this once|Not done: live lacks/);
      if (seen === 'read this once') return;
      await wait(LOOK_AGAIN_MS);
    }
  }

  async #confirms(run: PseudoTerminal, line: string): Promise<void> {
    run.types(line);
    const [, phrase = ''] = await run.sees(PHRASE);
    run.types(`${phrase} ${await this.code()}`);
  }

  /** The next that was not used; those of the neighbouring half minutes count as well. */
  async code(): Promise<string> {
    const step = Math.max(this.#lastStep + 1, stepAt(Date.now()) - 1);
    const earlyMs = (step - 1) * STEP_MS - Date.now();
    if (earlyMs > 0) await wait(earlyMs);
    this.#lastStep = step;
    return codeOf(this.#secret, step);
  }
}
