import type { Preferences } from './preferences.ts';

/** One target's preferences, as its person changes them. */
export interface PreferencesDesk {
  read(): Preferences;
  /** Whether what is left to a digest is ever told here. */
  readonly hasDigest: boolean;
  /** Keeps them, durably. @throws UnavailableError */
  write(preferences: Preferences): Promise<void>;
  /** Sends a sample the way every notice goes, to this target alone. @throws UnavailableError */
  sendSample(): Promise<void>;
}
