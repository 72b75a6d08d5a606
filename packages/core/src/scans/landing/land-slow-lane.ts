import { inventory, rollUps, type TenantTx } from "@rolecall/db";
import type { MfaDeviceFact, MfaKind, ScanChanges, SlowLaneReading } from "@rolecall/domain";
import type { Ctx } from "../../context.ts";
import { type Owner, sshPublicKeyRow } from "./credential-rows.ts";
import type { Found, LandingScope } from "./found-row.ts";
import { storedDevices } from "./identity-rows.ts";
import { addChanges, type LandingStore, landFound, landGone, TableIndex } from "./land-table.ts";
import {
  beginLanding,
  countInventory,
  databaseStore,
  describeGaps,
  freshnessOf,
  judgeLanded,
  type Landed,
  type LandingInput,
  readOf,
} from "./landing-run.ts";
import { rolesAnywhereRow } from "./resource-rows.ts";

type SlowUser = SlowLaneReading["users"][number] & { owner: Owner };

const BY_STRENGTH: readonly MfaDeviceFact["kind"][] = ["fido", "hardware", "virtual"];
const strongestOf = (devices: readonly MfaDeviceFact[]): MfaKind =>
  BY_STRENGTH.find((kind) => devices.some((device) => device.kind === kind)) ?? "none";

/** The users of the reading that exist, and were not read anew since it began. */
function existing(reading: SlowLaneReading, index: TableIndex, scope: LandingScope): SlowUser[] {
  const asOf = scope.asOf.toISOString();
  return reading.users.flatMap((user) => {
    const row = index.find(user.userId);
    const isNewer = typeof row?.rechecked_at === "string" && row.rechecked_at > asOf;
    if (!row || row.gone_at !== null || isNewer) return [];
    const owner: Owner = {
      user_record_id: row.id,
      user_name: String(row.user_name),
      user_id: user.userId,
      owner: typeof row.owner === "string" ? row.owner : null,
    };
    return [{ ...user, owner }];
  });
}

function* deviceRows(users: readonly SlowUser[]): Generator<Found> {
  for (const { userId, mfaDevices } of users) {
    if (mfaDevices.state === "unread") continue;
    const devices = mfaDevices.value;
    const values = { has_mfa: devices.length > 0, mfa: strongestOf(devices), mfa_devices: storedDevices(devices) };
    yield { identity: userId, values, keep: {}, isPatch: true };
  }
}

function* sshKeyRows(users: readonly SlowUser[]): Generator<Found> {
  for (const { sshPublicKeys, owner } of users) {
    if (sshPublicKeys.state === "read") yield* sshPublicKeys.value.map((key) => sshPublicKeyRow(key, owner));
  }
}

/** The days on which a user was last seen to call a service, as samples. */
function samplesOf(users: readonly SlowUser[], scope: LandingScope): inventory.ActivityRow[] {
  return users.flatMap(({ servicesAccessed, owner }) => {
    if (servicesAccessed?.state !== "read") return [];
    return servicesAccessed.value.flatMap(({ serviceNamespace, lastAuthenticatedAt, region }) =>
      lastAuthenticatedAt === null
        ? []
        : [
            {
              subject: "user" as const,
              subject_id: String(owner.user_record_id),
              day: lastAuthenticatedAt.toISOString().slice(0, 10),
              service: serviceNamespace,
              region: region ?? "",
              account_id: scope.accountId,
              source: "service_last_accessed" as const,
              last_at: lastAuthenticatedAt.toISOString(),
              first_observed_at: scope.asOf.toISOString(),
            },
          ],
    );
  });
}

/** Lands what the slow lane read, and tells which uses it saw. */
export async function landSlowLaneReading(
  store: LandingStore,
  scope: LandingScope,
  reading: SlowLaneReading,
): Promise<{ changes: ScanChanges; samples: inventory.ActivityRow[] }> {
  const userIndex = new TableIndex("iam_user", await store.readIndex("iam_user"));
  const users = existing(reading, userIndex, scope);
  const readKeys = new Set(users.filter(({ sshPublicKeys }) => sshPublicKeys.state === "read").map((u) => u.userId));
  const credentials = new TableIndex("credential", await store.readIndex("credential"));
  const resources = new TableIndex("roles_anywhere_resource", await store.readIndex("roles_anywhere_resource"));
  const wasAnywhereRead = readOf(reading)("roles_anywhere");
  const changes = addChanges(
    await landFound(store, scope, userIndex, deviceRows(users)),
    await landFound(store, scope, credentials, sshKeyRows(users)),
    await landGone(
      store,
      scope,
      credentials,
      (row) => row.kind === "ssh_public_key" && readKeys.has(String(row.user_id)),
    ),
    await landFound(store, scope, resources, reading.rolesAnywhere.values().map(rolesAnywhereRow)),
    await landGone(store, scope, resources, () => wasAnywhereRead),
  );
  return { changes, samples: samplesOf(users, scope) };
}

/** Lands what has no bulk call and judges the account again, in the transaction of the caller. */
export async function landSlowLane(
  ctx: Ctx,
  tx: TenantTx,
  input: LandingInput & { reading: SlowLaneReading },
): Promise<Landed> {
  const { reading, accountId, asOf } = input;
  const scope = await beginLanding(ctx, tx, input);
  const { changes, samples } = await landSlowLaneReading(databaseStore(tx, accountId), scope, reading);
  await scope.events.record(ctx, tx, scope);
  await inventory.appendActivity(tx, samples);
  const freshness = freshnessOf(reading, asOf);
  await judgeLanded(ctx, tx, input, { kind: "slow_lane", freshness });
  await rollUps.refreshDay(tx, { accountId, asOf });
  return {
    counts: await countInventory(tx, scope, readOf(reading)),
    changes,
    incomplete: describeGaps(reading),
    freshness,
  };
}
