/** How the connection to a platform is. */
export interface SurfaceState {
  readonly state: 'connecting' | 'up' | 'down';
  /** Why it is not up, in words. */
  readonly note: string | null;
  /** What the bot is called there, once the platform told it. */
  readonly name: string | null;
}
