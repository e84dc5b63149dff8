// Who comes in, stays and goes, on PostgreSQL.

import { onPostgres } from './on-postgres.ts';

await onPostgres();
await import('../../integration/ems/enrollment.test.ts');
await import('../../integration/ems/renewal.test.ts');
await import('../../integration/ems/retirement.test.ts');
await import('../../integration/ems/joining.test.ts');
await import('../../integration/ems/overtaken.test.ts');
await import('../../integration/ems/durability.test.ts');
await import('../../integration/ems/killed.test.ts');
await import('../../integration/console/sign-in.test.ts');
await import('../../integration/ems/users/end.test.ts');
