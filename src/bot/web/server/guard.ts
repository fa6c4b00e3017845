import { reaches } from '../../authorise.ts';
import type { WebDoor } from '../access/door.ts';
import { Rate } from '../access/rate.ts';
import type { Visitor } from '../access/visitor.ts';
import type { Access } from '../contract/route.ts';
import { WebFailure } from './web-failure.ts';

/** Requests of one session in a minute. A page asks for some ten when it opens. */
const REQUESTS_PER_MINUTE = 600;
/** Attempts to sign in from one address in a minute. */
const SIGN_INS_PER_MINUTE = 30;

const SIGN_IN = 'Sign in: say /web in our private chat, or at the host.';

/** Who may, and how often. */
export class Guard {
  readonly #door: Pick<WebDoor, 'visitor'>;
  readonly #requests: Rate;
  readonly #signIns: Rate;

  constructor(door: Pick<WebDoor, 'visitor'>, monotonicMs: () => number) {
    this.#door = door;
    this.#requests = new Rate(REQUESTS_PER_MINUTE, monotonicMs);
    this.#signIns = new Rate(SIGN_INS_PER_MINUTE, monotonicMs);
  }

  /** @throws WebFailure for who is not let in, or may not. */
  admit(authorization: string | undefined, access: Exclude<Access, 'open'>): Visitor {
    const secret = /^Bearer ([A-Za-z0-9_-]{20,100})$/.exec(authorization ?? '')?.[1];
    const visitor = secret === undefined ? null : this.#door.visitor(secret);
    if (visitor === null) throw new WebFailure('signIn', SIGN_IN);
    const { role } = visitor.speaker;
    if (!reaches(role, access)) {
      throw new WebFailure('forbidden', `This needs the role ${access}; you are ${role}.`);
    }
    return visitor;
  }

  /** @throws WebFailure for who asks too often. */
  pace({ session }: Visitor): void {
    if (this.#requests.take(session)) return;
    throw new WebFailure('tooMany', 'Too many requests: try again in a few seconds.');
  }

  /** @throws WebFailure for an address that knocks too often. */
  paceSignIn(address: string): void {
    if (this.#signIns.take(address)) return;
    throw new WebFailure('tooMany', 'Too many attempts: try again in a minute.');
  }
}
