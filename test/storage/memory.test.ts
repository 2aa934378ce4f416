import { createMemoryStore, type MemoryStore } from '../../src/storage/memory/memory-store.ts';
import { describeCheckpointStore } from './contract/checkpoint-store.ts';
import { describeHeadStore } from './contract/head-store.ts';
import { describeIndexStore } from './contract/index-store.ts';
import { describeObjectStore } from './contract/object-store.ts';

const subject = <P extends keyof MemoryStore>(port: P) => ({
  store: createMemoryStore()[port],
  [Symbol.asyncDispose]: async () => undefined,
});

describeObjectStore('memory', async () => subject('objects'));
describeHeadStore('memory', async () => subject('head'));
describeCheckpointStore('memory', async () => subject('checkpoints'));
describeIndexStore('memory', async () => subject('index'));
