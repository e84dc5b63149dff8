// Keeps zod from trying whether it may evaluate code: the content security policy says no, and each try is a report.

import { z } from 'zod';

z.config({ jitless: true });
