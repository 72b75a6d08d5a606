import { ListMFADevicesCommand, ListVirtualMFADevicesCommand } from "@aws-sdk/client-iam";
import type { MfaKind, PreviousUser, Read } from "@rolecall/domain";
import type { IamCall } from "../account-session.ts";
import { AwsCallFailed } from "../aws-errors.ts";
import { type ParsedReport, rowOfUser } from "../credential-report.ts";
import type { Outcome } from "../outcome.ts";
import type { UserIdentity } from "./authorization-details.ts";
import { isWholePage, PAGE_SIZE, readPages } from "./pages.ts";
import { StopRule } from "./stop-rule.ts";

/** The kind of a device never changes, so that a few users a scan are enough to know them all before long. */
const USERS_ASKED_FOR = 6;

/** ARNs of the users that have a virtual MFA device. @throws AwsCallFailed */
export async function readVirtualMfaUsers(call: IamCall): Promise<Set<string>> {
  const userArns = new Set<string>();
  await readPages(
    "iam:ListVirtualMFADevices",
    (marker) =>
      call(
        "iam:ListVirtualMFADevices",
        (iam, abort) =>
          iam.send(
            new ListVirtualMFADevicesCommand({ AssignmentStatus: "Assigned", MaxItems: PAGE_SIZE, Marker: marker }),
            abort,
          ),
        (page) => isWholePage(page, page.VirtualMFADevices),
      ),
    (page) => {
      for (const { User } of page.VirtualMFADevices ?? []) if (User?.Arn) userArns.add(User.Arn);
    },
  );
  return userArns;
}

type Context = {
  call: IamCall;
  now: () => Date;
  report: Outcome<ParsedReport>;
  virtual: Outcome<Set<string>>;
  previous: ReadonlyMap<string, PreviousUser>;
};

export type MfaReading = { byUserId: Map<string, Read<MfaKind>>; outcome: Outcome<unknown>; note: string | null };

/** The kind of MFA of each user: the report tells whether there is any, the list of virtual devices and few calls which. */
export async function readMfaKinds(context: Context, users: readonly UserIdentity[]): Promise<MfaReading> {
  const { report, virtual } = context;
  const byUserId = new Map<string, Read<MfaKind>>();
  const undecided: UserIdentity[] = [];
  for (const user of users) {
    const known = kindFromBulk(context, user);
    if (known) byUserId.set(user.userId, known);
    else undecided.push(user);
  }
  const asked = undecided.slice(0, USERS_ASKED_FOR);
  const left = undecided.slice(USERS_ASKED_FOR);
  const listing = new StopRule();
  const read = (value: MfaKind): Read<MfaKind> => ({
    state: "read",
    value,
    source: "live_api",
    observedAt: context.now(),
  });
  for (const user of left) byUserId.set(user.userId, read("unknown"));
  await Promise.all(
    asked.map(async (user) => {
      const kind = await listing.run(() => listMfaKind(context.call, user.userName));
      byUserId.set(user.userId, read(kind.ok ? kind.value : "unknown"));
    }),
  );
  const failed = [report, virtual, outcomeOfListing(listing, context)].find((outcome) => !outcome.ok);
  const note = left.length > 0 ? `The kind of MFA device of ${left.length} users is left to later scans` : null;
  return { byUserId, outcome: failed ?? virtual, note };
}

function outcomeOfListing({ failure }: StopRule, { now }: Context): Outcome<null> {
  return failure ? { ok: false, failure } : { ok: true, value: null, observedAt: now() };
}

/** Null: there is a device, and only a call for this user tells of which kind. */
function kindFromBulk({ report, virtual, previous }: Context, user: UserIdentity): Read<MfaKind> | null {
  if (!report.ok) return { state: "unread", reason: report.failure.reason };
  const row = rowOfUser(report.value, user);
  if (row?.mfaActive == null) {
    return {
      state: "unread",
      reason: "The credential report does not tell: the user is younger than it, or its row is not readable",
    };
  }
  const fromReport = { state: "read", source: "credential_report", observedAt: report.observedAt } as const;
  if (!row.mfaActive) return { ...fromReport, value: "none" };
  if (virtual.ok && virtual.value.has(user.arn)) {
    return { state: "read", value: "virtual", source: "live_api", observedAt: virtual.observedAt };
  }
  const before = previous.get(user.userId)?.mfa;
  const carried = before === "fido" || before === "hardware" || (before === "virtual" && !virtual.ok);
  return carried ? { ...fromReport, value: before } : null;
}

/** @throws AwsCallFailed. A user who is gone meanwhile has no device. */
async function listMfaKind(call: IamCall, userName: string): Promise<MfaKind> {
  const { MFADevices } = await call(
    "iam:ListMFADevices",
    (iam, abort) => iam.send(new ListMFADevicesCommand({ UserName: userName, MaxItems: PAGE_SIZE }), abort),
    ({ MFADevices }) => MFADevices !== undefined,
  ).catch((error: unknown) => {
    if (error instanceof AwsCallFailed && error.kind === "not_found") return { MFADevices: [] };
    throw error;
  });
  return strongest((MFADevices ?? []).map(({ SerialNumber = "" }) => kindOfSerialNumber(SerialNumber)));
}

/** FIDO keys and virtual devices have an ARN for a serial number, hardware tokens the maker's own. */
export function kindOfSerialNumber(serialNumber: string): MfaKind {
  if (serialNumber.includes(":u2f/")) return "fido";
  return serialNumber.startsWith("arn:") ? "virtual" : "hardware";
}

const BY_STRENGTH: readonly MfaKind[] = ["fido", "hardware", "virtual"];
const strongest = (kinds: readonly MfaKind[]): MfaKind => BY_STRENGTH.find((kind) => kinds.includes(kind)) ?? "none";
