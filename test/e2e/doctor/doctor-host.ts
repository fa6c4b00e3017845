import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Wallet } from 'ethers';
import { expect } from 'vitest';
import type { Check } from '../../../src/app/doctor/check.ts';
import { doctorCommand } from '../../../src/app/doctor.ts';
import { SYSTEM_RUNTIME } from '../../../src/data/http/runtime.ts';
import { PolymarketExecutor } from '../../../src/data/polymarket/trading/polymarket-executor.ts';
import type { WalletAddress } from '../../../src/engine/domain/ids.ts';
import { MICRO } from '../../../src/engine/domain/values/micro.ts';
import { writeKeystore } from '../../../src/ops/keystore/keystore-file.ts';
import { lockKey } from '../../../src/ops/keystore/keystore-text.ts';
import { passphraseBytes } from '../../../src/ops/keystore/passphrase.ts';
import { accountsOf, type SimAccount } from '../../../src/sim/accounts.ts';
import { type JointWorld, startJointWorld } from '../../../src/sim/joint/joint-world.ts';
import { call } from '../../app/called.ts';
import { type Edit, EditedHost } from './edited-host.ts';

const PASSPHRASE = 'walnut harbour velvet anchor';
/** Opening takes a moment only. */
const SCRYPT_N = 4_096;
/** Not configured on this host. */
const NOT_CONFIGURED = ['redis', 'telegram', 'discord'];
const SEED = '7';
const DOLLARS = 250;
/** Less than any order. */
const CENTS = 0.5;
const WALLETS = ['eoa', 'proxy', 'safe', 'depositWallet'] as const;
const SAFE = 2;

type Env = Readonly<Record<string, string>>;

/** What one run of the doctor said. */
export interface Diagnosis {
  readonly code: number;
  readonly ok: boolean;
  readonly checks: readonly Check[];
  /** All that was written, to look for secrets in. */
  readonly text: string;
}

/** A host where everything is right, against the simulator: each test breaks one thing. */
export class DoctorHost {
  readonly world: JointWorld;
  readonly folder = mkdtempSync(join(tmpdir(), 'polymind-doctor-'));
  /** One of each kind of wallet; the Safe's is the one in use. */
  readonly accounts: readonly SimAccount[];
  readonly account: SimAccount;
  /** A Safe that holds less than any order takes. */
  readonly empty: SimAccount;
  readonly #apiKeys: string[] = [];
  #ending: (() => unknown)[] = [];

  private constructor(world: JointWorld) {
    this.world = world;
    const all = accountsOf(SEED, WALLETS.length * 2);
    const [account, empty] = all.filter((each) => each.signatureType === SAFE);
    if (account === undefined || empty === undefined) {
      throw new Error('there are accounts of each kind');
    }
    this.accounts = all.slice(0, WALLETS.length);
    this.account = account;
    this.empty = empty;
  }

  static async start(): Promise<DoctorHost> {
    const host = new DoctorHost(await startJointWorld({ seed: SEED, speed: 1, faults: 'none' }));
    for (const account of [...host.accounts, host.empty]) await host.#prepare(account);
    return host;
  }

  get env(): Env {
    return {
      ...this.world.env,
      KALSHI_KEY_ID: this.world.kalshi.keys.rsa.keyId,
      KALSHI_PRIVATE_KEY: this.world.kalshi.keys.rsa.privateKeyPem,
      POLYMIND_DATA_DIR: join(this.folder, 'data'),
      POLYMARKET_KEYSTORE_PASSPHRASE: PASSPHRASE,
      ...this.envOf(this.account),
    };
  }

  envOf({ address, signatureType, funder }: SimAccount): Env {
    return {
      POLYMARKET_KEYSTORE: join(this.folder, `${address}.json`),
      POLYMARKET_FUNDER: funder,
      POLYMARKET_SIGNATURE_TYPE: String(signatureType),
    };
  }

  /** The host of a variable with some of its answers changed. */
  async edited(variable: string, edit: Edit): Promise<EditedHost> {
    const target = this.env[variable];
    if (target === undefined) throw new Error(`${variable} names a host`);
    const host = await EditedHost.start(new URL(target).origin, edit);
    this.afterwards(() => host.stop());
    return host;
  }

  /** To be done before the next test. */
  afterwards(act: () => unknown): void {
    this.#ending.push(act);
  }

