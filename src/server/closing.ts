/**
 * The announcement that a server is about to close, from whoever listens to whoever keeps answers open.
 * @module
 */
import type { Express } from 'express';

const controllers = new WeakMap<Express, AbortController>();

/** Aborted as soon as the closing of `app` is announced. */
export function closingOf(app: Express): AbortSignal {
  return controllerOf(app).signal;
}

/** Ends the event streams of `app` and makes it unready. `listen` does so before it closes. */
export function announceClosing(app: Express): void {
  controllerOf(app).abort();
}

function controllerOf(app: Express): AbortController {
  const controller = controllers.get(app) ?? new AbortController();
  controllers.set(app, controller);
  return controller;
}
