import { ThreadPictures } from '../../bot/charts/pictures.ts';
import type { People } from '../../bot/chat/people.ts';
import type { WebAccess } from '../../bot/command.ts';
import { clock, duration } from '../../bot/format/moments.ts';
import { SYSTEM_TIMING, type Timing } from '../../bot/notice/timing.ts';
import type { Line } from '../../bot/reply.ts';
import type { ChatStore } from '../../engine/contract/chat-store.ts';
import { MINUTE_MS } from '../../engine/domain/time.ts';
import type { Logger } from '../../ops/log.ts';
import { TotpFile } from '../../ops/totp/totp-file.ts';
import type { Config } from '../config.ts';
import type { HostConsole } from '../console/host-console.ts';
import type { Program } from '../running/program-options.ts';
import { ChatDesk } from './chat-desk.ts';
import { openPhones } from './open-phones.ts';
import { PhoneWatch } from './phone-watch.ts';
import type { PhoneState, Phones } from './phones.ts';

/** Between two attempts to read who may operate. */
const LOAD_RETRY_MS = 5_000;

export interface ChatOptions {
  readonly program: Pick<Program, 'queries' | 'actions' | 'names'>;
  readonly store: ChatStore;
  readonly people: People;
  readonly config: Pick<Config, 'telegram' | 'discord' | 'web' | 'dataDir'>;
  readonly log: Logger;
  /** The dashboard, where there is one. */
  readonly web?: WebAccess | null;
  /** The machine's own unless said. */
  readonly timing?: Timing;
  /** A thread that draws unless said. */
  readonly pictures?: Pick<ThreadPictures, 'draw' | 'close'>;
  readonly report: (error: unknown) => void;
}

/** Everything that people say and are told, on every surface of this process. */
export class Chat {
  readonly desk: ChatDesk;
  readonly #options: ChatOptions;
  readonly #phones: Phones;
  readonly #pictures: Pick<ThreadPictures, 'draw' | 'close'>;
  readonly #watch: PhoneWatch;
  #console: Pick<HostConsole, 'tell'> | null = null;
  #loading: NodeJS.Timeout | null = null;
  #isLoaded = false;
  #isClosed = false;

  constructor(options: ChatOptions) {
    const { config, log, report } = options;
    this.#options = options;
    const { timing = SYSTEM_TIMING } = options;
    const secondFactor = new TotpFile(config.dataDir, () => timing.nowMs());
    this.desk = new ChatDesk({ ...options, timing, secondFactor });
    this.#pictures = options.pictures ?? new ThreadPictures({ report });
    this.#phones = openPhones({
      desk: this.desk,
      config,
      pictures: this.#pictures,
      log,
      onState: () => this.#proposePairing(),
    });
    this.#watch = new PhoneWatch({
      ...options,
      timing,
      states: () => this.#phones.states,
      wake: () => this.desk.wake(),
    });
  }

  /** One line for each bot, for the header of the console. */
  get lines(): readonly Line[] {
    return this.#phones.states.map((one) => [` phone  `, phoneWords(one)]);
  }

  /** How the bots are doing. */
  readonly phones = (): readonly PhoneState[] => this.#phones.states;

  start(console: Pick<HostConsole, 'tell'>): void {
    this.#console = console;
    this.#phones.start();
    this.#watch.start();
    void this.#load();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#watch.stop();
    if (this.#loading !== null) clearTimeout(this.#loading);
    await this.#phones.close();
    await this.#pictures.close();
  }

  /** Those whom the environment names operate meanwhile. */
  async #load(): Promise<void> {
    try {
      await this.desk.people.load();
      this.#isLoaded = true;
      this.#proposePairing();
    } catch (error) {
      this.#options.report(error);
      if (this.#isClosed) return;
      this.#loading = setTimeout(() => void this.#load(), LOAD_RETRY_MS);
    }
  }

  /** A bot that nobody may operate starts locked: the host shows how to get in. */
  #proposePairing(): void {
    const { pairing, program } = this.desk;
    const up = this.#phones.states.find(({ state }) => state === 'up');
    if (!this.#isLoaded || up === undefined || !this.#phones.isLocked) return;
    if (pairing.current !== null) return;
    const { code, expiresAtMs } = pairing.open();
    const until = clock(expiresAtMs, program.queries.timeZone());
    this.#console?.tell(
      'pairing',
      ['Nobody operates yet: send  ', { code: `/start ${code}` }, `  to ${up.name ?? up.platform}`],
      `The sender becomes admin. Good once, for ${duration(10 * MINUTE_MS)} until ${until}, for five tries.`,
      'Later: /operators code shows a new one.',
    );
  }
}

function phoneWords({ platform, state, note, name }: PhoneState): string {
  const of = platform === 'telegram' ? 'Telegram' : 'Discord';
  if (state === 'up') return `${of} ${name ?? ''}`.trim();
  return `! ${of} ${state}${note === null ? '' : `: ${note}`}`;
}
