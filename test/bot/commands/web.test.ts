import { describe, expect, test } from 'vitest';
import { Chat } from '../chat-person.ts';
import { plainReply } from '../plain-reply.ts';

const ADA = { role: 'admin', actor: 'telegram:7' } as const;

/** Secrets are new each time. */
function told(reply: Parameters<typeof plainReply>[0]): string {
  return plainReply(reply).replaceAll(/[\w-]{43}/g, '<secret>');
}

describe('/web', () => {
  test('gives a link for one person and for once, where nobody else reads', async () => {
    const chat = new Chat();
    const reply = await chat.say('/web', { role: 'viewer', actor: 'telegram:9' });
    expect(told(reply)).toContain('http://127.0.0.1:8420/#in=<secret>');
    expect(told(reply)).toMatch(/Good once, for 2 min: it lets you in as viewer/);
    expect(told(reply)).toMatch(/It opens on the machine that PolyMind runs on/);
    chat.door.url = 'https://poly.example.com';
    expect(told(await chat.say('/web', ADA))).not.toMatch(/on the machine/);
    chat.isPrivate = false;
    const open = plainReply(await chat.say('/web', ADA));
    expect(open).toMatch(/say \/web in our private chat/);
    expect(open).not.toMatch(/#in=/);
    expect(plainReply(await chat.say('/web token x viewer', ADA))).toMatch(/private chat/);
  });

  test('lets programs in and out, by name, with the role that was said', async () => {
    const chat = new Chat();
    const lines = [
      '/web tokens',
      '/web token grafana',
      '/web token robot trader',
      '/web token robot viewer',
      '/web token Big!',
      '/web token boss admin',
      '/web tokens',
      '/web revoke grafana',
      '/web revoke grafana',
      '/web revoke',
      '/web dance',
      '/web out',
    ];
    const parts: string[] = [];
    for (const line of lines) parts.push(`> ${line}\n${told(await chat.say(line, ADA))}\n`);
    await expect(parts.join('\n')).toMatchFileSnapshot('./web.golden.txt');
    expect(chat.reports).toEqual([]);
  });

  test('only admins let programs in', async () => {
    const chat = new Chat();
    for (const line of ['/web token a viewer', '/web tokens', '/web revoke a']) {
      const reply = await chat.say(line, { role: 'trader', actor: 'telegram:8' });
      expect(plainReply(reply)).toMatch(/needs the role admin/);
    }
    expect(chat.door.tokens()).toEqual([]);
  });

  test('says so where no dashboard is served', async () => {
    const chat = new Chat();
    chat.door.url = null;
    expect(plainReply(await chat.say('/web', ADA))).toMatch(/the dashboard is not served here/);
  });
});
