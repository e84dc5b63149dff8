// The pages of the protected web application.

import type { IncomingMessage } from 'node:http';

/** By which the page is known. */
export const titleOfPage = 'Customer relations';

/** Where it shows the assertion of who comes, as the gateway handed it over; empty if it handed over none. */
export const assertionPlace = 'assertion';

/** Where the other page says how its WebSocket is: `open` while it ticks, `closed` afterwards. */
export const livePlace = 'live';

export function pageOf({ socket, headers }: IncomingMessage): string {
  const assertion = String(headers['x-stile-assertion'] ?? '');
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Customers</title>
<h1>${titleOfPage}</h1>
<p>Served from ${socket.localAddress ?? ''} to ${socket.remoteAddress ?? ''}.</p>
<p>Nobody gets here but through the gateway.</p>
<p>You are <code id="subject">${escaped(subjectOf(assertion))}</code>, says the gateway.</p>
<details><summary>its word for it</summary><code id="${assertionPlace}">${escaped(assertion)}</code></details>
</html>
`;
}

export const livePage = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Live figures</title>
<h1>Live figures</h1>
<p>The connection is <b id="${livePlace}">opening</b>; latest: <span id="latest"></span></p>
<script>
  const show = (id, text) => { document.getElementById(id).textContent = text; };
  const socket = new WebSocket('wss://' + location.host + '/ws');
  socket.onmessage = ({ data }) => { show('${livePlace}', 'open'); show('latest', data); };
  socket.onclose = () => { window.closedAt = Date.now(); show('${livePlace}', 'closed'); };
</script>
</html>
`;

/** For the eye alone: whoever lets in on the strength of it verifies the signature. */
function subjectOf(assertion: string): string {
  try {
    const claims: unknown = JSON.parse(Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString());
    return typeof claims === 'object' && claims !== null && 'sub' in claims ? String(claims.sub) : 'somebody';
  } catch {
    return 'somebody';
  }
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
