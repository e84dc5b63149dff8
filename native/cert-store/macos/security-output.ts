// Understands what macOS's security tool prints.

import type { ToolOutcome } from '../../exec.ts';
import type { PlaceState } from '../cert-store.ts';

/** SHA-1 of the certificates of `security find-identity` that have their key, 40 lower-case hex digits each. */
export function identities(text: string): readonly string[] {
  const found = [...text.matchAll(/^\s*\d+\) ([0-9A-Fa-f]{40}) /gm)].map((match) => (match[1] ?? '').toLowerCase());
  // Valid ones are printed twice.
  return [...new Set(found)];
}

/** What `security show-keychain-info` says of a keychain. */
export function readKeychainState(outcome: ToolOutcome): PlaceState {
  if (outcome.kind !== 'exited') return { kind: 'refused', why: outcome.kind };
  if (outcome.code === 0) return { kind: 'ready' };
  // errSecInteractionNotAllowed, errSecAuthFailed and a dialog that was dismissed: all three want its password.
  if (/User interaction is not allowed|-25308|-25293|-128|User canceled/i.test(outcome.stderr))
    return { kind: 'locked' };
  return { kind: 'refused', why: outcome.stderr.trim() };
}
