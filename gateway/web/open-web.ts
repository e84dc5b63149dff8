// Composes the HTTPS access proxy from its parts; owns them and closes them in reverse.

import { createSecureContext } from 'node:tls';
import { serverTlsOptions } from '../../shared/node/tls/tls-options.ts';
import type { Handshake } from '../accept/listener.ts';
import type { ClientConnection } from '../accept/client-connection.ts';
import type { FrontTimes } from '../accept/front.ts';
import type { IdleConnections } from '../accept/idle-connections.ts';
import type { Access } from '../access/access.ts';
import type { GatewayConfig } from '../config/schema.ts';
import type { DeviceViews } from '../ems/device-views.ts';
import type { GatewayIdentity } from '../join/identity.ts';
import type { Accounts } from '../log/accounts.ts';
import type { Reach } from '../resolve/reach.ts';
import type { Surroundings } from '../resolve/refused-addresses.ts';
import type { SessionRegistry } from '../sessions/registry.ts';
import { Session } from '../sessions/session.ts';
import { sessionId } from '../../shared/ids.ts';
import { randomToken } from '../../shared/node/random-token.ts';
import type { Clock } from '../../shared/clock.ts';
import { countCarrying } from './carrying.ts';
import { type WebFront, makeWebFront } from './front.ts';
import { requestHost } from './match/request-host.ts';
import { makeServerAgents } from './upstreams/server-agents.ts';
import { makeTlsContexts } from './tls-contexts.ts';
import { WebAccess } from './web-access.ts';
import { type WebPorts, webTimes } from './web-ports.ts';
import { whoami, whoamiPath } from './whoami.ts';
