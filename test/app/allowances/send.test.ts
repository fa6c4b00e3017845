import { Transaction, Wallet } from 'ethers';
import { expect, test } from 'vitest';
import {
  type Sending,
  type SentApproval,
  sendApprovals,
} from '../../../src/app/allowances/send.ts';
import { SYSTEM_RUNTIME } from '../../../src/data/http/runtime.ts';
import { PolygonRpc } from '../../../src/data/polygon/rpc/polygon-rpc.ts';
import { POLYMARKET_APPROVALS } from '../../../src/engine/domain/venue-rules/polymarket-contracts.ts';
import { SignerError } from '../../../src/ops/keystore/signer-error.ts';
import { KEY } from '../../ops/keystore/keys.ts';
import { startNode } from './called.ts';

test('a signer that stops on the way leaves the account of what was sent before', async () => {
  const node = await startNode();
  const wallet = new Wallet(KEY);
  let left = 2;
  const signer: Sending['signer'] = {
    async signTransaction(request) {
      left -= 1;
      if (left < 0) throw new SignerError('unavailable', 'The signer is restarting');
      const raw = await wallet.signTransaction({ ...request });
      return { raw, hash: Transaction.from(raw).hash ?? '' };
    },
  };
  const told: string[] = [];
  const sent: SentApproval[] = [];
  const all = await sendApprovals({
    rpc: new PolygonRpc(node.url, SYSTEM_RUNTIME),
    signer,
    change: 'set',
    approvals: POLYMARKET_APPROVALS,
    firstNonce: 0,
    fees: { maxFeePerGas: 200_000_000_000n, maxPriorityFeePerGas: 30_000_000_000n },
    beforeSending: (name) => {
      // Told before a byte left.
      expect(node.arrived).toHaveLength(told.length);
      told.push(name);
    },
    onSent: (one) => sent.push(one),
  });
  expect(told).toEqual(POLYMARKET_APPROVALS.slice(0, 2).map(({ name }) => name));
  expect(all).toEqual(sent);
  expect(all.map(({ state }) => state)).toEqual(['mined', 'mined', 'unsigned']);
  expect(all.at(-1)).toMatchObject({ hash: null, why: 'The signer is restarting' });
});
