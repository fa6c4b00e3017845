import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Agenda } from '../../../src/sim/venue/agenda.ts';

describe('Agenda', () => {
  it('runs entries by time, and those of one moment in the order in which they were made', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 60 }), (times) => {
        const agenda = new Agenda();
        const ran: { atMs: number; index: number }[] = [];
        for (const [index, atMs] of times.entries()) {
          agenda.at(atMs, () => ran.push({ atMs: agenda.nowMs, index }));
        }
        while (agenda.nextAtMs < Number.POSITIVE_INFINITY) agenda.runNext();
        const wanted = times
          .map((atMs, index) => ({ atMs, index }))
          .sort((a, b) => a.atMs - b.atMs || a.index - b.index);
        expect(ran).toEqual(wanted);
      }),
    );
  });

  it('runs one moment at a time, with what is added for that same moment', () => {
    const agenda = new Agenda();
    const ran: string[] = [];
    agenda.at(5, () => {
      ran.push('first');
      agenda.at(5, () => ran.push('also now'));
      agenda.after(0, () => ran.push('later'));
    });
    agenda.runNext();
    expect(ran).toEqual(['first', 'also now']);
    expect(agenda.nextAtMs).toBe(6);
  });

  it('refuses what lies behind and does nothing when it is empty', () => {
    const agenda = new Agenda();
    agenda.runNext();
    expect(agenda.nowMs).toBe(0);
    agenda.at(5, () => {});
    agenda.runNext();
    expect(() => agenda.at(4, () => {})).toThrow('lies ahead');
    expect(() => agenda.at(5.5, () => {})).toThrow('lies ahead');
  });
});
