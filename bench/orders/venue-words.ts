/** One order as it came to the venue of the bench. */
export interface SeenPost {
  /** Computed there from the order itself. */
  readonly hash: string;
  readonly tokenId: string;
  /** Signed by the account, for the right contract, in a request with a true HMAC. */
  readonly isProven: boolean;
}

export interface VenueReady {
  readonly url: string;
}

/** What the venue gives to whoever asks; it is no secret here. */
export const API = {
  apiKey: '11111111-2222-3333-4444-555555555555',
  secret: Buffer.from('the bench of live orders asks no one').toString('base64url'),
  passphrase: 'bench-passphrase',
} as const;
