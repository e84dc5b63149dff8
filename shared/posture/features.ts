// The features of rules, logic and rule sets beyond the first release that this one understands (`needs` on the wire).

/** What a rule, a logic node or a rule set may ask for in `needs`. A reader that lacks one treats the thing as unknown. */
export const supportedFeatures: readonly string[] = [];

/** True if everything in `needs` is understood here; absent means that nothing special is needed. */
export function isUnderstood(needs: readonly string[] | undefined): boolean {
  return needs === undefined || needs.every((feature) => supportedFeatures.includes(feature));
}
