import { describeStore } from './store-contract.ts';
import { memorySubject } from './subjects.ts';

describeStore('MemoryStore', memorySubject, { numRuns: 300 });
