import type { EmulatedMfaDevice, UsagePattern } from "@rolecall/aws-emulator";
import { STORY_DAYS } from "../clockwork/day.ts";
import { hexId, numberOf } from "../clockwork/ids.ts";
import { originOf } from "../events/origins.ts";
import { usagePattern } from "../events/usage.ts";
import type { MfaDevice, Password } from "../story/users.ts";
import { type DayEvent, eventOf, instantOf, type Life } from "./life.ts";
import { ownCall, userCall } from "./user-calls.ts";

/** What happens to a user's console password. */
export function passwordEvents(life: Life): DayEvent[] {
  const { user } = life;
  if (!user.password) return [];
  const password = { createdDay: user.createdDay, ...user.password };
  const { createdDay, deletedDay } = password;
  const createdAt = instantOf(life, createdDay);
  const usage = signIns(life, password);
  const noInformation = password.noInformation ? { noInformation: true } : {};
  const setCalls = [userCall(user, "CreateLoginProfile")];
  const set = eventOf(life, { day: createdDay, what: "console password set", calls: setCalls }, (held) => {
    held.password = { createdAt, lastChangedAt: createdAt, usage, ...noInformation };
  });
  const changes = changedDays(password).map((day) => {
    const calls = [ownCall(user, "ChangePassword")];
    return eventOf(life, { day, what: "console password changed", calls }, (held) => {
      if (held.password) held.password = { ...held.password, lastChangedAt: instantOf(life, day) };
    });
  });
  if (deletedDay === undefined) return [set, ...changes];
  const calls = [userCall(user, "DeleteLoginProfile")];
  const removed = eventOf(life, { day: deletedDay, what: "console password removed", calls }, (held) => {
    held.password = null;
  });
  return [set, ...changes, removed];
}

type Made = Password & { createdDay: number };

function signIns(life: Life, { createdDay, deletedDay, uses }: Made): UsagePattern[] {
  const { calendar, offset } = life;
  const label = `${life.label}/password`;
  const until = deletedDay === undefined ? null : instantOf(life, deletedDay);
  const window = { from: instantOf(life, createdDay), until };
  return uses.flatMap((use) => {
    const signIn = { services: "console", ...use };
    const pattern = usagePattern(calendar, signIn, { createdDay, window, offset, label });
    return pattern ? [{ ...pattern, origin: originOf("browser", life.label) }] : [];
  });
}

/** The days on which the password was changed: those that are named, or in its rhythm for as long as it was used. */
function changedDays({ createdDay, deletedDay, uses, changesEveryDays, changedDays: named }: Made): number[] {
  if (changesEveryDays === undefined) return named;
  const untilDay = uses.at(-1)?.untilDay ?? deletedDay ?? STORY_DAYS;
  const count = Math.ceil((untilDay - createdDay) / changesEveryDays) - 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => createdDay + (index + 1) * changesEveryDays);
}

export const mfaEvents = (life: Life): DayEvent[] =>
  life.user.mfa.map((device, index) => mfaEnabled(life, device, index));

function mfaEnabled(life: Life, { kind, day }: MfaDevice, index: number): DayEvent {
  const { awsAccountId, user, label } = life;
  const serials: Record<EmulatedMfaDevice["kind"], string> = {
    virtual: `arn:aws:iam::${awsAccountId}:mfa/${user.userName}`,
    fido: `arn:aws:iam::${awsAccountId}:u2f/user/${user.userName}/security-key-${hexId(12, label, "fido", ...(index > 0 ? [index] : [])).toUpperCase()}`,
    hardware: `GAHT${String(numberOf(label, "token") % 100_000_000).padStart(8, "0")}`,
  };
  const serialNumber = serials[kind];
  const calls = [ownCall(user, "EnableMFADevice", { parameters: { serialNumber }, names: [serialNumber] })];
  return eventOf(life, { day, what: `${kind} MFA enabled`, calls }, (held) => {
    const certifications = kind === "fido" ? { certifications: { FIDO: "L1" } } : {};
    held.mfaDevices.push({ kind, serialNumber, enabledAt: instantOf(life, day), ...certifications });
  });
}
