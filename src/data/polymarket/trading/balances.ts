import { z } from 'zod';
import type { TokenId } from '../../../engine/domain/ids.ts';
import { microFromDecimal } from '../../../engine/domain/values/micro.ts';
import type { Money, Quantity } from '../../../engine/domain/values/money.ts';
import { counted } from '../../http/problem-counts.ts';
import { FrameReader } from '../../parsed.ts';
import { malformed } from '../client/data-envelope.ts';
import { chunksOf } from '../client/pages.ts';
import type { SignatureType } from '../order/trading-account.ts';
import { isPositionId } from '../parse-position-id.ts';
import type { AccountHttp, SignedGet } from './account-http.ts';

/** Balances asked for at the same time. */
const BALANCES_AT_ONCE = 5;

/** What the venue believes that the account has and may be taken of it. */
export interface BalanceReading {
  /** Micro-dollars of collateral, micro-shares of a token. */
  readonly micro: number;
  /** What each contract may take, in base units, by its address in lower case. */
  readonly allowances: ReadonlyMap<string, bigint>;
}

/** Balances and allowances of the account. Every method throws VenueError. */
export class Balances {
  readonly #http: AccountHttp;
  readonly #signatureType: SignatureType;

  constructor(http: AccountHttp, signatureType: SignatureType) {
    this.#http = http;
    this.#signatureType = signatureType;
  }

  /** Of collateral, or of the shares of a token. */
  async read(tokenId: TokenId | null): Promise<BalanceReading> {
    const endpoint = 'clob.balance';
    const get = this.#get('/balance-allowance', { endpoint, group: 'balance', tokenId });
    const reader = new FrameReader(endpoint);
    const reading = reader.read(balanceSchema, await this.#http.readJson(get));
    if (reading !== null) return reading;
    const [first] = counted(reader.problems, this.#http.metrics, endpoint);
    throw malformed(endpoint, `${first?.field ?? 'frame'}: ${first?.expected ?? 'another shape'}`);
  }

  /** Makes the venue look at the chain again: after a deposit, a wrap or an approval. */
  async refresh(tokenId: TokenId | null): Promise<void> {
    const path = '/balance-allowance/update';
    const endpoint = 'clob.balance-update';
    await this.#http.readText(this.#get(path, { endpoint, group: 'balance-update', tokenId }));
  }

  async collateral(): Promise<Money> {
    return (await this.read(null)).micro as Money;
  }

  async holdings(
    tokens: readonly TokenId[],
  ): Promise<readonly { readonly tokenId: TokenId; readonly quantity: Quantity }[]> {
    const holdings: { readonly tokenId: TokenId; readonly quantity: Quantity }[] = [];
    for (const chunk of chunksOf([...new Set(tokens)], BALANCES_AT_ONCE)) {
      const read = await Promise.all(chunk.map((tokenId) => this.read(tokenId)));
      for (const [at, tokenId] of chunk.entries()) {
        holdings.push({ tokenId, quantity: (read[at]?.micro ?? 0) as Quantity });
      }
    }
    return holdings;
  }

  #get(
    path: string,
    of: { readonly endpoint: string; readonly group: string; readonly tokenId: TokenId | null },
  ): SignedGet {
    const { endpoint, group, tokenId } = of;
    const asset: readonly (readonly [string, string])[] =
      tokenId === null
        ? [['asset_type', 'COLLATERAL']]
        : [
            ['asset_type', isPositionId(tokenId) ? 'CONDITIONAL-V2' : 'CONDITIONAL'],
            ['token_id', tokenId],
          ];
    const query = [...asset, ['signature_type', String(this.#signatureType)] as const];
    return { endpoint, groups: ['total', group], path, query };
  }
}

const ALLOWANCES_MAX = 32;
const BASE_UNITS = /^\d{1,78}$/;

/** Base units, of which dollars and shares have a million; with a point it is the amount itself. */
const balance = z.string().transform((raw, context): number => {
  const isWhole = /^\d{1,15}$/.test(raw);
  const micro = isWhole ? Number(raw) : raw.includes('.') ? microFromDecimal(raw) : null;
  if (micro !== null && micro >= 0) return micro;
  context.addIssue({ code: 'custom', message: 'expected an amount' });
  return z.NEVER;
});

const balanceSchema: z.ZodType<BalanceReading> = z
  .object({
    balance,
    allowances: z.record(z.string(), z.string().regex(BASE_UNITS)).optional(),
  })
  .refine(
    ({ allowances = {} }) => Object.keys(allowances).length <= ALLOWANCES_MAX,
    `at most ${ALLOWANCES_MAX} allowances`,
  )
  .transform((raw) => ({
    micro: raw.balance,
    allowances: new Map(
      Object.entries(raw.allowances ?? {}).map(([spender, amount]) => [
        spender.toLowerCase(),
        BigInt(amount),
      ]),
    ),
  }));
