// How a process gets to keep its keys in this machine's TPM: by a configuration that OpenSSL reads when the process starts.

export interface Tpm {
  /**
   * A configuration with which OpenSSL makes its EC keys inside the TPM, and uses those made there; null if what leads to
   * a TPM is not installed. A process that starts with it and does not reach the TPM runs without, and says nothing.
   */
  openSslConfig(): string | null;
  /** Variables that such a process needs, out of those of this one. */
  environment(own: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>>;
}

/** For systems whose TPM no process of ours can use yet. */
export const noTpm: Tpm = { openSslConfig: () => null, environment: () => ({}) };
