/**
 * Work that is answered later, a page at a time: the next page begins while the one before is still out, and no third.
 * So a thread pool stays busy and memory bounded.
 * @module
 */
export class Pages {
  #before: Promise<unknown> = Promise.resolve();

  /** Takes a page whose work has begun; returns when the page before it has ended. Rejects if that one did. */
  async turn(page: Promise<unknown>): Promise<void> {
    page.catch(() => {}); // whoever turns to the next page, or ends, gets the error
    const { before } = { before: this.#before };
    this.#before = page;
    await before;
  }

  /** Returns when the last page has ended. */
  async end(): Promise<void> {
    await this.#before;
  }
}
