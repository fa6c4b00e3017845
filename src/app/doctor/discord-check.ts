import { readOwnStanding } from '../../bot/discord/own-standing.ts';
import { HOUR_MS } from '../../engine/domain/time.ts';
import { type Finding, fine, skipped, wrong } from './check.ts';
import type { Inspection } from './inspection.ts';

const TOKEN = 'take the token from the Discord developer portal into DISCORD_BOT_TOKEN';
const NETWORK = 'check the network of this host, and DISCORD_API_ROOT if it is set';

/** Whether the bot is there, may connect, and is in its server. */
export async function checkDiscord({ config }: Inspection): Promise<Finding> {
  const { botToken: token, apiRoot, guildId } = config.discord;
  if (token === null) return skipped('DISCORD_BOT_TOKEN is not set');
  const standing = await readOwnStanding({ token, apiRoot, guildId });
  if (standing.kind === 'failed') {
    const { kind, words } = standing.failure;
    return wrong(words, kind === 'token' ? TOKEN : NETWORK);
  }
  const { username, startsLeft, newStartsInMs, guild } = standing;
  if (startsLeft === 0) {
    return wrong(
      `${username} has connected too often today`,
      `stop what restarts it; Discord lets it in again in ${Math.ceil(newStartsInMs / HOUR_MS)} h`,
    );
  }
  if (guild === null) return fine(`${username}, in no named server: direct messages alone`);
  if (typeof guild === 'string') return fine(`${username}, in ${guild}`);
  return wrong(
    `${username} does not see the server of DISCORD_GUILD_ID: ${guild.unseen}`,
    'invite the bot to that server, or correct DISCORD_GUILD_ID',
  );
}
