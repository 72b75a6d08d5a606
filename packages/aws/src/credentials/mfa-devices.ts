import { ListVirtualMFADevicesCommand } from "@aws-sdk/client-iam";
import {
  type MfaDeviceFact,
  type MfaKind,
  type ParsedReport,
  type PreviousUser,
  type Read,
  rowOfUser,
  type UserIdentity,
} from "@rolecall/domain";
import { listAll } from "../reading/iam-lists.ts";
import type { Outcome } from "../reading/outcome.ts";
import { pendingOf } from "../reading/pending.ts";
import { StopRule } from "../reading/stop-rule.ts";
import { NOT_IN_REPORT } from "../report/read-report.ts";
import type { IamCall } from "../session/account-session.ts";
import { listMfaDevices } from "./credential-calls.ts";

/**
 * Users whose devices are asked for one by one: all of a few at the first scan, else some per scan until all are known. The
 * pages of a large account are many already, so that fewer are asked for there.
 */
const ASKED_AT_ONCE = 25;
const ASKED_A_SCAN = 6;
const ASKED_A_SCAN_OF_MANY = 1;
const MANY_USERS = 1_000;
const SMALL_ACCOUNT_USERS = 100;

const LATER = "The devices of this user are left to later scans";

/** The virtual devices of the account, by the ARN of their users. */
export type VirtualDevices = { byUserArn: Map<string, MfaDeviceFact[]>; rootHasOne: boolean };

/** @throws AwsCallFailed */
export async function readVirtualMfaDevices(call: IamCall): Promise<VirtualDevices> {
  const devices: VirtualDevices = { byUserArn: new Map(), rootHasOne: false };
  const assigned = await listAll(call, {
    action: "iam:ListVirtualMFADevices",
    send: (iam, page, abort) =>
      iam.send(new ListVirtualMFADevicesCommand({ AssignmentStatus: "Assigned", ...page }), abort),
    itemsOf: ({ VirtualMFADevices }) => VirtualMFADevices,
    factOf: ({ User, SerialNumber = "", EnableDate }) => ({
      userArn: User?.Arn,
      device: { kind: "virtual" as const, serialNumber: SerialNumber, enabledAt: EnableDate ?? null },
    }),
    identityOf: ({ device }) => device.serialNumber,
  });
  for (const { userArn, device } of assigned) {
    if (!userArn) continue;
    if (userArn.endsWith(":root")) devices.rootHasOne = true;
    devices.byUserArn.set(userArn, [...(devices.byUserArn.get(userArn) ?? []), device]);
  }
  return devices;
}

type Context = {
  call: IamCall;
  now: () => Date;
  report: Outcome<ParsedReport>;
  virtual: Outcome<VirtualDevices>;
  previous: ReadonlyMap<string, PreviousUser>;
};

type Beforehand = Omit<Context, "call">;

export type UserMfa = { mfa: Read<MfaKind>; mfaDevices: Read<MfaDeviceFact[]> };
export type MfaReading = { byUserId: Map<string, UserMfa>; outcome: Outcome<unknown>; note: string | null };

/** A user with a device, whose devices follow from no earlier answer. `known` is the strongest kind that is known so far. */
type Undecided = { user: UserIdentity; known: MfaKind };

/**
 * The MFA devices of each user. The report shows whether there is any, the list of virtual devices and the last scan show which,
 * and where they do not, a call per user does.
 */
export async function readMfaDevices(context: Context, users: readonly UserIdentity[]): Promise<MfaReading> {
  const { byUserId, undecided } = allFromBulk(context, users);
  // Users of whom not even the kind is known come first.
  undecided.sort((a, b) => Number(a.known !== "unknown") - Number(b.known !== "unknown"));
  const asked = undecided.slice(0, numberAsked(context, users.length, undecided.length));
  const left = undecided.slice(asked.length);
  for (const { user, known } of left) byUserId.set(user.userId, kindOnly(context, known, LATER));
  const listing = new StopRule();
  await Promise.all(
    asked.map(async ({ user, known }) => {
      const devices = await listing.run(() => listMfaDevices(context.call, user.userName));
      const mfa = devices.ok ? live(context, devices.value) : kindOnly(context, known, devices.failure.reason);
      byUserId.set(user.userId, mfa);
    }),
  );
  const ownOutcome: Outcome<null> = listing.failure
    ? { ok: false, failure: listing.failure }
    : { ok: true, value: null, observedAt: context.now() };
  const failed = [context.report, context.virtual, ownOutcome].find((outcome) => !outcome.ok);
  const note = left.length > 0 ? `The MFA devices of ${left.length} users are left to later scans` : null;
  return { byUserId, outcome: failed ?? context.virtual, note };
}

