import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { emsAdminContract } from '../../../shared/ems/admin-contract.ts';
import { administratorName, consolePaths } from '../../../shared/ems/administrators.ts';
import { type ConsoleStage, openConsoleStage, plantedScript } from './console-stage.ts';

const commands = Object.entries(emsAdminContract.commands);

describe('the API', () => {
  let stage: ConsoleStage;
  const cookies: Record<'admin' | 'viewer' | 'expired', string> = { admin: '', viewer: '', expired: '' };
  before(async () => {
    stage = await openConsoleStage();
    cookies.expired = await stage.session('early');
    stage.clock.forward(12 * 3_600_000);
    cookies.admin = await stage.session('anna');
    cookies.viewer = await stage.session('viewer', 'viewer');
  });
  after(() => stage[Symbol.asyncDispose]());
  const call = (name: string, body: unknown, headers: Readonly<Record<string, string | null>>) =>
    stage.post(consolePaths.commands + name, body, headers);

  // Parameters that no command takes: whoever may use the command is told so, everybody else something else before.
  const wrong = { no: 'command takes this' };
  for (const [name, { rights }] of commands) {
    const answers = {
      nobody: { headers: {}, code: 'sign-in-required' },
      expired: { headers: () => ({ cookie: cookies.expired }), code: 'session-ended' },
      viewer: {
        headers: () => ({ cookie: cookies.viewer }),
        code: rights === 'read' ? 'command-invalid' : 'command-not-allowed',
      },
      admin: { headers: () => ({ cookie: cookies.admin }), code: 'command-invalid' },
    };
    test(`${name} is for ${rights === 'read' ? 'viewers and administrators' : 'administrators'} alone`, async () => {
      for (const [who, { headers, code }] of Object.entries(answers)) {
        const said = await call(name, wrong, typeof headers === 'function' ? headers() : headers);
        assert.equal(said.code, code, who);
      }
    });
  }

  test('an administrator does what the local socket does, under the own name', async () => {
    const body = { role: 'device', site: 'default', domains: ['corp.test'], uses: 1, expiresInMs: 60_000, note: '' };
    const said = await call('invite', body, { cookie: cookies.admin });
    assert.match(JSON.parse(said.text).invitation, /^stile1\./);
    const { entries } = await stage.ems.admin.call('audit', { limit: 1 });
    assert.deepEqual([entries[0]?.actor, entries[0]?.action], ['administrator anna', 'invite']);
  });

  test('the reason that somebody gives for an end is kept', async () => {
    const { uid, serial } = await stage.ems.enroll();
    const { id } = await stage.ems.approvedGateway();
    for (const [name, of] of [
      ['releaseEndpoint', { uid }],
      ['revokeCertificate', { serial }],
      ['revokeEndpoint', { uid }],
      ['withdrawGateway', { id }],
    ] as const) {
      await call(name, { ...of, reason: `for ${name}` }, { cookie: cookies.admin });
      const { entries } = await stage.ems.admin.call('audit', { limit: 1 });
      assert.equal(entries[0]?.detail, `for ${name}`);
    }
  });

  test('what a role does not allow is recorded', async () => {
    await call('removeRule', { id: 1 }, { cookie: cookies.viewer });
    const { entries } = await stage.ems.admin.call('audit', { limit: 1 });
    const { actor, action, outcome } = entries[0] ?? {};
    assert.deepEqual([actor, action, outcome], ['administrator viewer', 'removeRule', 'refused']);
  });

  const forged: readonly { readonly title: string; readonly headers: Readonly<Record<string, string | null>> }[] = [
    { title: 'of another site', headers: { 'sec-fetch-site': 'cross-site' } },
    { title: 'of another host of the same site', headers: { 'sec-fetch-site': 'same-site' } },
    { title: 'that the user typed', headers: { 'sec-fetch-site': 'none' } },
    { title: 'with the origin of another', headers: { origin: 'https://evil.test', 'sec-fetch-site': null } },
    { title: 'of another port', headers: { origin: 'https://localhost:1' } },
    { title: 'over plain HTTP', headers: { origin: 'http://localhost' } },
    { title: 'of a sandboxed frame', headers: { origin: 'null' } },
    { title: 'without any origin', headers: { origin: null, 'sec-fetch-site': null } },
  ];
  for (const { title, headers } of forged)
    test(`a request ${title} is refused although the cookie comes with it`, async () => {
      for (const place of [`${consolePaths.commands}endpoints`, consolePaths.signOut]) {
        const said = await stage.post(place, {}, { cookie: cookies.admin, ...headers });
        assert.deepEqual([said.status, said.code], [403, 'origin-refused'], place);
      }
      const secret = await stage.link('anna');
      const said = await stage.post(consolePaths.signIn, { secret, as: 'session' }, headers);
      assert.equal(said.code, 'origin-refused');
    });

  test('a program with a token needs no origin, and a page of another origin cannot use one either', async () => {
    const { token } = await stage.ems.admin.call('issueToken', { name: administratorName.parse('anna'), days: 1 });
    const authorization = `Bearer ${token}`;
    const alone = { origin: null, 'sec-fetch-site': null, authorization };
    assert.equal((await call('endpoints', {}, alone)).status, 200);
    assert.equal((await call('endpoints', {}, { ...alone, origin: 'https://evil.test' })).code, 'origin-refused');
    stage.clock.forward(25 * 3_600_000);
    assert.equal((await call('endpoints', {}, alone)).code, 'session-ended');
    cookies.admin = await stage.session('anna');
  });

  test('forms and texts are no JSON, and what is too large is not read', async () => {
    const { admin: cookie } = cookies;
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
      assert.equal((await call('endpoints', '{}', { cookie, 'content-type': type })).code, 'request-invalid', type);
    assert.equal((await call('endpoints', `{"a":"${'x'.repeat(300_000)}"}`, { cookie })).status, 400);
    assert.equal((await call('endpoints', '{"__proto__":{}}', { cookie })).status, 400);
  });

  test('OpenAPI describes every command, with its roles and its form', async () => {
    const { text } = await stage.get(consolePaths.openapi);
    const { openapi, paths } = JSON.parse(text);
    assert.equal(openapi, '3.1.0');
    for (const [name, { rights }] of commands) {
      const { post } = paths[consolePaths.commands + name];
      assert.deepEqual(post['x-stile-roles'], rights === 'read' ? ['admin', 'viewer'] : ['admin'], name);
      const schema = post.requestBody.content['application/json'].schema;
      assert.equal(schema.additionalProperties, false, name);
      assert.ok(post.responses['200'].content['application/json'].schema.type, name);
    }
    assert.deepEqual(paths['/api/v1/showEndpoint'].post.requestBody.content['application/json'].schema.required, [
      'uid',
    ]);
  });

  const bolts: Readonly<Record<string, RegExp>> = {
    'content-security-policy':
      /^default-src 'none'; script-src 'self'; style-src 'self'; .*frame-ancestors 'none'(?!.*unsafe)/,
    'strict-transport-security': /^max-age=31536000$/,
    'x-content-type-options': /^nosniff$/,
    'x-frame-options': /^DENY$/,
    'referrer-policy': /^no-referrer$/,
    'cross-origin-opener-policy': /^same-origin$/,
    'cross-origin-resource-policy': /^same-origin$/,
    'cache-control': /^no-store$/,
  };
  for (const place of ['/', '/sign-in', '/endpoints/ABC', consolePaths.session, consolePaths.openapi, '/api/none'])
    test(`${place} is answered with every header that holds a browser back`, async () => {
      const { headers } = await stage.get(place);
      for (const [name, value] of Object.entries(bolts)) assert.match(String(headers[name]), value, name);
    });

  test('pages are there without a session, and nothing beside them', async () => {
    assert.match((await stage.get('/sign-in')).text, /planted/);
    const script = await stage.get(plantedScript);
    assert.deepEqual(
      [script.headers['content-type'], script.headers['cache-control']],
      ['text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    );
    for (const place of ['/secret.txt', '/../secret.txt', '/..%2fsecret.txt', '/assets/none.js', '/current.html'])
      assert.equal((await stage.get(place)).code, 'route-unknown', place);
  });
});
