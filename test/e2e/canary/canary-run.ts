import { codeOf, stepAt } from '../../../src/ops/totp/totp.ts';
import type { ApiKey } from '../../../src/sim/wire/trading/api-keys.ts';
import { TelegramDouble } from '../../servers/telegram/double.ts';
import { Phone } from '../chat/telegram-phone.ts';
import { type BuiltProgram, buildProgram } from '../kill/built-program.ts';
import { readStore } from '../kill/store-rows.ts';
import { Witness } from '../kill/witness.ts';
import { type Canary, filesIn, type Place } from './canaries.ts';
import { CanaryHost } from './canary-host.ts';
import { CanaryVenue } from './canary-venue.ts';
import type { WatchedProcess } from './watched-process.ts';

const ADMIN_ID = 7;
const ADMIN = `telegram:${ADMIN_ID}`;
/** Copies are not held back by limits that other tests are about. */
const SETTINGS = [
  'bankroll=6000',
  'limits.ordersPerMinute=30',
  'limits.orderPercent=10',
  'limits.marketPercent=100',
  'limits.groupPercent=100',
  'limits.walletPercent=100',
  'limits.walletDayPercent=100',
  'limits.categoryPercent=100',
  'limits.totalPercent=100',
  'limits.positions=1000',
  'entry.minLeaderClip=1',
  'entry.maxAgeSeconds=60',
  'entry.minMinutesToClose=0',
  'entry.minQuality=0',
  'wallets.minConfidenceLive=0',
];

/** A host, a venue and a chat, and the real program between them. */
export class CanaryRun {
  readonly host: CanaryHost;
  readonly venue: CanaryVenue;
  readonly telegram: TelegramDouble;
  readonly phone: Phone;
  readonly #built: BuiltProgram;
  #totpSecret = '';

  private constructor(
    of: Pick<CanaryRun, 'host' | 'venue' | 'telegram'> & { built: BuiltProgram },
  ) {
    this.host = of.host;
    this.venue = of.venue;
    this.telegram = of.telegram;
    this.#built = of.built;
    this.phone = new Phone({ telegram: of.telegram }, ADMIN_ID, 'Ada');
  }

  static async start(seed: string): Promise<CanaryRun> {
    const built = await buildProgram();
    const witness = new Witness();
    const host = new CanaryHost({ main: built.main, witness });
    const venue = await CanaryVenue.start({ seed, funder: host.address, witness });
    const telegram = await TelegramDouble.start({ token: host.secrets.botToken });
    return new CanaryRun({ host, venue, telegram, built });
  }

  /** As an owner prepares a host: a key, codes, and live. */
  async prepare(): Promise<void> {
    const { host } = this;
    // Besides the right way, the mistake that people make first.
    const key = host.secrets.privateKey;
    await Promise.all([
      host.command('a key on the command line', 2, ['keystore', 'import', key]),
      host.command('import', 0, ['keystore', 'import', '--key-file', 'privateKey']),
      host.command('enrol', 0, ['totp', 'enrol', ADMIN, '--secret-to', 'totp-link']),
    ]);
    this.#totpSecret = new URL(host.read('totp-link').trim()).searchParams.get('secret') ?? '';
    const code = codeOf(this.#totpSecret, stepAt(Date.now()));
    await host.command('verify', 0, ['totp', 'verify', ADMIN, code]);
    await host.goLive(this.venue.leaders);
  }

  run(name: string): WatchedProcess {
    const env = {
      ...this.venue.env,
      TELEGRAM_API_ROOT: this.telegram.apiRoot,
      TELEGRAM_ADMIN_IDS: String(ADMIN_ID),
    };
    return this.host.run(
      name,
      env,
      SETTINGS.flatMap((setting) => ['--set', setting]),
    );
  }

  /** Credentials that the venue gave to the account. */
  get credentials(): readonly ApiKey[] {
    return this.venue.credentials;
  }

  /** What may appear nowhere. */
  get canaries(): readonly Canary[] {
    const { privateKey, passphrase, botToken } = this.host.secrets;
    return [
      { name: 'the private key', text: privateKey },
      { name: 'the passphrase of the keystore', text: passphrase },
      { name: 'the token of the bot', text: botToken },
      ...this.credentials.flatMap((key) => [
        { name: 'the secret of the venue', text: key.secret },
        { name: 'the passphrase of the venue', text: key.passphrase },
      ]),
      ...[...this.venue.signatures].map((text) => ({ name: 'a signature of a request', text })),
    ];
  }

  /** The secret of one-time codes stays in its own file. */
  get codes(): Canary {
    return { name: 'the secret of the codes', text: this.#totpSecret };
  }

  /** Everything that the program left, and what was told of it. */
  async places(): Promise<readonly Place[]> {
    const { host } = this;
    const rows = await rowsIn(host.dataDir);
    return [
      ...filesIn(host.dataDir).map(({ where, bytes }) => ({ where: `data/${where}`, bytes })),
      ...filesIn(host.reports).map(({ where, bytes }) => ({ where: `reports/${where}`, bytes })),
      ...rows,
      ...host.processes.flatMap((process) => process.places()),
      { where: 'the chat', bytes: Buffer.from(this.#chat()) },
    ];
  }

  async close(): Promise<void> {
    await this.host.remove();
    await this.venue.close();
    await this.telegram.stop();
    this.#built.remove();
  }

  /** Each word of the bot as it was sent, before and after edits. */
  #chat(): string {
    return this.telegram.calls
      .flatMap(({ method, parameters }) => [method, ...parameters.values.values()])
      .join('\n');
  }
}

/** Every row of every table, as text. */
async function rowsIn(dataDir: string): Promise<readonly Place[]> {
  return readStore(dataDir, async (ask) => {
    const tables = await ask<{ name: string }>(`
      select quote_ident(table_schema) || '.' || quote_ident(table_name) as name
      from information_schema.tables
      where table_schema not in ('pg_catalog', 'information_schema')`);
    return await Promise.all(
      tables.map(async ({ name }) => {
        const rows = await ask<{ text: string }>(`select one::text as text from ${name} one`);
        return {
          where: `rows of ${name}`,
          bytes: Buffer.from(rows.map(({ text }) => text).join('\n')),
        };
      }),
    );
  });
}
