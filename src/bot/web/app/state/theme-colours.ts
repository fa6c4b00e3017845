/** What the page takes of Telegram's theme. Text and signal colours stay ours: they are known to be readable. */
export interface TakenTheme {
  readonly scheme: 'dark' | 'light';
  readonly background: string | null;
  readonly panel: string | null;
}

/** Least contrast between our text and a background that we take (WCAG AA). */
const CONTRAST_MIN = 4.5;
/** Our texts and the faintest of them on either scheme. */
const FAINTEST = { dark: '#8b949e', light: '#57606a' } as const;

/** Relative luminance of `#rrggbb`, 0 to 1. */
function luminance(colour: string): number {
  const channel = (at: number): number => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

/** Contrast of two colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** What may be taken of a theme without making anything hard to read. */
export function themeFrom(colours: Readonly<Record<string, string>>): TakenTheme {
  const background = colours['bg_color'] ?? null;
  const scheme = background !== null && luminance(background) > 0.4 ? 'light' : 'dark';
  const readable = (colour: string | undefined): string | null =>
    colour !== undefined && contrast(colour, FAINTEST[scheme]) >= CONTRAST_MIN ? colour : null;
  return {
    scheme,
    background: readable(colours['secondary_bg_color'] ?? colours['bg_color']),
    panel: readable(colours['section_bg_color'] ?? colours['bg_color']),
  };
}
