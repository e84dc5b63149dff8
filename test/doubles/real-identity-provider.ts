// A real OpenID provider (oidc-provider, certified) over HTTPS with a CA of its own, and a browser that fills in its forms.

import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:https';
import { Provider } from 'oidc-provider';
import { Agent, request } from 'undici';
import { z } from 'zod';
import { makeThrowawayPki } from './throwaway-pki.ts';

export interface RealIdentityProvider extends AsyncDisposable {
  readonly issuer: string;
  readonly ca: string;
  /** Goes to an address as a browser does and signs in; where the provider sends it back to in the end. */
  browse(url: string, login: string): Promise<URL>;
}

export interface KnownClient {
  readonly id: string;
  /** Null: a public one. */
  readonly secret: string | null;
}

/** @param redirectUri without a port: a native client's loopback address has whatever port is free (RFC 8252 §7.3) */
export async function openRealIdentityProvider(
  clients: readonly KnownClient[],
  redirectUri: string,
): Promise<RealIdentityProvider> {
  const pki = await makeThrowawayPki();
  const shown = await pki.server(['localhost']);
  const server = createServer({ key: shown.keyPem, cert: shown.certificatePem });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.int() }).parse(server.address());
  const issuer = `https://localhost:${port}`;
  const provider = new Provider(issuer, configurationOf(clients, redirectUri));
  server.on('request', provider.callback());
  const ca = pki.fabric.certificatePem;
  const agent = new Agent({ connect: { ca } });
  return {
    issuer,
    ca,
    browse: (url, login) => browse(agent, issuer, url, login),
    async [Symbol.asyncDispose]() {
      await agent.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function configurationOf(clients: readonly KnownClient[], redirectUri: string): Readonly<Record<string, unknown>> {
  const key = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey.export({ format: 'jwk' });
  return {
    clients: clients.map(({ id, secret }) => ({
      client_id: id,
      ...(secret === null ? {} : { client_secret: secret }),
      token_endpoint_auth_method: secret === null ? 'none' : 'client_secret_basic',
      application_type: 'native',
      redirect_uris: [redirectUri],
      grant_types: ['authorization_code'],
      response_types: ['code'],
    })),
    jwks: { keys: [{ ...key, use: 'sig', alg: 'RS256', kid: 'of-the-test' }] },
    cookies: { keys: ['of the test'] },
    claims: { openid: ['sub'], profile: ['preferred_username'], groups: ['groups'] },
    scopes: ['openid', 'profile', 'groups'],
    findAccount: (_context: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: id, preferred_username: `${id}@corp.test`, groups: ['sales', 'staff'] }),
    }),
  };
}

const mostSteps = 12;

async function browse(agent: Agent, issuer: string, start: string, login: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let url = new URL(start);
  let form: URLSearchParams | null = null;
  for (let step = 0; step < mostSteps; step += 1) {
    const answer = await request(url, {
      dispatcher: agent,
      method: form === null ? 'GET' : 'POST',
      headers: {
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(form === null ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      body: form === null ? null : String(form),
    });
    const page = await answer.body.text();
    for (const each of [answer.headers['set-cookie'] ?? []].flat()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(each) ?? [];
      cookies.set(name, value);
    }
    form = null;
    if (answer.headers.location !== undefined) {
      url = new URL(String(answer.headers.location), url);
      if (!url.href.startsWith(issuer)) return url;
    } else {
      const [, action] = /<form[^>]* action="([^"]+)"/.exec(page) ?? [];
      if (action === undefined)
        throw new Error(`the provider shows no form: ${answer.statusCode} ${page.slice(0, 2_000)}`);
      url = new URL(action, url);
      const hidden = [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
      form = new URLSearchParams(hidden.map(([, name = '', value = '']): [string, string] => [name, value]));
      if (page.includes('name="login"')) form.set('login', login);
      if (page.includes('name="password"')) form.set('password', 'anything');
    }
  }
  throw new Error('the provider leads nowhere');
}
