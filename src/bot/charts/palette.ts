/** Colours of pictures and pages. Roles, not names, so that a light palette can be the mirror. */
export interface Palette {
  readonly background: string;
  readonly panel: string;
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  /** Series, safe for the colour-blind. */
  readonly ours: string;
  readonly leader: string;
  readonly naive: string;
  readonly second: string;
  /** Never without the sign. */
  readonly gain: string;
  readonly loss: string;
}

export const DARK: Palette = {
  background: '#0E1116',
  panel: '#161B22',
  text: '#E6EDF3',
  muted: '#8B949E',
  grid: '#222B36',
  ours: '#56B4E9',
  leader: '#E69F00',
  naive: '#8B949E',
  second: '#CC79A7',
  gain: '#2FBF9B',
  loss: '#E8655A',
};

/** The colour of a gain, a loss or neither. */
export function signColour(value: number, palette: Palette): string {
  if (value === 0) return palette.text;
  return value > 0 ? palette.gain : palette.loss;
}