  async mend(): Promise<void> {
    for (const act of this.#ending.splice(0).reverse()) await act();
  }

  /** `undefined` takes a variable away. */
  async doctor(
    changes: Readonly<Record<string, string | undefined>> = {},
    ...argv: readonly string[]
  ): Promise<Diagnosis> {
    const all = Object.entries({ ...this.env, ...changes });
    const env = Object.fromEntries(
      all.filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
    const called = call(doctorCommand, ['--json', ...argv], env);
    const code = await called.code;
    const text = `${called.out()}${called.err()}`;
    expect(called.out(), text).toMatch(/^\{.*\}\n$/);
    return { code, text, ...JSON.parse(called.out()) };
  }

  /** Orders of all accounts that are not over. */
  get openOrders(): readonly string[] {
    return this.#apiKeys
      .flatMap((apiKey) => this.world.venue.exchange.ordersOf(apiKey))
      .filter(({ status }) => status === 'LIVE' || status === 'DELAYED')
      .map(({ hash }) => hash);
  }

  async close(): Promise<void> {
    await this.mend();
    await this.world.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** As its owner left it: keystore, money, allowances, an API key. */
  async #prepare(account: SimAccount): Promise<void> {
    const { privateKey, address, funder, signatureType } = account;
    const locked = lockKey(privateKey, passphraseBytes(PASSPHRASE), SCRYPT_N);
    writeKeystore(join(this.folder, `${address}.json`), locked.text);
    const dollars = account === this.empty ? CENTS : DOLLARS;
    this.world.venue.exchange.fund(funder, { dollars: dollars * MICRO });
    this.world.sim.chain?.know(account);
    const executor = new PolymarketExecutor(
      {
        clobUrl: this.world.sim.urls.clobUrl,
        account: {
          chainId: 137,
          wallet: WALLETS[signatureType] ?? 'eoa',
          key: address.toLowerCase() as WalletAddress,
          funder: funder.toLowerCase() as WalletAddress,
        },
        signer: new Wallet(privateKey) as never,
        onFault: () => undefined,
      },
      SYSTEM_RUNTIME,
    );
    this.#apiKeys.push((await executor.access.credentials()).apiKey);
    executor.close();
  }
}

export interface Cause {
  readonly id: string;
  readonly found: RegExp;
  readonly todo: RegExp;
  /** What can then not be looked at. */
  readonly unseen?: readonly string[];
  /** Whether the passphrase is given; opening takes most of the time of a run. */
  readonly isOpened?: boolean;
}

/** Nothing but the cause is wrong, and it says what it is and what to do. */
export async function finds(
  host: DoctorHost,
  cause: Cause,
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<void> {
  const { isOpened = false } = cause;
  const locked = isOpened ? {} : { POLYMARKET_KEYSTORE_PASSPHRASE: undefined };
  const { code, ok, checks, text } = await host.doctor({ ...locked, ...env });
  expect(idsOf(checks, 'wrong'), text).toEqual([cause.id]);
  const check = checks.find(({ id }) => id === cause.id);
  expect(check?.found).toMatch(cause.found);
  expect(check?.todo).toMatch(cause.todo);
  expect({ code, ok }).toEqual({ code: 1, ok: false });
  expect(idsOf(checks, 'warn'), text).toEqual([]);
  const usual = NOT_CONFIGURED.filter((id) => id !== cause.id);
  const closed = isOpened ? [] : ['api-key', 'account', 'settlement-prices'];
  const unseen = new Set([...usual, ...closed, ...(cause.unseen ?? [])]);
  expect(new Set(idsOf(checks, 'skipped')), text).toEqual(unseen);
  for (const secret of secretsOf(host)) expect(text).not.toContain(secret);
}

/** What may never be printed, and stands somewhere in the environments of these tests. */
export function secretsOf(host: DoctorHost): readonly string[] {
  const [, pem = ''] = host.world.kalshi.keys.rsa.privateKeyPem.split('\n');
  const relayer = host.env['POLYMARKET_RELAYER_KEY'] ?? '';
  return [PASSPHRASE, relayer, pem, 'very-secret-key', 'tell-nobody'];
}

/** Checks by id, of one state. */
export function idsOf(checks: readonly Check[], state: Check['ok']): readonly string[] {
  return checks.filter(({ ok }) => ok === state).map(({ id }) => id);
}