function allFromBulk(context: Beforehand, users: readonly UserIdentity[]) {
  const byUserId = new Map<string, UserMfa>();
  const undecided: Undecided[] = [];
  for (const user of users) {
    const decided = fromBulk(context, user);
    if ("known" in decided) undecided.push(decided);
    else byUserId.set(user.userId, decided);
  }
  return { byUserId, undecided };
}

/** What is known of them before any user is asked for: of the others the strongest kind that the bulk calls show. */
export function mfaBeforehand(context: Beforehand, users: readonly UserIdentity[]): MfaReading {
  const { byUserId, undecided } = allFromBulk(context, users);
  const failure = pendingOf("MFA devices", "iam:ListMFADevices", numberAsked(context, users.length, undecided.length));
  for (const { user, known } of undecided)
    byUserId.set(user.userId, kindOnly(context, known, failure?.reason ?? LATER));
  const failed = [context.report, context.virtual].find((outcome) => !outcome.ok);
  const outcome: Outcome<unknown> = failed ?? (failure ? { ok: false, failure } : context.virtual);
  return { byUserId, outcome, note: null };
}

function numberAsked({ previous }: Beforehand, users: number, undecided: number): number {
  const asksAll = (previous.size === 0 || users <= SMALL_ACCOUNT_USERS) && undecided <= ASKED_AT_ONCE;
  if (asksAll) return undecided;
  return users > MANY_USERS ? ASKED_A_SCAN_OF_MANY : ASKED_A_SCAN;
}

function fromBulk({ report, virtual, previous }: Beforehand, user: UserIdentity): UserMfa | Undecided {
  const unread = (reason: string) => ({ state: "unread", reason }) as const;
  if (!report.ok) return { mfa: unread(report.failure.reason), mfaDevices: unread(report.failure.reason) };
  const row = rowOfUser(report.value, user);
  if (row?.mfaActive == null) return { mfa: unread(NOT_IN_REPORT), mfaDevices: unread(NOT_IN_REPORT) };
  const fromReport = { state: "read", source: "credential_report", observedAt: report.observedAt } as const;
  if (!row.mfaActive) return { mfa: { ...fromReport, value: "none" }, mfaDevices: { ...fromReport, value: [] } };
  const virtualOnes = virtual.ok ? (virtual.value.byUserArn.get(user.arn) ?? []) : null;
  const before = previous.get(user.userId);
  const carried = before ? carriedOver(before.mfaDevices, virtualOnes) : null;
  if (carried) {
    return { mfa: { ...fromReport, value: strongest(carried) }, mfaDevices: { ...fromReport, value: carried } };
  }
  return { user, known: knownKind(before?.mfa, virtualOnes) };
}

/** The last scan's devices, if those of them that are virtual are the ones that are listed now; else null. */
function carriedOver(before: MfaDeviceFact[], virtualOnes: MfaDeviceFact[] | null): MfaDeviceFact[] | null {
  if (before.length === 0) return null;
  if (virtualOnes === null) return before;
  const serials = (devices: readonly MfaDeviceFact[]) =>
    devices
      .map(({ serialNumber }) => serialNumber)
      .sort()
      .join("\n");
  const others = before.filter(({ kind }) => kind !== "virtual");
  const isSame = serials(before.filter(({ kind }) => kind === "virtual")) === serials(virtualOnes);
  return isSame ? [...virtualOnes, ...others] : null;
}

/** The kind of a device never changes, and of several the strongest counts. */
function knownKind(before: MfaKind | undefined, virtualOnes: MfaDeviceFact[] | null): MfaKind {
  if (before === "fido" || before === "hardware") return before;
  if (virtualOnes === null) return before === "virtual" ? "virtual" : "unknown";
  return virtualOnes.length > 0 ? "virtual" : "unknown";
}

const kindOnly = ({ now }: Beforehand, known: MfaKind, reason: string): UserMfa => ({
  mfa: { state: "read", value: known, source: "live_api", observedAt: now() },
  mfaDevices: { state: "unread", reason },
});

const live = ({ now }: Context, devices: MfaDeviceFact[]): UserMfa => {
  const read = { state: "read", source: "live_api", observedAt: now() } as const;
  return { mfa: { ...read, value: strongest(devices) }, mfaDevices: { ...read, value: devices } };
};

const BY_STRENGTH: readonly MfaDeviceFact["kind"][] = ["fido", "hardware", "virtual"];

/** The strongest kind among devices. */
export const strongest = (devices: readonly MfaDeviceFact[]): MfaKind =>
  BY_STRENGTH.find((kind) => devices.some((device) => device.kind === kind)) ?? "none";
