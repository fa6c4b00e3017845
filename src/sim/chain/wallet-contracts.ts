import { dataLength, dataSlice, Interface } from 'ethers';
import { USDCE } from '../exchange/accounts.ts';
import { DEPOSIT_BEACON } from '../wire/trading/wallet-addresses.ts';
import { type Args, addressIn, amountIn, type Call, type Contract } from './contract.ts';
import { CONTRACTS, isContract } from './contract-addresses.ts';
import { moveMoney } from './event-logs.ts';
import { Revert } from './revert.ts';
import { spend } from './tokens.ts';

/** Makes pUSD of bridged USDC, one to one, for whomever the caller names. */
export const COLLATERAL_ONRAMP: Contract = {
  name: 'collateralOnramp',
  abi: new Interface(['function wrap(address asset, address to, uint256 amount)']),
  acts: {
    wrap: (frame, [asset, to, given]) => {
      if (!isContract(String(asset), USDCE)) throw new Revert('unsupported asset');
      const { draft, caller } = frame;
      const amount = amountIn(given);
      const spender = CONTRACTS.collateralOnramp.toLowerCase();
      spend(frame, { owner: caller, token: USDCE, spender, amount });
      moveMoney(draft, USDCE, { from: caller, to: null, amount });
      moveMoney(draft, 'pusd', { from: null, to: addressIn(to), amount });
      return [];
    },
  },
};

/** Selector of the factory's question for the beacon of its wallets. */
const BEACON = '0x49493a4d';

/** Its wallets of today ask a beacon; those of the first generation did not. */
export function answerOfDepositFactory(data: string): string {
  if (data.toLowerCase() !== BEACON) throw new Revert();
  return `0x${DEPOSIT_BEACON.slice(2).toLowerCase().padStart(64, '0')}`;
}

const CALL_TYPE = 1n;
const PROXY = new Interface([
  'function proxy((uint8 typeCode, address to, uint256 value, bytes data)[] calls) returns (bytes[])',
]);

/** Calls in the name of the caller's proxy, which it makes when it is not there yet. */
export const PROXY_FACTORY: Contract = {
  name: 'proxyFactory',
  abi: PROXY,
  acts: {
    proxy: (frame, [calls]) => {
      const from = frame.proxyOf(frame.caller);
      const answers = [...(calls as Args)].map((each) => {
        const [typeCode, to, value, data] = each as Args;
        if (typeCode !== CALL_TYPE || value !== 0n) throw new Revert('unsupported call');
        return frame.run({ from, to: addressIn(to), data: String(data) });
      });
      return [answers];
    },
  },
};

const MULTI_SEND = new Interface(['function multiSend(bytes transactions)']);
/** Of one packed call: operation, address, value, length; in bytes. */
const HEAD = { to: 1, value: 21, length: 53, data: 85 } as const;

/** The calls that a Safe makes through the multi-send contract; `null` when they are not readable. */
export function callsOfMultiSend(data: string): readonly Omit<Call, 'from'>[] | null {
  try {
    const [packed] = MULTI_SEND.decodeFunctionData('multiSend', data) as unknown as [string];
    const calls: Omit<Call, 'from'>[] = [];
    for (let at = 0; at < dataLength(packed); ) {
      const part = (from: number, to: number): string => dataSlice(packed, at + from, at + to);
      const [operation, value] = [part(0, HEAD.to), part(HEAD.value, HEAD.length)];
      if (BigInt(operation) !== 0n || BigInt(value) !== 0n) return null;
      const length = Number(part(HEAD.length, HEAD.data));
      const end = HEAD.data + length;
      calls.push({ to: part(HEAD.to, HEAD.value), data: part(HEAD.data, end) });
      at += end;
    }
    return calls;
  } catch {
    // Bytes that the contract would not read either.
    return null;
  }
}
