import {
  type ActivityRow,
  type CredentialOwner,
  eachOnceInSlowLane,
  INVENTORY,
  type MfaDeviceFact,
  type MfaKind,
  type PatchRow,
  rolesAnywhereRow,
  type ScanChanges,
  type SlowLaneReading,
  sshPublicKeyRow,
  storedDevices,
  type TableIndex,
  type WholeRow,
  wasReadIn,
} from "@rolecall/domain";
import { addChanges, type Landing, landMissing, landRows, landTable, readTable } from "./land-table.ts";

type SlowUser = SlowLaneReading["users"][number] & { recordId: string; owner: CredentialOwner };

const BY_STRENGTH: readonly MfaDeviceFact["kind"][] = ["fido", "hardware", "virtual"];
const strongestOf = (devices: readonly MfaDeviceFact[]): MfaKind =>
  BY_STRENGTH.find((kind) => devices.some((device) => device.kind === kind)) ?? "none";

/** The users of the reading that exist, and were not read anew since it began. */
function existing(reading: SlowLaneReading, index: TableIndex<"iam_user">, { asOf }: Landing): SlowUser[] {
  return reading.users.flatMap((user) => {
    const row = index.find(user.userId);
    const isNewer = row?.rechecked_at != null && row.rechecked_at > asOf.toISOString();
    if (!row || row.gone_at !== null || isNewer) return [];
    const { id, user_name, user_id, owner } = row;
    return [{ ...user, recordId: id, owner: { user_record_id: id, user_name, user_id, owner } }];
  });
}

function* deviceRows(users: readonly SlowUser[]): Generator<PatchRow<"iam_user">> {
  for (const { userId, mfaDevices } of users) {
    if (mfaDevices.state === "unread") continue;
    const devices = mfaDevices.value;
    yield {
      identity: userId,
      patch: { has_mfa: devices.length > 0, mfa: strongestOf(devices), mfa_devices: storedDevices(devices) },
    };
  }
}

function* sshKeyRows(users: readonly SlowUser[]): Generator<WholeRow<"credential">> {
  for (const { sshPublicKeys, owner } of users) {
    if (sshPublicKeys.state === "read") yield* sshPublicKeys.value.map((key) => sshPublicKeyRow(key, owner));
  }
}

/** The days on which users were last seen to call a service, as samples. */
function* samplesOf(users: readonly SlowUser[], { accountId, asOf }: Landing): Generator<ActivityRow> {
  for (const { servicesAccessed, recordId } of users) {
    if (servicesAccessed?.state !== "read") continue;
    for (const { serviceNamespace, lastAuthenticatedAt, region } of servicesAccessed.value) {
      if (lastAuthenticatedAt === null) continue;
      const lastAt = lastAuthenticatedAt.toISOString();
      yield {
        subject: "user",
        subject_id: recordId,
        day: lastAt.slice(0, 10),
        service: serviceNamespace,
        region: region ?? "",
        account_id: accountId,
        source: "service_last_accessed",
        last_at: lastAt,
        first_observed_at: asOf.toISOString(),
      };
    }
  }
}

/** Lands what has no bulk call, and the uses of services that it saw. */
export async function landSlowLane(landing: Landing, given: SlowLaneReading): Promise<ScanChanges> {
  const reading = eachOnceInSlowLane(given);
  const userIndex = await readTable(landing, "iam_user");
  const users = existing(reading, userIndex, landing);
  const keysRead = new Set(users.filter(({ sshPublicKeys }) => sshPublicKeys.state === "read").map((u) => u.userId));
  const credentials = await readTable(landing, "credential");
  const isAnywhereRead = wasReadIn(reading)(...INVENTORY.roles_anywhere.goneBy);
  const resources = reading.rolesAnywhere.values().map(rolesAnywhereRow);
  const changes = addChanges(
    await landRows(landing, userIndex, deviceRows(users)),
    await landRows(landing, credentials, sshKeyRows(users)),
    await landMissing(landing, credentials, (row) => row.kind === "ssh_public_key" && keysRead.has(row.user_id ?? "")),
    await landTable(landing, "roles_anywhere_resource", resources, () => isAnywhereRead),
  );
  await landing.store.addSamples([...samplesOf(users, landing)]);
  return changes;
}
