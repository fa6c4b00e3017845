import { RequestMethod, Routes } from 'discord.js';
import { expect, onTestFinished, test } from 'vitest';
import { OfflineError } from '../../../src/bot/chat/chat-port.ts';
import { DiscordRest, INVALID_REQUESTS_MAX } from '../../../src/bot/discord/discord-rest.ts';
import { failureOf } from '../../../src/bot/discord/failure.ts';
import { DiscordDouble } from '../../servers/discord/discord-double.ts';
import { missingPermissions } from '../../servers/discord/refusal.ts';
import { RigTiming } from './rig.ts';

const MESSAGES = 'POST /channels/:channel/messages';
/** The library sends 50 a second; each client of this process adds to the one count. */
const CALLS_PER_CLIENT = 40;

test('so many refused requests that Discord might ban the address end all requests', async () => {
  const double = await DiscordDouble.start();
  onTestFinished(() => double.stop());
  double.faults.fail(MESSAGES, missingPermissions(), { times: Number.POSITIVE_INFINITY });
  const reports: unknown[] = [];
  const client = (): DiscordRest =>
    new DiscordRest({
      token: double.token,
      apiRoot: double.apiUrl,
      timing: new RigTiming(),
      report: (error) => reports.push(error),
    });
  const call = {
    method: RequestMethod.Post,
    route: Routes.channelMessages(double.channelId),
    body: { content: 'x' },
  };
  let rest = client();
  for (let calls = 0; calls < INVALID_REQUESTS_MAX; calls += 1) {
    if (calls % CALLS_PER_CLIENT === 0) {
      await rest.close();
      rest = client();
    }
    const error = await rest.bot(call).catch((refusal: unknown) => refusal);
    expect(failureOf(error).kind).toBe('unreachable');
  }
  await expect(rest.bot(call)).rejects.toBeInstanceOf(OfflineError);
  expect(double.journal.to(MESSAGES)).toHaveLength(INVALID_REQUESTS_MAX);
  expect(String(reports.at(-1))).toContain(`${INVALID_REQUESTS_MAX} requests were refused`);
  await rest.close();
});
