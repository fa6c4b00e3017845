import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Wallet } from 'ethers';
import { openStore } from '../../../src/data/store/open-store.ts';
import type { WalletAddress } from '../../../src/engine/domain/ids.ts';
import { defaultWalletRules } from '../../../src/engine/domain/wallet.ts';
import type { Witness } from '../kill/witness.ts';
import { WatchedProcess } from './watched-process.ts';

/** Throws, on a signal, what nobody catches, with the words of a file: as a library may. */
const CRASH = `
import { readFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
if (isMainThread) {
  process.on('SIGQUIT', () => {
    const text = readFileSync(process.env.CANARY_CRASH, 'utf8');
    setImmediate(() => { throw new Error(text); });
  });
}`;
const PRIVATE = 0o600;

export interface Secrets {
  readonly privateKey: string;
  readonly passphrase: string;
  readonly botToken: string;
}

/** A folder of its own with an owner's secrets in files, and the program to run there. */
export class CanaryHost {
  readonly folder = mkdtempSync(join(tmpdir(), 'polymind-canary-'));
  readonly dataDir = join(this.folder, 'data');
  readonly crashFile = join(this.folder, 'crash-words');
  /** Where the runtime puts what it tells of itself. */
  readonly reports = join(this.folder, 'reports');
  /** Seen everywhere that is searched, so that the search is known to find. */
  readonly marker = `marker${randomBytes(8).toString('hex')}`;
  readonly secrets: Secrets;
  readonly address: WalletAddress;
  readonly processes: WatchedProcess[] = [];
  readonly #main: string;
  readonly #witness: Witness;

  constructor(of: { readonly main: string; readonly witness: Witness }) {
    this.#main = of.main;
    this.#witness = of.witness;
    this.secrets = {
      privateKey: `0x${randomBytes(32).toString('hex')}`,
      passphrase: `canary ${randomBytes(12).toString('hex')} horse`,
      botToken: `7000000001:AAF${randomBytes(16).toString('hex')}`,
    };
    this.address = new Wallet(this.secrets.privateKey).address.toLowerCase() as WalletAddress;
    for (const folder of [this.dataDir, this.reports]) mkdirSync(folder, { mode: 0o700 });
    writeFileSync(join(this.folder, 'crash.mjs'), CRASH);
    for (const [name, text] of Object.entries(this.secrets)) {
      writeFileSync(join(this.folder, name), `${text}\n`, { mode: PRIVATE });
    }
  }

  /** Runs a command to its end, and expects this exit code. */
  async command(name: string, exitCode: number, argv: readonly string[]): Promise<void> {
    const process = this.#spawn(name, argv, {});
    const code = await process.ended();
    if (code !== exitCode) throw new Error(`${name} ended with ${code}\n${process.tail()}`);
  }

  /** The service, told of the venue and the chat by its environment. */
  run(name: string, env: Readonly<Record<string, string>>, args: readonly string[]) {
    const preload = `--import=${join(this.folder, 'crash.mjs')}`;
    const report = '--report-on-signal --report-signal=SIGWINCH --report-uncaught-exception';
    return this.#spawn(name, ['run', ...args], {
      ...env,
      LOG_LEVEL: 'trace',
      NODE_OPTIONS: `${preload} ${report} --report-directory=${this.reports}`,
      CANARY_CRASH: this.crashFile,
      CANARY_MARKER: this.marker,
      TELEGRAM_BOT_TOKEN_FILE: join(this.folder, 'botToken'),
    });
  }

  /** The words of the next crash. */
  crashWith(words: readonly string[]): void {
    writeFileSync(this.crashFile, words.join(' | '), { mode: PRIVATE });
  }

  /** A person went live a while ago, with these wallets. */
  async goLive(leaders: readonly string[]): Promise<void> {
    const store = await openStore({
      databaseUrl: null,
      dataDir: this.dataDir,
      report: (error) => {
        throw error;
      },
    });
    const atMs = Date.now();
    const { control } = await store.snapshot(atMs);
    const live = { atMs, entriesFromMs: atMs };
    await store.commit([
      { kind: 'control', control: { ...control, live, warningReadAtMs: atMs } },
      ...leaders.map((address, index) => ({
        kind: 'wallet' as const,
        wallet: {
          ...defaultWalletRules(address as WalletAddress, atMs),
          ...{ label: `${this.marker}-${index}`, mode: 'live' as const },
        },
      })),
    ]);
    await store.close();
  }

  read(name: string): string {
    return readFileSync(join(this.folder, name), 'utf8');
  }

  async remove(): Promise<void> {
    for (const process of this.processes) process.signal('SIGKILL');
    await Promise.all(this.processes.map((process) => process.ended()));
    rmSync(this.folder, { recursive: true, force: true });
  }

  #spawn(name: string, argv: readonly string[], env: Readonly<Record<string, string>>) {
    const process = new WatchedProcess({
      name,
      // A condition that no package has: something of ours in the arguments.
      argv: [`--conditions=${this.marker}`, this.#main, ...argv],
      env: {
        POLYMIND_DATA_DIR: this.dataDir,
        POLYMARKET_KEYSTORE: join(this.dataDir, 'keystore.json'),
        POLYMARKET_KEYSTORE_PASSPHRASE_FILE: join(this.folder, 'passphrase'),
        ...env,
      },
      cwd: this.folder,
      witness: this.#witness,
    });
    this.processes.push(process);
    return process;
  }
}
