// Asks a server over mutual TLS with the client of Windows itself, showing a certificate of the user's store.

import koffi from 'koffi';
import type { Handle } from '../../../native/cert-store/windows/crypt32.ts';

/** winhttp.h */
const withoutProxy = 1;
const overTls = 0x0080_0000;
const securityFlags = 31;
const clientCertificate = 47;
/** Any CA, use, name and date of the server: what is tried here is the client's certificate. */
const anyServer = 0x3300;
const certificateContextBytes = 40;

/** The body of `https://127.0.0.1:<port>/`, or the system's number for why there is none. */
export function browse(port: number, certificate: Handle): { readonly body: string } | { readonly error: number } {
  const winhttp = koffi.load('winhttp.dll');
  const lastError = koffi.load('kernel32.dll').func('uint32_t __stdcall GetLastError()');
  const open = winhttp.func(
    'void *__stdcall WinHttpOpen(const char16_t *agent, uint32_t access, const char16_t *proxy, const char16_t *bypass, uint32_t flags)',
  );
  const connect = winhttp.func(
    'void *__stdcall WinHttpConnect(void *session, const char16_t *host, uint16_t port, uint32_t reserved)',
  );
  const openRequest = winhttp.func(
    'void *__stdcall WinHttpOpenRequest(void *connection, const char16_t *verb, const char16_t *path, const char16_t *version, const char16_t *referrer, void *types, uint32_t flags)',
  );
  const setOption = winhttp.func(
    'int __stdcall WinHttpSetOption(void *request, uint32_t option, void *value, uint32_t size)',
  );
  const send = winhttp.func(
    'int __stdcall WinHttpSendRequest(void *request, const char16_t *headers, uint32_t headerLength, void *body, uint32_t bodyLength, uint32_t total, uintptr_t context)',
  );
  const receive = winhttp.func('int __stdcall WinHttpReceiveResponse(void *request, void *reserved)');
  const read = winhttp.func(
    'int __stdcall WinHttpReadData(void *request, _Out_ void *bytes, uint32_t size, _Out_ uint32_t *got)',
  );
  const close = winhttp.func('int __stdcall WinHttpCloseHandle(void *handle)');

  const session = open('Stile test', withoutProxy, null, null, 0);
  const connection = connect(session, '127.0.0.1', port, 0);
  const request = openRequest(connection, 'GET', '/', null, null, null, overTls);
  try {
    const flags = Buffer.alloc(4);
    flags.writeUInt32LE(anyServer);
    setOption(request, securityFlags, flags, flags.length);
    // A null certificate says that there is none on purpose.
    const shown = certificate === 0n ? null : certificate;
    setOption(request, clientCertificate, shown, shown === null ? 0 : certificateContextBytes);
    if (send(request, null, 0, null, 0, 0, 0) === 0 || receive(request, null) === 0) return { error: lastError() };
    const bytes = Buffer.alloc(4_096);
    const got = [0];
    if (read(request, bytes, bytes.length, got) === 0) return { error: lastError() };
    return { body: bytes.toString('utf8', 0, got[0]) };
  } finally {
    for (const handle of [request, connection, session]) close(handle);
  }
}
