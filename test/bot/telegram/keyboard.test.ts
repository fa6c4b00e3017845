import { describe, expect, it } from 'vitest';
import { ROLES } from '../../../src/bot/command.ts';
import { meaningOf } from '../../../src/bot/free-text.ts';
import { COMMANDS } from '../../../src/bot/registry.ts';
import { inlineRows, replyKeyboard } from '../../../src/bot/telegram/keyboard.ts';
import { menuOf, STRANGERS_MENU } from '../../../src/bot/telegram/menu.ts';
import { button } from './rig.ts';

describe('buttons under a message', () => {
  const rowsOf = (...labels: string[]) =>
    inlineRows(
      labels.map((label) => button(label)),
      labels.map((_, index) => `t${index}`),
    ).map((row) => row.map(({ text }) => text));

  it('stand beside each other as far as their labels have room', () => {
    expect(rowsOf('Why', 'Close', 'Undo')).toEqual([['Why', 'Close', 'Undo']]);
    expect(rowsOf('Why', 'Close', 'Mute wallet')).toEqual([['Why', 'Close', 'Mute wallet']]);
    expect(rowsOf('Why', 'Close', 'Mute for 2 h')).toEqual([['Why', 'Close'], ['Mute for 2 h']]);
    expect(rowsOf('Close positions…', 'Arm again…')).toEqual([['Close positions…', 'Arm again…']]);
    expect(rowsOf('Follow on paper with $5', 'Why')).toEqual([
      ['Follow on paper with $5'],
      ['Why'],
    ]);
  });

  it('carry the tap of their own place, and a colour where they are more than a choice', () => {
    const form = {
      ...button('Type it'),
      tap: { kind: 'form' as const, title: 'Go live', field: 'phrase', example: 'LIVE 300' },
    };
    const rows = inlineRows(
      [button('Stay in paper', 'safe'), form, button('Go live', 'danger'), button('Why')],
      ['a', 'b', 'c', 'd'],
    );
    expect(rows.flat()).toEqual([
      { text: 'Stay in paper', callback_data: 'a', style: 'success' },
      { text: 'Go live', callback_data: 'c', style: 'danger' },
      { text: 'Why', callback_data: 'd' },
    ]);
  });

  it('are not shown where Telegram would refuse them, which would cost the whole message', () => {
    const shown = inlineRows(
      [button('\u3164 '), button('no data'), button('long data'), button('x'.repeat(500))],
      ['a', '', 'd'.repeat(65), 'b'],
    ).flat();
    expect(shown).toEqual([{ text: `${'x'.repeat(35)}…`, callback_data: 'b' }]);
    const many = Array.from({ length: 150 }, () => button('Why'));
    expect(
      inlineRows(
        many,
        many.map(() => 'a'),
      ).flat(),
    ).toHaveLength(100);
  });
});

describe('what each role is offered', () => {
  const shown = ROLES.map((role) => {
    const { keyboard } = replyKeyboard(role, COMMANDS);
    const labels = keyboard.map((row) =>
      row.map((one) => (typeof one === 'string' ? one : one.text)),
    );
    const menu = menuOf(role, COMMANDS).map(
      ({ command, description }) => `/${command}  ${description}`,
    );
    return [role, ...menu, ...labels.map((row) => `[${row.join('] [')}]`), ''].join('\n');
  });
  const strangers = STRANGERS_MENU.map(({ command, description }) => `/${command}  ${description}`);

  it('is as written down', async () => {
    const all = ['stranger', ...strangers, '', ...shown].join('\n');
    await expect(all).toMatchFileSnapshot('offers.golden.txt');
  });

  it('is what Telegram takes as a menu, at most the twelve', () => {
    for (const role of ROLES) {
      const menu = menuOf(role, COMMANDS);
      expect(menu.length).toBeLessThanOrEqual(12);
      for (const { command, description } of menu) {
        expect(command).toMatch(/^[a-z0-9_]{1,32}$/);
        expect(description.length).toBeGreaterThan(0);
        expect(description.length).toBeLessThanOrEqual(256);
      }
    }
  });

  it('means, as a key that says its label, the command of that name', () => {
    const labels = replyKeyboard('admin', COMMANDS).keyboard.flat();
    expect(labels).toHaveLength(6);
    for (const one of labels) {
      const label = typeof one === 'string' ? one : one.text;
      expect(meaningOf(label)).toEqual({ name: label.toLowerCase(), words: [] });
    }
  });
});
