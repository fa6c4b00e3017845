import { describe, expect, test } from 'vitest';
import { contractOf, kalshi, poly, stand } from './market-texts.ts';

const TOURNAMENT = 'Oneflight Myrtle Beach Classic';

describe('a tournament of golf', () => {
  const top = (rank: number, name = 'Tom Kim'): ReturnType<typeof poly> =>
    poly(`Will ${name} finish in the Top ${rank} at the 2026 ONEflight Myrtle Beach Classic?`);
  const finisher = (rank: number, name = 'Tom Kim'): ReturnType<typeof kalshi> =>
    kalshi(`KXPGATOP${rank}-ONMBC26-TKIM`, `${TOURNAMENT}: Top ${rank} Finishers`, name);

  test('is the same for one player and one rank', () => {
    expect(stand(top(5), finisher(5))).toBe('same');
    expect(stand(top(5), finisher(10))).toBe('differs: rank');
    expect(stand(top(5), finisher(5, 'Chan Kim'))).toBe('differs: competitors');
    expect(stand({ ...top(5), outcomes: ['No', 'Yes'] }, finisher(5))).toBe('open: side');
    expect(stand(top(5), { ...finisher(5), subTitle: null })).toBe('open: competitors entities');
  });

  test('is won under the name that its sponsor does not pay for', () => {
    const win = poly('Will Jimmy Stanger win the 2026 ONEflight Myrtle Beach Classic?');
    const winner = kalshi('KXPGATOUR-ONMBC26-JSTA', 'Myrtle Beach Classic Winner', 'Jimmy Stanger');
    expect(stand(win, winner)).toBe('same');
    const asked = {
      ...winner,
      title: 'Will Jimmy Stanger win the Myrtle Beach Classic?',
      subTitle: null,
    };
    expect(stand(win, asked)).toBe('same');
    expect(stand(top(5, 'Jimmy Stanger'), winner)).toBe('differs: predicate');
  });

  test('is another in another year or under another name', () => {
    const last = kalshi('KXPGATOP5-ONMBC25-TKIM', `${TOURNAMENT}: Top 5 Finishers`, 'Tom Kim');
    expect(stand(top(5), last)).toBe('differs: event');
    const truist = kalshi(
      'KXPGATOP5-TRC26-TKIM',
      'Truist Championship: Top 5 Finishers',
      'Tom Kim',
    );
    expect(stand(top(5), truist)).toBe('differs: event');
    const masters = kalshi('KXPGATOP5-BMW26-TKIM', 'BMW Masters: Top 5 Finishers', 'Tom Kim');
    const augusta = poly('Will Tom Kim finish in the Top 5 at the 2026 Masters?');
    expect(stand(augusta, masters)).toBe('differs: event');
    expect(stand(poly('Will Tom Kim win the Truist Championship?'), truist)).toMatch(/^differs/);
  });

  test('does not know a year that no venue tells', () => {
    const timeless = poly('Will Tom Kim finish in the Top 5 at the Truist Championship?');
    const truist = kalshi(
      'KXPGATOP5-TRC26-TKIM',
      'Truist Championship: Top 5 Finishers',
      'Tom Kim',
    );
    expect(stand(timeless, truist)).toBe('open: event');
  });

  test('keeps brothers, short given names and slips of the pen open', () => {
    expect(stand(top(5, 'Rasmus Hojgaard'), finisher(5, 'Nicolai Hojgaard'))).toBe(
      'differs: competitors',
    );
    expect(stand(top(5, 'Cam Davis'), finisher(5, 'Cameron Davis'))).toBe('open: competitors');
    expect(stand(top(5, 'Christiaan Bezuidenhout'), finisher(5, 'Christian Bezuidenhout'))).toBe(
      'open: competitors',
    );
    expect(stand(top(5, 'S.H. Kim'), finisher(5, 'Seonghyeon Kim'))).toBe('open: competitors');
    expect(stand(top(5, 'Ludvig Åberg'), finisher(5, 'Ludvig Aberg'))).toBe('same');
  });

  test('knows cuts and leaders', () => {
    const cut = poly('Will Tom Kim make the cut at the 2026 Truist Championship?');
    const made = kalshi('KXPGAMAKECUT-TRC26-TKIM', 'Truist Championship: Make the Cut', 'Tom Kim');
    expect(stand(cut, made)).toBe('same');
    const lead = poly('Will Tom Kim lead after round 3 of the 2026 Truist Championship?');
    const leader = kalshi(
      'KXPGAR3LEAD-TRC26-TKIM',
      'Truist Championship End of Round 3 Leader',
      'Tom Kim',
    );
    expect(stand(lead, leader)).toBe('same');
    expect(stand(cut, leader)).toBe('differs: predicate');
    const second = kalshi(
      'KXPGAR2LEAD-TRC26-TKIM',
      'Truist Championship End of Round 2 Leader',
      'Tom Kim',
    );
    expect(stand(lead, second)).toBe('differs: part');
  });
});

