// People sign in by a real OpenID provider.

import assert from 'node:assert/strict';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { hasCode } from '../../../../shared/errors/app-error.ts';
import { openRealIdentityProvider, type RealIdentityProvider } from '../../../doubles/real-identity-provider.ts';
import { runningEms, type TestEms } from '../../../doubles/running-ems.ts';
import { oidcAt } from '../user-acts.ts';
import { type Begun, backOf, begin, finish, usersOf } from './sign-in-stage.ts';

const secret = 'a secret of the client';

describe('an identity provider', () => {
  let ems: TestEms;
  let provider: RealIdentityProvider;
  before(async () => {
    const clients = [
      { id: 'public', secret: null },
      { id: 'confidential', secret },
    ];
    provider = await openRealIdentityProvider(clients, 'http://127.0.0.1/stile/sign-in');
    ems = await runningEms();
    for (const { id, secret: clientSecret } of clients) {
      const settings = { ...oidcAt(provider, id), clientId: id, scopes: ['profile', 'groups'] };
      await ems.admin.call('addSignInProvider', { provider: settings, clientSecret, dryRun: false });
    }
  });
  after(async () => {
    await ems[Symbol.asyncDispose]();
    await provider[Symbol.asyncDispose]();
  });
  const browse = async (begun: Begun) => backOf(await provider.browse(begun.url, 'anna'));

  for (const id of ['public', 'confidential'])
    test(`signs a user in by its ${id} client, named by the id of the provider`, async () => {
      const device = await ems.enroll();
      const begun = await begin(ems, device, { provider: id });
      const back = await browse(begun);
      assert.deepEqual([back.state, back.issuer], [begun.state, provider.issuer]);
      const { validForMs, ...user } = await finish(ems, begun, back);
      assert.ok(validForMs > 3_500_000 && validForMs <= 3_600_000);
      const groups = [`${id}:sales`, `${id}:staff`];
      assert.deepEqual(user, { osUser: 'mira', provider: id, subject: `${id}:anna@corp.test`, groups });
      const { view } = await ems.admin.call('showEndpoint', { uid: device.uid });
      assert.deepEqual(
        view.users.map((each) => each.subject),
        [user.subject],
      );
    });

  test('removing it signs out whoever signed in by it, and takes its secret away', async () => {
    const device = await ems.enroll();
    const begun = await begin(ems, device, { provider: 'confidential' });
    await finish(ems, begun, await browse(begun));
    const pending = await begin(ems, device, { provider: 'confidential', osUser: 'ben' });
    const back = await browse(pending);
    const directory = path.join(ems.directory, 'data', 'ca');
    const secrets = async () => (await readdir(directory)).filter((name) => name.endsWith('.secret'));
    const [file = ''] = await secrets();
    assert.equal((await stat(path.join(directory, file))).mode & 0o777, 0o600);
    await ems.admin.call('removeSignInProvider', { id: 'confidential' });
    assert.deepEqual(await usersOf(ems, device), []);
    assert.deepEqual(await secrets(), []);
    await assert.rejects(finish(ems, pending, back), (error) => hasCode(error, 'ems-refused'));
    await using client = ems.agentClient(device);
    const { signInProviders } = await client.call('profile', {});
    assert.deepEqual(
      signInProviders.map((each) => each.id),
      ['public'],
    );
  });
});
