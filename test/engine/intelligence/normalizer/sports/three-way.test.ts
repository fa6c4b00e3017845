import { describe, expect, test } from 'vitest';
import { contractOf, kalshi, match, poly, stand } from './market-texts.ts';

const ELCHE = poly('Will Elche CF win on 2026-01-10?');
const TITLE = 'Valencia vs Elche Winner?';
const yes = (side: string): ReturnType<typeof kalshi> =>
  kalshi('KXLALIGAGAME-26JAN10VCFELC-X', TITLE, side);

describe('a game that may end in a draw', () => {
  test('is won by one team, whichever opponent a venue names', () => {
    expect(stand(ELCHE, yes('Elche'))).toBe('same');
    expect(stand(ELCHE, yes('Elche wins'))).toBe('same');
  });

  test('has three sides: the other team and the draw are no inverse', () => {
    expect(stand(ELCHE, yes('Valencia'))).toBe('differs: competitors');
    expect(stand(ELCHE, yes('Tie'))).toBe('differs: predicate');
  });

  test('is another on another day', () => {
    expect(stand(poly('Will Elche CF win on 2026-01-11?'), yes('Elche'))).toBe('differs: day');
    const moved = poly('Will Elche CF win on 2026-01-11?', { slug: 'lal-val-elc-2026-01-10-elc' });
    expect(stand(moved, yes('Elche'))).toBe('open: day');
  });

  test('ends in a draw of both teams', () => {
    const draw = match(
      'Will Valencia CF vs. Elche CF end in a draw?',
      'lal-vcf-elc-2026-01-10-draw',
      ['Yes', 'No'],
    );
    expect(stand(draw, yes('Tie'))).toBe('same');
    expect(stand(draw, yes('Draw'))).toBe('same');
    expect(stand(draw, yes('Elche'))).toBe('differs: predicate');
    const half = match(
      'Valencia CF vs. Elche CF: Draw at halftime?',
      'lal-vcf-elc-2026-01-10-halftime-result-draw',
      ['Yes', 'No'],
    );
    expect(stand(half, yes('Tie'))).toBe('differs: part');
  });

  test('takes the day of a draw from its rules', () => {
    const title = 'Will Valencia CF vs. Elche CF end in a draw?';
    const rules =
      'In the upcoming game, scheduled for January 10, 2026\nIf the game ends in a draw';
    expect(stand(poly(title, { rules }), yes('Tie'))).toBe('same');
    expect(stand(poly(title, { rules: rules.replace(', 2026', '') }), yes('Tie'))).toBe(
      'open: day',
    );
    expect(stand(poly(title), yes('Tie'))).toBe('open: day');
  });

  test('has no side without words for it', () => {
    expect(contractOf({ ...yes('Elche'), subTitle: null })?.unknown).toContain('predicate');
    const rules =
      'If Elche wins the Valencia vs Elche professional La Liga soccer game originally scheduled for Jan 10, 2026';
    expect(stand(ELCHE, { ...yes('Elche'), subTitle: null, rules })).toBe('same');
  });

  test.each([
    ['Real Sociedad de Fútbol', 'Real Sociedad'],
    ['FC Bayern München', 'Bayern Munich'],
    ['1. FC Köln', 'FC Köln'],
    ["Côte d'Ivoire", 'Ivory Coast'],
    ['FK Bodø/Glimt', 'Bodoe/Glimt'],
    ['BV Borussia 09 Dortmund', 'Dortmund'],
    ['Stade Brestois 29', 'Brest'],
    ['Wolverhampton Wanderers FC', 'Wolves'],
    ['Deportivo Toluca FC', 'Toluca'],
  ])('knows %s as %s', (long, short) => {
    const text = poly(`Will ${long} win on 2026-01-10?`);
    const game = kalshi('KXUNKNOWNGAME-26JAN10AAABBB-AAA', `${short} vs Nobody Winner?`, {
      subTitle: short,
      rules: `If ${short} wins the ${short} vs Nobody professional soccer game`,
    });
    expect(stand(text, game)).toBe('same');
  });

  test.each([
    ['Manchester United FC', 'Manchester City'],
    ['Dundee FC', 'Dundee United'],
    ['Paris Saint-Germain FC', 'Paris'],
    ['Real Madrid CF', 'Real Sociedad'],
    ['Sheffield Wednesday FC', 'Sheffield United'],
    ['Real Madrid Castilla B', 'Real Madrid'],
    ['Chelsea FC U21', 'Chelsea'],
    ['Bilbao Athletic', 'Athletic Bilbao'],
    ['FC Barcelona Atlètic', 'Barcelona'],
    ['Jong Ajax', 'Ajax'],
  ])('never takes %s for %s', (one, other) => {
    const game = kalshi('KXEPLGAME-26JAN10AAABBB-AAA', `${other} vs Nobody Winner?`, other);
    expect(stand(poly(`Will ${one} win on 2026-01-10?`), game)).toBe('differs: competitors');
  });

  test.each([
    ['Everton FC', 'epl-eve-ars-2026-01-10-eve', 'KXCHLLDPGAME-26JAN10EVECOL-EVE', 'Everton'],
    ['Houston Dash', 'nwsl-das-den-2026-01-10-das', 'KXMLSGAME-26JAN10HOUDEN-HOU', 'Houston'],
    [
      'FC Barcelona',
      'ucl-bar-int-2026-01-10-bar',
      'KXCOPALIBERTADORESGAME-26JAN10BARRIV-BAR',
      'Barcelona',
    ],
  ])('keeps teams of one name in different leagues apart: %s', (...[name, slug, ticker, short]) => {
    const text = poly(`Will ${name} win on 2026-01-10?`, { slug });
    expect(stand(text, kalshi(ticker, `${short} vs Nobody`, short))).toMatch(
      /^differs: (event|competitors)/,
    );
  });
});

test('a test match of cricket is won in three ways', () => {
  const england = poly('Will England win?', {
    rules:
      'This market refers to the cricket match between Australia and England scheduled for January 3 2026 in World Test Championship.',
    closesAtMs: Date.UTC(2026, 0, 10),
  });
  const id = 'KXCRICKETTESTMATCH-26JAN03ENGAUS-ENG';
  expect(stand(england, kalshi(id, 'Australia vs England Winner?', 'England'))).toBe('same');
  expect(stand(england, kalshi(id, 'Australia vs England Winner?', 'Australia'))).toBe(
    'differs: competitors',
  );
  expect(contractOf(poly('Will England win?'))).toBeNull();
});

test('a title about a whole game of soccer in two ways is not read', () => {
  const twoWays = match('Getafe CF vs. Elche CF', 'lal-get-elc-2026-01-10', [
    'Getafe CF',
    'Elche CF',
  ]);
  expect(contractOf(twoWays)?.unknown).toContain('predicate');
});

test('women of a club are told by the words of a league that is not listed', () => {
  const rules =
    'scheduled for January 10, 2026. Frauen-Bundesliga, women: the first 90 minutes of regular play';
  const text = poly('Will FC Bayern München win on 2026-01-10?', { rules });
  expect(contractOf(text)?.event).toBe('soccer//women');
  const men = kalshi(
    'KXBUNDESLIGAGAME-26JAN10BMUWOB-BMU',
    'Bayern Munich vs Wolfsburg',
    'Bayern Munich',
  );
  expect(stand(text, men)).toBe('differs: event');
});
