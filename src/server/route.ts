/**
 * Routes: what the server answers, as a table that is registered once. The paths are those of openapi.json.
 * @module
 */
import type { Express, Request, Response } from 'express';
import { InputError } from '../core/error.ts';

export interface Route {
  readonly method: 'get' | 'post';
  /** As Express spells it: `:name` is one segment, `*name` is one or more. */
  readonly path: string;
  readonly handle: (request: Request, response: Response) => void | Promise<void>;
}

/** Registers the routes, and for each path the answer to every other method. */
export function register(app: Express, routes: readonly Route[]): void {
  for (const { method, path, handle } of routes) app[method](path, (request, response) => handle(request, response));
  for (const path of new Set(routes.map((route) => route.path))) {
    const methods = routes.filter((route) => route.path === path).map(({ method }) => method.toUpperCase());
    const allowed = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ');
    app.route(path).all((request, response) => {
      response.set('Allow', allowed);
      throw new InputError('method-not-allowed', `${request.method} is not one of ${allowed}`);
    });
  }
}

/** What a path names when there is nothing. */
export function nothing(what: string): InputError {
  return new InputError('not-found', `there is no ${what}`);
}
