import { RequestMethod, Routes } from 'discord.js';
import { SYSTEM_TIMING } from '../notice/timing.ts';
import { DiscordRest } from './discord-rest.ts';
import { type Failure, failureOf } from './failure.ts';

/** What the bot is and may, as far as the REST API tells; its intents need nobody's permission. */
export type OwnStanding =
  | {
      readonly kind: 'known';
      readonly username: string;
      /** Connections that it may still make today, and when there are new ones. */
      readonly startsLeft: number;
      readonly newStartsInMs: number;
      /** The name of the server, or why the bot does not see it; `null` when none was asked for. */
      readonly guild: string | { readonly unseen: string } | null;
    }
  | { readonly kind: 'failed'; readonly failure: Failure };

interface GatewayInfo {
  readonly session_start_limit: { readonly remaining: number; readonly reset_after: number };
}

/** Asks Discord who this token is; changes nothing and connects to no gateway. */
export async function readOwnStanding(of: {
  readonly token: string;
  readonly apiRoot: string | null;
  readonly guildId: string | null;
}): Promise<OwnStanding> {
  const { token, apiRoot, guildId } = of;
  const rest = new DiscordRest({ token, apiRoot, timing: SYSTEM_TIMING, report: () => undefined });
  const get = <T>(route: `/${string}`) => rest.bot<T>({ method: RequestMethod.Get, route });
  try {
    const { username } = await get<{ readonly username: string }>(Routes.user());
    const gateway = await get<GatewayInfo>(Routes.gatewayBot());
    const { remaining, reset_after: newStartsInMs } = gateway.session_start_limit;
    const guild = guildId === null ? null : await guildName(() => get(Routes.guild(guildId)));
    return { kind: 'known', username, startsLeft: remaining, newStartsInMs, guild };
  } catch (error) {
    return { kind: 'failed', failure: failureOf(error) };
  } finally {
    await rest.close();
  }
}

async function guildName(
  read: () => Promise<{ readonly name: string }>,
): Promise<string | { readonly unseen: string }> {
  try {
    return (await read()).name;
  } catch (error) {
    const { kind, words } = failureOf(error);
    if (kind === 'unreachable' || kind === 'refused') return { unseen: words };
    throw error;
  }
}