describe('a title', () => {
  test.each([
    [
      'Will the Minnesota Vikings win the 2026 Super Bowl?',
      'KXSB-26-MIN',
      'Will the Minnesota win the 2026 Pro Football Championship?',
      null,
    ],
    [
      'Will the Philadelphia Flyers win the 2026 NHL Stanley Cup?',
      'KXNHL-26-PHI',
      'Pro Hockey Championship Winner?',
      'Philadelphia',
    ],
    [
      'Will the Los Angeles Clippers win the 2026 NBA Finals?',
      'KXNBA-26-LAC',
      'Pro Basketball Finals Winner?',
      'Los Angeles C',
    ],
    [
      'Will Frances Tiafoe win the 2026 Australian Open?',
      'KXAOMEN-26-FTIA',
      'Will Frances Tiafoe win the Australian Open?',
      'Frances Tiafoe',
    ],
    [
      "Will Naomi Osaka win the 2026 Women's Australian Open?",
      'KXAOWOMEN-26-NOSA',
      'Will Naomi Osaka win the Australian Open?',
      'Naomi Osaka',
    ],
    [
      'Will Real Madrid win the 2025–26 La Liga?',
      'KXLALIGA-26-RMA',
      'La Liga Winner',
      'Real Madrid',
    ],
    [
      'Will Tunisia win the 2026 FIFA World Cup?',
      'KXMENWORLDCUP-26-TN',
      "Will the Tunisia win the 2026 Men's World Cup?",
      null,
    ],
    [
      'Will Cameroon win the CAF Africa Cup of Nations Morocco 2025?',
      'KXAFCON-26-CMR',
      'Will Cameroon win the Africa Cup of Nations?',
      'Cameroon',
    ],
    [
      'Will Max Verstappen win the 2026 F1 Austrian Grand Prix?',
      'KXF1RACE-AGP26-MV',
      'Austrian Grand Prix Winner?',
      'Max Verstappen',
    ],
  ])('%s', (...[question, ticker, title, side]) => {
    expect(stand(poly(question), kalshi(ticker, title, side))).toBe('same');
  });

  test('is not that of another cup, team or year', () => {
    const cup = poly('Will the Philadelphia Flyers win the 2026 NHL Stanley Cup?');
    const title = 'Pro Hockey Championship Winner?';
    expect(stand(cup, kalshi('KXNHL-27-PHI', title, 'Philadelphia'))).toBe('differs: event');
    expect(stand(cup, kalshi('KXNHL-26-PIT', title, 'Pittsburgh'))).toBe('differs: competitors');
    const east = kalshi(
      'KXNHLEAST-26-PHI',
      'Pro Football AFC Championship Winner?',
      'Philadelphia',
    );
    expect(stand(cup, east)).toBe('differs: competitors');
  });

  test('that no word tells to be of sports is left to others', () => {
    for (const title of [
      'Will a Canadian team win the pro hockey championship by the end of the 2030 season?',
      'Will Bella Emry win American Idol Season 24?',
      'Will the Green Party win the most council seat elections?',
    ]) {
      expect(contractOf(poly(title))).toBeNull();
    }
  });
});

test('rules on ties and on dead heats are kept', () => {
  const rules = 'Ties are included: a tied top 5 will resolve to "Yes".';
  const text = poly('Will Tom Kim finish in the Top 5 at the 2026 Truist Championship?', { rules });
  expect(contractOf(text)).toMatchObject({ clauses: ['ties:count'], hasRules: true });
  const heat = { ...text, rules: 'Dead heat rules apply.' };
  expect(contractOf(heat)?.clauses).toEqual(['ties:deadHeat']);
});
