import { Chat } from '../../src/app/chat/chat.ts';
import { loadConfig } from '../../src/app/config.ts';
import { type Demo, startDemo } from '../../src/app/demo/demo-run.ts';
import { EquitySampler } from '../../src/app/running/equity-sampler.ts';
import type { Line } from '../../src/bot/reply.ts';
import { SECOND_MS } from '../../src/engine/domain/time.ts';
import { createLogger } from '../../src/ops/log.ts';
import { Scrubber } from '../../src/ops/scrubber.ts';
import { DiscordDouble } from '../../test/servers/discord/discord-double.ts';
import { TelegramDouble } from '../../test/servers/telegram/double.ts';

/** A curve of a few minutes is made of more samples than one of a day. */
const SAMPLE_INTERVAL_MS = 5 * SECOND_MS;
const PAIRING_CODE = /\/start \w{4}-\w{4}/;

/** The demo with both of its bots, and the platforms that they talk to. */
export interface PhoneRun {
  readonly demo: Demo;
  readonly telegram: TelegramDouble;
  readonly discord: DiscordDouble;
  /** The line with which the first operator lets himself in, once the console has shown it. */
  pairingLine(): Promise<string>;
  close(): Promise<void>;
}

export async function startPhoneRun(world: {
  readonly seed: string;
  readonly speed: number;
}): Promise<PhoneRun> {
  const telegram = await TelegramDouble.start({ botName: 'polymind_bot' });
  const discord = await DiscordDouble.start();
  const log = createLogger({ level: 'warn', scrubber: new Scrubber() });
  const report = (error: unknown): void => log.error({ err: error }, 'noticed');
  let chat: Chat | null = null;
  const demo = await startDemo({
    ...world,
    faults: 'none',
    settings: {},
    log,
    observers: [],
    onNotices: () => chat?.desk.wake(),
    onFatal: report,
  });
  const { engine } = demo.program;
  const sampler = new EquitySampler({
    ...{ engine, store: demo.store, nowMs: Date.now, intervalMs: SAMPLE_INTERVAL_MS },
    failed: report,
  });
  sampler.start();
  const {
    telegram: telegramConfig,
    discord: discordConfig,
    web,
  } = loadConfig({
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    DISCORD_BOT_TOKEN: discord.token,
    DISCORD_API_ROOT: discord.apiUrl,
    DISCORD_GUILD_ID: discord.guildId,
  });
  const phones = { telegram: telegramConfig, discord: discordConfig, web };
  const config = { ...phones, dataDir: demo.dataDir };
  const started = new Chat({ ...demo, config, log, report });
  chat = started;
  let showLine: (line: string) => void = () => undefined;
  const shown = new Promise<string>((done) => {
    showLine = done;
  });
  started.start({ tell: (_, title) => showLine(PAIRING_CODE.exec(wordsOf(title))?.[0] ?? '') });
  return {
    demo,
    telegram,
    discord,
    pairingLine: () => shown,
    close: async () => {
      sampler.stop();
      await started.close();
      await demo.close();
      await telegram.stop();
      await discord.stop();
    },
  };
}

function wordsOf(line: Line): string {
  const spans = typeof line === 'string' ? [line] : line;
  return spans.map((span) => (typeof span === 'string' ? span : Object.values(span)[0])).join('');
}
