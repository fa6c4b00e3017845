import { FRAGMENTS } from '../../contract/paths.ts';
import type { SignIn } from '../../contract/session.ts';

/** What stands behind `#` when a page is opened from outside. */
export interface Fragment {
  readonly signIn: SignIn | null;
  /** Colours of Telegram's theme by their names; `null` outside Telegram. */
  readonly theme: Readonly<Record<string, string>> | null;
}

/** Longest fragment that is looked at. */
const LENGTH_MAX = 16_384;

/** Reads a fragment, with or without its `#`. A path of ours begins with `#/` and lets nobody in. */
export function readFragment(hash: string): Fragment {
  const text = hash.replace(/^#/, '');
  if (text === '' || text.startsWith('/') || text.length > LENGTH_MAX) {
    return { signIn: null, theme: null };
  }
  const fields = new URLSearchParams(text);
  return { signIn: signInOf(fields), theme: themeOf(fields.get('tgWebAppThemeParams')) };
}

function signInOf(fields: URLSearchParams): SignIn | null {
  const initData = fields.get('tgWebAppData') ?? '';
  if (initData !== '') return { by: 'telegram', initData };
  const code = fields.get(FRAGMENTS.link) ?? '';
  if (code !== '') return { by: 'link', code };
  const key = fields.get(FRAGMENTS.host) ?? '';
  return key === '' ? null : { by: 'host', key };
}

function themeOf(json: string | null): Readonly<Record<string, string>> | null {
  if (json === null) return null;
  try {
    const read: unknown = JSON.parse(json);
    if (typeof read !== 'object' || read === null) return null;
    const colours = Object.entries(read).filter(
      (entry): entry is [string, string] =>
        typeof entry[1] === 'string' && /^#[0-9a-f]{6}$/i.test(entry[1]),
    );
    return Object.fromEntries(colours);
  } catch (error) {
    // Telegram's own apps differ in what they send; without colours ours are right.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** What someone pasted: a whole link, its fragment, or only the code behind `#in=`. */
export function readPasted(text: string): SignIn | null {
  const trimmed = text.trim();
  const hash = trimmed.indexOf('#');
  if (hash >= 0) return readFragment(trimmed.slice(hash)).signIn;
  if (/^(?:in|host)=/.test(trimmed)) return readFragment(trimmed).signIn;
  return /^[\w-]{16,100}$/.test(trimmed) ? { by: 'link', code: trimmed } : null;
}
