// The connection to an identity provider: HTTPS, trusted by the provider's own settings, in the form that oauth4webapi asks for.

import type { CustomFetchOptions } from 'oauth4webapi';
import type { OidcSettings } from '../../../shared/ems/user-accounts.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { foreignClient } from '../../../shared/node/tls/foreign-client.ts';

export interface AtProvider extends AsyncDisposable {
  /** @throws AppError `identity-provider-unreachable` */
  fetch(url: string, options: CustomFetchOptions<string, unknown>): Promise<Response>;
}

const limits = { timeoutMs: 10_000, largestAnswer: 512 * 1024 };

export function atProvider({ issuer, ca }: Pick<OidcSettings, 'issuer' | 'ca'>): AtProvider {
  const client = foreignClient(ca, limits);
  return {
    async fetch(url, { method, headers, body }) {
      try {
        return await client.ask(url, {
          method: method === 'POST' ? 'POST' : 'GET',
          headers,
          body: body === undefined || body === null ? null : String(body),
        });
      } catch (cause) {
        const why = cause instanceof Error ? cause.message.slice(0, 200) : 'no answer';
        throw new AppError('identity-provider-unreachable', { issuer, why }, { cause });
      }
    },
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  };
}
