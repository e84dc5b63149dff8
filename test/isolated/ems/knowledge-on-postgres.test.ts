// What is known of devices and gateways, and who is told, on PostgreSQL.

import { onPostgres } from './on-postgres.ts';

await onPostgres();
await import('../../integration/ems/posture.test.ts');
await import('../../integration/ems/gateways.test.ts');
await import('../../integration/ems/audit.test.ts');
await import('../../integration/ems/records.test.ts');
await import('../../integration/ems/life.test.ts');
await import('../../integration/ems/crl-number.test.ts');
await import('../../integration/ems/links.test.ts');
await import('../../integration/ems/notices.test.ts');
await import('../../integration/ems/bounds.test.ts');
