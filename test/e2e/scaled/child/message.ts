/** What a program under test is started with, as JSON in its first argument. */
export interface ChildOptions {
  readonly databaseUrl: string;
  readonly accountSeed: string;
  /** Of the venue, by the names of `PolymarketUrls`. */
  readonly urls: Readonly<
    Record<'gammaUrl' | 'clobUrl' | 'dataUrl' | 'wsUrl' | 'rtdsUrl' | 'geoblockUrl', string>
  >;
  readonly leaders: readonly { readonly address: string; readonly name: string }[];
}

/** What it tells. */
export type Told =
  | { readonly kind: 'standing' }
  | { readonly kind: 'leading'; readonly epoch: number }
  | { readonly kind: 'started' }
  | { readonly kind: 'lost' };
