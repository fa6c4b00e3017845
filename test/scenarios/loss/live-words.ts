/** A story of one market in which Anna's copies spend real money. */
export const LIVE = `
  account 500\n market rain group weather\n book rain.Yes 0.48x10000 / 0.50x10000
  follow anna mode live confidence 0.9 spend 10\n ready\n acknowledge\n mode live\n wait 31s
`;
/** She buys for fifty dollars. */
export const BUYS = 'anna buys rain.Yes 100 @ 0.50';
export const MINUTE_MS = 60_000;
/** After it the trades of an order were asked for. */
export const FOUND_MS = 1_100;
