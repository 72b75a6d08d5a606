import type { UsagePattern } from "@rolecall/aws-emulator";
import { originOf, usualOrigin } from "../events/origins.ts";
import { usagePattern } from "../events/usage.ts";
import type { Use } from "../story/calls.ts";
import type { CredentialLife, User } from "../story/users.ts";
import { instantOf, type Life } from "./life.ts";

/** People hold their keys on their laptops. */
const machineOf = ({ origin, path, password }: User): string =>
  origin ?? (password && path !== "/vendors/" ? "laptop" : usualOrigin(path));

/** The end of a time of use: the credential was switched off or deleted after it had begun, or expired. */
function endOf(life: Life, { createdDay, inactiveDays, deletedDay }: CredentialLife, use: Use, expiresAt: Date | null) {
  const offDay = inactiveDays.find((day) => day > (use.fromDay ?? createdDay)) ?? deletedDay;
  const ends = [expiresAt, offDay === undefined ? null : instantOf(life, offDay)].filter((end) => end !== null);
  return ends.length === 0 ? null : new Date(Math.min(...ends.map(Number)));
}

/** Use as the model has it, each time between the activation before it and the deactivation after it. */
export function usageOf(
  life: Life,
  credential: CredentialLife,
  { label, origin = label, expiresAt = null }: { label: string; origin?: string; expiresAt?: Date | null },
): UsagePattern[] {
  const { calendar, user, offset } = life;
  const { createdDay, uses, activeDays } = credential;
  return uses.flatMap((use) => {
    const activatedDay = activeDays.findLast((day) => day <= (use.fromDay ?? createdDay)) ?? createdDay;
    const window = { from: instantOf(life, activatedDay), until: endOf(life, credential, use, expiresAt) };
    const pattern = usagePattern(calendar, use, { createdDay, rhythm: user.rhythm, window, offset, label });
    return pattern ? [{ ...pattern, origin: originOf(use.origin ?? machineOf(user), origin) }] : [];
  });
}

/** The changes of a credential's status, in order of time. */
export const statusChanges = ({ inactiveDays, activeDays }: CredentialLife) =>
  [
    ...inactiveDays.map((day) => ({ day, to: "Inactive" as const, what: "deactivated" })),
    ...activeDays.map((day) => ({ day, to: "Active" as const, what: "activated" })),
  ].sort((a, b) => a.day - b.day);
