// Takes from an administrator only domains that one organisation can own.

import { AppError } from '../../shared/errors/app-error.ts';
import { domainName } from '../../shared/policy/domain-name.ts';

/** The domain in its one spelling. @throws AppError `command-invalid` for a public suffix and what is no domain */
export function organisationDomain(command: string, given: string): string {
  const result = domainName.safeParse(given);
  if (result.success) return result.data;
  throw new AppError('command-invalid', {
    command,
    why: `${given} is not a domain of one organisation, such as corp.example`,
  });
}
