/**
 * The clocks of this machine.
 * @module
 */
import type { Clock } from '../log/ports.ts';

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};
