import { describe, expect, it } from 'vitest';
import { plainText } from '../../../src/bot/format/compose.ts';
import { TOPICS } from '../../../src/bot/notice/topics.ts';
import { Chat } from '../chat-person.ts';
import { tableWidth } from '../plain-reply.ts';

const PHONE = { actor: 'telegram:1', role: 'admin' } as const;

/** A conversation as it stands in a golden file, of somebody at a phone. */
async function said(chat: Chat, lines: readonly string[]): Promise<string> {
  return chat.transcript(lines, PHONE);
}

describe('notices', () => {
  it('are shown and changed as the golden file says', async () => {
    const transcript = await said(new Chat(), [
      '/notify',
      '/notify fills',
      '/notify skips silent',
      '/notify fills on paper',
      '/notify fills default',
      '/notify kill off',
      '/notify fillz silent',
      '[Do it]',
      '/notify skips loudly',
      '/notify skips silnt',
      '/notify whale-7 off',
      '/notify whale-7 default',
      '/notify mute 2h whale-7',
      '[Unmute]',
      '/notify mute whale-7 2 days',
      '/notify mute 2h',
      '/notify mute whale-7 forever',
      '/wallet whale-7 mute 30 min',
      '/wallet whale-7 mute off',
      '/wallet whal-7 mute 2h',
      '/notify nobody off',
      '/notify quiet',
      '/notify quiet 22-7:15',
      '/notify quiet late',
      '/notify quiet off',
      '/notify preset calm',
      '/notify preset clam',
      '/notify test',
    ]);
    await expect(transcript).toMatchFileSnapshot('./notify.golden.txt');
  });

  it('belong to who asks: another one is told as before', async () => {
    const chat = new Chat();
    await chat.say('/notify preset calm', PHONE);
    await chat.say('/notify preset calm', { actor: 'telegram:2', role: 'viewer' });
    await chat.say('/notify preset normal', { actor: 'telegram:2', role: 'viewer' });
    expect(chat.preferences.of('telegram:1').preset).toBe('calm');
    expect(chat.preferences.of('telegram:2').preset).toBe('normal');
    expect(chat.world.done).toEqual([]);
  });

  it('fit a phone in a table of every topic', async () => {
    const chat = new Chat();
    for (const topic of TOPICS) await chat.say(`/notify ${topic} digest`, PHONE);
    const { blocks } = await chat.say('/notify', PHONE);
    const [table] = blocks;
    if (table?.kind !== 'table') throw new Error('no table');
    expect(tableWidth(table)).toBeLessThanOrEqual(32);
    expect(table.rows.map(([topic]) => topic)).toEqual([...TOPICS]);
  });

  it('cannot be put off by an admin where they are about safety, but by a viewer', async () => {
    const chat = new Chat();
    await chat.say('/notify mode off', { actor: 'telegram:2', role: 'viewer' });
    expect(chat.preferences.of('telegram:2').topics.mode).toEqual({ live: 'off', paper: 'off' });
    await chat.say('/notify mode off', PHONE);
    expect(chat.preferences.of('telegram:1').topics.mode).toEqual({
      live: 'silent',
      paper: 'silent',
    });
  });

  it('have no digest at the console', async () => {
    const chat = new Chat();
    await chat.say('/notify skips digest');
    expect(plainText(chat.last.title)).toContain('no digest here');
  });

  it('stay as they were when the database does not keep a change', async () => {
    const chat = new Chat();
    await chat.say('/notify preset calm', PHONE);
    chat.databaseIsDown = true;
    await chat.say('/notify preset all', PHONE);
    expect(plainText(chat.last.title)).toContain('Not available now');
    expect(chat.preferences.of('telegram:1').preset).toBe('calm');
    await chat.say('/notify test', PHONE);
    expect(plainText(chat.last.title)).toContain('Not available now');
  });

  it('are tried out with a sample that is written for who asks alone', async () => {
    const chat = new Chat();
    await chat.say('/notify test', PHONE);
    expect(chat.notices).toHaveLength(1);
    expect(chat.notices[0]?.data).toMatchObject({ sample: 1, onlyFor: 'telegram:1' });
  });
});
