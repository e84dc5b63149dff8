// The one question an agent asks over plain HTTP: is it the EMS that answers here, or a network that wants a sign-in first.

/** On the public listener, below its address: 204 without a body, which no sign-in page is. */
export const reachablePath = '/reachable';

/** Names the EMS that answers by the SHA-256 of its fabric CA. It proves nothing: nobody trusts anything for it. */
export const fabricCaHeader = 'stile-fabric-ca';
