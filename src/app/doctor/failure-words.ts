import { VenueError } from '../../data/http/venue-error.ts';
import { RpcError } from '../../data/polygon/rpc/rpc-error.ts';
import { systemCodeOf } from '../running/reach.ts';
import { type Finding, warning, wrong } from './check.ts';

const STATUS_ABSENT = 404;
const STATUS_GONE = 410;
const LATER = 'try again later';
/** What helps when the venue changed, and only then. */
export const UPDATE = 'update PolyMind';
const REPORT = `${UPDATE}; if there is no newer version, report it`;

/** What a host that did not answer as it has to means. `variable` names its address. */
export function unanswered(error: unknown, variable: string): Finding {
  if (error instanceof VenueError) return refusal(error, variable);
  if (error instanceof RpcError) {
    return wrong(error.message, `check that node, or name another: ${variable}`);
  }
  // The limit of a question is a signal's, whose reason is thrown as it is.
  if (error instanceof Error && error.name === 'TimeoutError') return late();
  throw error;
}

function late(): Finding {
  return wrong('no answer in time', `${LATER}, or check the network of this host`);
}

function refusal(error: VenueError, variable: string): Finding {
  const { endpoint, status, text } = error;
  if (status === STATUS_ABSENT || status === STATUS_GONE) return retired(endpoint, status);
  switch (error.kind) {
    case 'unreachable': {
      const code = systemCodeOf(error);
      return wrong(
        `cannot be reached${code === null ? '' : ` (${code})`}`,
        `check the network of this host, and ${variable} if it is set`,
      );
    }
    case 'timeout':
      return late();
    case 'unavailable':
      return wrong(`the venue does not serve now (${status}): ${text}`, LATER);
    case 'rateLimited':
      return warning('too many requests from this address', LATER);
    case 'blocked':
      return wrong(`refuses this host (${endpoint}, ${status})`, 'see Place');
    case 'malformed':
    case 'rejected':
      return wrong(error.message, REPORT);
  }
}

/** A route that this program was built on and that is not there any more. */
export function retired(endpoint: string, status: number): Finding {
  return wrong(
    `this version of PolyMind uses a route that the venue retired (${endpoint}, ${status})`,
    UPDATE,
  );
}
