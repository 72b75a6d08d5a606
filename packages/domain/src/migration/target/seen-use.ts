import { activeOf, type MigrationFacts, type MovedCredential, type Observed } from "./facts.ts";

/** AWS refused every one of these calls: somebody tried, and nothing was used. */
const isRefused = ({ events, refused }: Observed): boolean => refused !== null && events > 0 && refused >= events;

/** What was seen and not refused, the newest first, so that the order in which it was counted does not matter. */
export const acceptedOf = (seen: readonly Observed[]): Observed[] =>
  seen
    .filter((each) => !isRefused(each))
    .sort((a, b) => b.lastAt.getTime() - a.lastAt.getTime() || b.events - a.events || (a.value < b.value ? -1 : 1));

/** CloudTrail shows calls, and AWS refused all of them. */
export function onlyRefused({ observed }: MigrationFacts): boolean {
  const seen = observed ? [...observed.userAgents, ...observed.sourceIpAddresses, ...observed.services] : [];
  return seen.length > 0 && seen.every(isRefused);
}

/** In use, or perhaps: it was not watched long enough to say no. */
const mayBeUsed = ({ isQuiet }: MovedCredential): boolean => isQuiet !== true;

export const keysInUse = (facts: MigrationFacts): MovedCredential[] => activeOf(facts, "access_key").filter(mayBeUsed);

/**
 * Whether anybody signs in. `unknown`: there is a password, or could be, and its use is not known. One that was just made or changed is not
 * quiet yet, and was not used for that.
 */
export function signsIn(facts: MigrationFacts): "yes" | "no" | "unknown" {
  const passwords = activeOf(facts, "console_password");
  if (passwords.some(({ isQuiet, lastUsedAt }) => isQuiet === false && lastUsedAt !== null)) return "yes";
  if (facts.hasConsolePassword === false) return "no";
  return passwords.length > 0 && !passwords.some(mayBeUsed) ? "no" : "unknown";
}

/** Used at least once a week, so that it is no user for emergencies. */
export const isInRegularUse = ({ credentials }: MigrationFacts): boolean =>
  credentials.some(
    ({ status, isQuiet, rhythm }) =>
      status === "active" && isQuiet === false && (rhythm === "daily" || rhythm === "weekly"),
  );
