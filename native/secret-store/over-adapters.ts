// A secret store by libraries that cannot be fully trusted: every answer is bounded in time and held against the store's own state.

import type { SecretAdapter } from './adapters.ts';
import { largestSecret, type SecretKeeper, type SecretStore, type SecretStoreStatus } from './secret-store.ts';

export interface AdapterStoreOptions {
  readonly keeper: SecretKeeper;
  readonly load: () => Promise<readonly SecretAdapter[]>;
  /** Asks the system, not a library, whether the store is open. */
  readonly probe: () => Promise<SecretStoreStatus>;
  /** A call that takes longer counts as refused. */
  readonly timeoutMs?: number;
}

type NotOk = Exclude<SecretStoreStatus, { kind: 'ok' }>;
type Refusal = { readonly kind: 'refused'; readonly why: string };

export function storeOverAdapters(options: AdapterStoreOptions): SecretStore {
  const { keeper, probe, timeoutMs = 5_000 } = options;
  let loading: Promise<readonly SecretAdapter[]> | undefined;

  async function status(): Promise<SecretStoreStatus> {
    loading ??= options.load();
    const adapters = await loading;
    return adapters.length > 0 ? await probe() : { kind: 'absent', why: 'no library for it loads here' };
  }

  /** Runs `work` with every library while the store is open; a refusal may only mean that it was locked meanwhile. */
  async function whileOpen<T>(work: (adapters: readonly SecretAdapter[]) => Promise<T | Refusal>): Promise<T | NotOk> {
    const before = await status();
    if (before.kind !== 'ok') return before;
    const result = await work((await loading) ?? []);
    const after = await status();
    // keytar says that there is no such item when the store is locked.
    if (after.kind !== 'ok') return after;
    return isRefusal(result) ? { kind: 'absent', why: result.why } : result;
  }

  function bounded<T>(call: Promise<T>): Promise<T | Refusal> {
    const { promise, resolve } = Promise.withResolvers<T | Refusal>();
    const timer = setTimeout(() => resolve({ kind: 'refused', why: 'it does not answer' }), timeoutMs);
    call
      .then(resolve, (error: unknown) => resolve({ kind: 'refused', why: reasonOf(error) }))
      .finally(() => clearTimeout(timer));
    return promise;
  }

  return {
    keeper,
    status,
    get: (name) =>
      whileOpen(async (adapters) => {
        let refusal: Refusal | null = null;
        for (const adapter of adapters) {
          const answer = await bounded(adapter.get(name));
          if (isRefusal(answer)) refusal ??= answer;
          else if (answer !== null) return { kind: 'found', value: Buffer.from(answer, 'base64') } as const;
        }
        return refusal ?? ({ kind: 'missing' } as const);
      }),
    set(name, value) {
      if (value.length > largestSecret) throw new RangeError(`a secret may have ${largestSecret} bytes`);
      const text = Buffer.from(value).toString('base64');
      return whileOpen(async (adapters) => {
        let refusal: Refusal = { kind: 'refused', why: 'no library for it loads here' };
        for (const [index, adapter] of adapters.entries()) {
          const outcome = await bounded(adapter.set(name, text));
          if (isRefusal(outcome)) refusal = outcome;
          else return await deleteFrom(adapters.toSpliced(index, 1), name);
        }
        return refusal;
      });
    },
    delete: (name) => whileOpen((adapters) => deleteFrom(adapters, name)),
  };

  /** From all of them: an old value that one still has would be found when another no longer loads. */
  async function deleteFrom(adapters: readonly SecretAdapter[], name: string): Promise<{ kind: 'done' } | Refusal> {
    for (const adapter of adapters) {
      const outcome = await bounded(adapter.delete(name));
      if (isRefusal(outcome)) return outcome;
    }
    return { kind: 'done' };
  }
}

function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'refused';
}

/** The library's own words; none of them holds a secret, which is checked by a test. */
function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
