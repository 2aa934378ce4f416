/**
 * Objects that were read, decoded: they never change. Whoever asks for one that is being read waits for that reading.
 * @module
 */
import { LruCache } from './lru-cache.ts';
import type { ObjectPath, ObjectStore } from './ports.ts';

export class ObjectCache<T> {
  readonly #objects: Pick<ObjectStore, 'get'>;
  readonly #values: LruCache<T>;
  readonly #reading = new Map<ObjectPath, Promise<T | undefined>>();

  /** Keeps the last `capacity` objects. */
  constructor(objects: Pick<ObjectStore, 'get'>, capacity: number) {
    this.#objects = objects;
    this.#values = new LruCache(capacity);
  }

  /** What `path` holds, or undefined where it is absent. Rejects with what reading or decoding throws; that is not kept. */
  async get(path: ObjectPath, decode: (bytes: Uint8Array) => Promise<T>): Promise<T | undefined> {
    return this.#values.get(path) ?? (await (this.#reading.get(path) ?? this.#read(path, decode)));
  }

  #read(path: ObjectPath, decode: (bytes: Uint8Array) => Promise<T>): Promise<T | undefined> {
    const reading = this.#load(path, decode).finally(() => this.#reading.delete(path));
    this.#reading.set(path, reading);
    return reading;
  }

  async #load(path: ObjectPath, decode: (bytes: Uint8Array) => Promise<T>): Promise<T | undefined> {
    const bytes = await this.#objects.get(path);
    if (bytes === undefined) return undefined;
    const value = await decode(bytes);
    this.#values.set(path, value);
    return value;
  }
}
