import { VenueError } from '../../data/http/venue-error.ts';
import { NoCredentialsError } from '../../data/polymarket/auth/api-access.ts';
import { type Finding, fine, skipped, warning, wrong } from './check.ts';
import { unanswered } from './failure-words.ts';
import type { AccountFound, Inspection } from './inspection.ts';
import { withoutAccount } from './key-checks.ts';

const STATUS_UNAUTHORIZED = 401;
const DERIVE = 'clob.derive-api-key';
const CLOB = 'POLYMARKET_CLOB_URL';

/** Credentials of the venue: derived from the key, never made here. */
export async function checkApiKey(inspection: Inspection): Promise<Finding> {
  const lack = await withoutAccount(inspection);
  if (lack !== null) return lack;
  try {
    await inspection.account();
    return fine('the venue gives the key its credentials and takes them');
  } catch (error) {
    if (error instanceof NoCredentialsError) {
      return warning(
        'the venue has none for this key yet',
        'polymind setup live makes one, or the first live start',
      );
    }
    if (isUnauthorized(error)) return refused(error);
    return unanswered(error, CLOB);
  }
}

function refused({ endpoint, text }: VenueError): Finding {
  if (endpoint === DERIVE) {
    return wrong(
      `the venue refuses the signature of the key (401): ${text}`,
      'see Clock; if that is right, the venue has closed its API to this key: ask Polymarket',
    );
  }
  return wrong(
    `the API key that belongs to this key was revoked (401): ${text}`,
    'start the service, which asks for it anew; if it stays refused, ask Polymarket, or move the money to a wallet of another key',
  );
}

/** What the venue lets the account do. */
export async function checkStanding(inspection: Inspection): Promise<Finding> {
  const open = await openAccount(inspection);
  if ('skip' in open) return open.skip;
  return open.account.isClosedOnly
    ? wrong(
        'the venue lets this account close positions only',
        'see polymarket.com what it asks of the account; selling works',
      )
    : fine('may buy and sell');
}

type OpenAccount = Extract<AccountFound, { readonly kind: 'open' }>;

/** The account, or why it cannot be asked; what is wrong is told by {@link checkApiKey}. */
export async function openAccount(
  inspection: Inspection,
): Promise<{ readonly account: OpenAccount } | { readonly skip: Finding }> {
  const lack = await withoutAccount(inspection);
  if (lack !== null) return { skip: lack };
  try {
    const account = await inspection.account();
    if (account.kind === 'open') return { account };
  } catch (error) {
    if (!(error instanceof VenueError)) throw error;
  }
  return { skip: skipped('see API key') };
}

function isUnauthorized(error: unknown): error is VenueError {
  return error instanceof VenueError && error.status === STATUS_UNAUTHORIZED;
}
