import { TelegramClient } from '../../bot/telegram/client.ts';
import { failureOf } from '../../bot/telegram/failure.ts';
import { livingHolder } from '../host-side/holder.ts';
import { type Finding, fine, skipped, warning, wrong } from './check.ts';
import type { Inspection } from './inspection.ts';

/** Long enough for another program, whose poll ours ends, to come back and end ours. */
const POLL_S = 3;
/** One message tells as much as all of them; none is confirmed. */
const UPDATES_MAX = 1;

/** Whether the bot is there, and whether its messages would come to this program. */
export async function checkTelegram({ config }: Inspection): Promise<Finding> {
  const { botToken: token, apiRoot } = config.telegram;
  if (token === null) return skipped('TELEGRAM_BOT_TOKEN is not set');
  const client = new TelegramClient({ token, apiRoot });
  try {
    const { username } = await client.calls.getMe();
    const { url = '' } = await client.calls.getWebhookInfo();
    if (url !== '') {
      return warning(
        `@${username}; its messages go to a webhook${hostOf(url)}`,
        'the service takes them from there at its start: stop whatever runs there first',
      );
    }
    const holder = livingHolder(config.dataDir);
    if (holder !== null) return fine(`@${username}, process ${holder} listens with it`);
    await client.polls.getUpdates({ timeout: POLL_S, limit: UPDATES_MAX });
    return fine(`@${username}, nobody else listens with it`);
  } catch (error) {
    return failed(error);
  } finally {
    client.close();
  }
}

function failed(error: unknown): Finding {
  const { kind, words } = failureOf(error);
  switch (kind) {
    case 'token':
      return wrong(words, 'take the token from @BotFather (/token) into TELEGRAM_BOT_TOKEN');
    case 'conflict':
      return wrong(words, 'stop that program, or give this one a bot of its own');
    case 'flood':
      return warning(words, 'try again then');
    case 'offline':
    case 'lost':
    case 'unreachable':
    case 'refused':
      return wrong(words, 'check the network of this host, and TELEGRAM_API_ROOT if it is set');
  }
}

/** The path of a webhook is often its secret. */
function hostOf(url: string): string {
  return URL.canParse(url) ? ` at ${new URL(url).host}` : '';
}
