// What every part of the EMS is given: database, authorities, hub, audit, clocks.

import type { Clock } from '../shared/clock.ts';
import type { Logger } from '../shared/log.ts';
import type { Audit } from './audit/audit.ts';
import type { Config } from './config.ts';
import type { Hub } from './events/hub.ts';
import type { Authorities } from './pki/authorities.ts';
import type { LastSeen } from './posture/last-seen.ts';
import type { RulesInForce } from './rules/rules-in-force.ts';
import type { Database } from './store/database.ts';
import type { EmsState } from './store/state.ts';

export interface Ems {
  readonly config: Config;
  /** Id and epoch of this run; the revision is read anew each time. */
  readonly identity: EmsState;
  readonly db: Database;
  readonly authorities: Authorities;
  readonly hub: Hub;
  readonly audit: Audit;
  readonly lastSeen: LastSeen;
  readonly rules: RulesInForce;
  readonly clock: Clock;
  readonly random: () => number;
  /** Where everybody finds CA, revocation list and OCSP; stands in every certificate. */
  readonly publicUrl: string;
  readonly log: Logger;
}
