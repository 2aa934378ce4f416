/**
 * The description of the API and the server say the same: every route, and the form of every real answer.
 */
import { fileURLToPath } from 'node:url';
import SwaggerParser from '@apidevtools/swagger-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SignedStatement } from '../../src/core/record/record.ts';
import { createServer } from '../../src/server/server.ts';
import { digestOf, taskBody } from '../_util/bodies.ts';
import { Consortium } from '../_util/consortium.ts';
import { changes, firstRound, secondRound } from '../_util/history.ts';
import { CREDIT_TEMPLATES, description, expectDescribed } from './_description.ts';
import { startTestServer, type TestServer } from './_server.ts';

const FILE = fileURLToPath(new URL('../../schemas/openapi.json', import.meta.url));

let server: TestServer;
let history: readonly SignedStatement[];

beforeAll(async () => {
  server = await startTestServer({ consortium: new Consortium() });
  const { consortium } = server;
  history = [...firstRound(consortium), ...changes(consortium), ...secondRound(consortium)];
  await server.post(history);
});

afterAll(() => server.close());

describe('the document', () => {
  it('is valid OpenAPI 3.1, as a file beside the schemas and as served', async () => {
    await SwaggerParser.validate(FILE);
    const served = (await server.ask('/openapi.json')).json;
    await SwaggerParser.validate(served);
    expect(JSON.stringify(served)).not.toContain('.schema.json');
    await expect(SwaggerParser.validate({ ...served, paths: { x: {} } })).rejects.toThrow();
  });

  it('names every route of the server, and no other', () => {
    const app = createServer({ ledger: server.ledger });
    const routes = app.router.stack.flatMap(({ route }) => {
      // `_all` is the answer to the methods that a path does not know.
      const methods: object = route === undefined ? {} : Reflect.get(route, 'methods');
      return Object.keys(methods).flatMap((method) => (method === '_all' ? [] : [`${method} ${route?.path}`]));
    });
    const described = Object.entries(description['paths'] ?? {}).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method} ${path}`),
    );
    const spelled = routes.map((route) => route.replace(/[:*]([a-z]+)/g, '{$1}'));
    expect(spelled.toSorted()).toEqual(described.toSorted());
  });
});

describe('every answer has the described form', () => {
  const examples: readonly (readonly [template: string, path: string])[] = [
    ['/checkpoint', '/checkpoint'],
    ['/checkpoints/{number}', '/checkpoints/000'],
    ['/checkpoints/{number}', '/checkpoints/0'],
    ['/tile/{path}', '/tile/0/000.p/3'],
    ['/tile/{path}', '/tile/entries/000.p/3'],
    ['/tile/{path}', '/tile/7/000'],
    ['/api/v1/records/{index}', '/api/v1/records/3'],
    ['/api/v1/records/{index}', '/api/v1/records/300'],
    ['/api/v1/bundles/{id}', '/api/v1/bundles/0'],
    ['/api/v1/bundles/{id}', '/api/v1/bundles/30'],
    ['/api/v1/proofs/inclusion/{index}/{size}', '/api/v1/proofs/inclusion/3/20'],
    ['/api/v1/proofs/consistency/{from}/{to}', '/api/v1/proofs/consistency/3/20'],
    ['/api/v1/later/{size}', '/api/v1/later/5'],
    ['/api/v1/ledger', '/api/v1/ledger'],
    ['/api/v1/institutions', '/api/v1/institutions?limit=2'],
    ['/api/v1/institutions/{id}', '/api/v1/institutions/seorak-biotech'],
    ['/api/v1/institutions/{id}', '/api/v1/institutions/platform'],
    ['/api/v1/accounts/{id}', '/api/v1/accounts/system'],
    ['/api/v1/accounts/keys/{id}', '/api/v1/accounts/keys/platform?limit=1'],
    ['/api/v1/accounts/{id}/statement', '/api/v1/accounts/hangang-pharma/statement'],
    ['/api/v1/accounts/{id}/statement/{size}', '/api/v1/accounts/system/statement/99'],
    ['/api/v1/accounts/keys/{id}/statement', '/api/v1/accounts/keys/platform/statement'],
    ['/api/v1/accounts/keys/{id}/statement/{size}', '/api/v1/accounts/keys/platform/statement/0'],
    ['/api/v1/tasks', '/api/v1/tasks'],
    ['/api/v1/models', '/api/v1/models'],
    ['/api/v1/models/{id}', '/api/v1/models/safety-net'],
    ['/api/v1/rounds', '/api/v1/rounds'],
    ['/api/v1/rounds/{id}', '/api/v1/rounds/round-1'],
    ['/api/v1/rounds/{id}', '/api/v1/rounds/round-2'],
    ['/api/v1/rounds/{id}', '/api/v1/rounds/none'],
    ['/openapi.json', '/openapi.json'],
    ['/livez', '/livez'],
    ['/readyz', '/readyz'],
    ['/metrics', '/metrics'],
  ];

  it.each(examples)('%s: %s', async (template, path) => {
    expectDescribed(await server.ask(path), 'get', template);
  });

  it('has an example for every path that is read, but the stream', () => {
    const read = Object.entries(description['paths'] ?? {}).filter(([, operations]) => 'get' in operations);
    const missing = read.map(([path]) => path).filter((path) => !examples.some(([template]) => template === path));
    // Those of credit are checked over a ledger that has some.
    expect(missing).toEqual(['/api/v1/statements/{id}', ...CREDIT_TEMPLATES, '/api/v1/events']);
  });

  it('submitting: created, known, accepted, refused, batch', async () => {
    const { consortium } = server;
    const signed = consortium.statement('task', 'daejeon-institute', taskBody({ task: 'described' }));
    const chain = { sequence: 99, previous: digestOf('x') };
    const refused = consortium.statement('task', 'daejeon-institute', taskBody({ task: 'refused' }), { chain });
    const answers = [
      await server.post(signed),
      await server.post(signed),
      await server.post(signed, { Prefer: 'respond-async' }),
      await server.post(refused),
      await server.post([signed, refused]),
      await server.ask('/api/v1/statements', { method: 'PUT' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([201, 200, 202, 409, 200, 405]);
    for (const answer of answers) expectDescribed(answer, 'post', '/api/v1/statements');
    expect(answers[5]?.headers['allow']).toBe('POST');
  });

  it('asking where a statement stands: published, refused, unknown', async () => {
    const chain = { sequence: 98, previous: digestOf('x') };
    const refused = server.consortium.statement('task', 'daejeon-institute', taskBody(), { chain });
    await server.post(refused);
    const ids = [history[0]?.digest, refused.digest, digestOf('unknown')];
    const answers = await Promise.all(ids.map((id) => server.ask(`/api/v1/statements/${id}`)));
    expect(answers.map(({ json }) => json.status)).toEqual(['published', 'refused', 404]);
    for (const answer of answers) expectDescribed(answer, 'get', '/api/v1/statements/{id}');
  });

  it('refusals of the reading token', async () => {
    const closed = await startTestServer({ server: { readingToken: 'secret' } });
    expectDescribed(await closed.ask('/checkpoint'), 'get', '/checkpoint');
    await closed.close();
  });
});
