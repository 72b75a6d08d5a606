import { ListProfilesCommand, ListSubjectsCommand, ListTrustAnchorsCommand } from "@aws-sdk/client-rolesanywhere";
import type { ResourceCoverage, RolesAnywhereFact } from "@rolecall/domain";
import pLimit from "p-limit";
import { AwsCallFailed } from "../calls/aws-errors.ts";
import { coverageOf, type Failure, failureOf, type Outcome, outcomeOf } from "../reading/outcome.ts";
import { allByToken } from "../reading/token-pages.ts";
import { listRegions } from "../regions/regions.ts";
import type { ServiceCalls } from "../session/account-session.ts";

const REGIONS_AT_A_TIME = 6;
const PAGE_SIZE = 100;

type RegionReading =
  | { region: string; state: "read"; facts: RolesAnywhereFact[] }
  | { region: string; state: "skipped" | "failed"; failure: Failure };

type Reader = {
  calls: ServiceCalls;
  now: () => Date;
  /** Asked alone where the account's Regions cannot be listed. */
  region: string;
  onRegion: (done: number, total: number) => void;
};

export type RolesAnywhereReading = { facts: RolesAnywhereFact[]; coverage: ResourceCoverage };

/**
 * Trust anchors, profiles and subjects in all enabled Regions. One Region that cannot be read leaves the others' facts, with a
 * coverage that is not `read`.
 */
export async function readRolesAnywhere(reader: Reader): Promise<RolesAnywhereReading> {
  const regions = await outcomeOf(reader.now, () => listRegions(reader.calls));
  const names = regions.ok ? regions.value.enabled : [reader.region];
  const limit = pLimit(REGIONS_AT_A_TIME);
  let done = 0;
  reader.onRegion(done, names.length);
  const readings = await Promise.all(
    names.map((region) =>
      limit(async () => {
        const reading = await readRegion(reader.calls, region);
        reader.onRegion(++done, names.length);
        return reading;
      }),
    ),
  );
  const facts = readings.flatMap((reading) => (reading.state === "read" ? reading.facts : []));
  const disabledCount = regions.ok ? regions.value.disabledCount : 0;
  return { facts, coverage: coverageOfRegions(reader, regions, readings, disabledCount) };
}

function coverageOfRegions(
  { now, region }: Reader,
  regions: Outcome<unknown>,
  readings: readonly RegionReading[],
  disabledCount: number,
): ResourceCoverage {
  if (!regions.ok) {
    const reason = `Only ${region} was asked, as the account's Regions are unknown. ${regions.failure.reason}`;
    return coverageOf("roles_anywhere", { ok: false, failure: { ...regions.failure, reason } });
  }
  const unread = readings.flatMap((reading) => (reading.state === "read" ? [] : [reading]));
  const failed = unread.filter(({ state }) => state === "failed");
  // Where not one Region answered, skipping them all would be guessing.
  const [first] = failed.length > 0 || unread.length < readings.length ? failed : unread;
  if (first) {
    const reason = `Unknown in ${namesOf(failed.length > 0 ? failed : unread)}. ${first.failure.reason}`;
    return coverageOf("roles_anywhere", { ok: false, failure: { ...first.failure, reason } });
  }
  const notes = [
    disabledCount > 0 ? `${disabledCount} Regions that the account has not enabled were left out` : [],
    unread.length > 0 ? `Left out, as Roles Anywhere does not answer there: ${namesOf(unread)}` : [],
  ].flat();
  return coverageOf("roles_anywhere", { ok: true, value: null, observedAt: now() }, notes.join(". ") || null);
}

const namesOf = (readings: readonly RegionReading[]): string => readings.map(({ region }) => region).join(", ");

async function readRegion(calls: ServiceCalls, region: string): Promise<RegionReading> {
  const lists = [listTrustAnchors, listProfiles, listSubjects].map((list) => list(calls, region));
  const settled = await Promise.allSettled(lists);
  const facts: RolesAnywhereFact[] = [];
  for (const result of settled) {
    if (result.status === "fulfilled") facts.push(...result.value);
    else if (!(result.reason instanceof AwsCallFailed)) throw result.reason;
    else {
      const state = isNotThere(result.reason) ? "skipped" : "failed";
      return { region, state, failure: failureOf(result.reason) };
    }
  }
  return { region, state: "read", facts };
}

/** The Region does not know the account, or has no such service. */
const isNotThere = ({ kind, cause }: AwsCallFailed): boolean =>
  kind === "credentials" || (cause instanceof Error && "code" in cause && cause.code === "ENOTFOUND");

type List = (calls: ServiceCalls, region: string) => Promise<RolesAnywhereFact[]>;

const listTrustAnchors: List = async (calls, region) => {
  const anchors = await allByToken(
    calls.on("rolesanywhere", region),
    "rolesanywhere:ListTrustAnchors",
    (client, nextToken, abort) => client.send(new ListTrustAnchorsCommand({ pageSize: PAGE_SIZE, nextToken }), abort),
    { itemsOf: ({ trustAnchors }) => trustAnchors, identityOf: ({ trustAnchorArn }) => trustAnchorArn },
  );
  return anchors.map(({ trustAnchorArn = "", name = trustAnchorArn, enabled = false, createdAt = null }) => ({
    ...NOTHING,
    kind: "trust_anchor",
    region,
    arn: trustAnchorArn,
    name,
    enabled,
    createdAt,
  }));
};

const listProfiles: List = async (calls, region) => {
  const profiles = await allByToken(
    calls.on("rolesanywhere", region),
    "rolesanywhere:ListProfiles",
    (client, nextToken, abort) => client.send(new ListProfilesCommand({ pageSize: PAGE_SIZE, nextToken }), abort),
    { itemsOf: ({ profiles }) => profiles, identityOf: ({ profileArn }) => profileArn },
  );
  return profiles.map(({ profileArn = "", name = profileArn, enabled = false, createdAt = null, roleArns = [] }) => ({
    ...NOTHING,
    kind: "profile",
    region,
    arn: profileArn,
    name,
    enabled,
    createdAt,
    roleArns,
  }));
};

const listSubjects: List = async (calls, region) => {
  const subjects = await allByToken(
    calls.on("rolesanywhere", region),
    "rolesanywhere:ListSubjects",
    (client, nextToken, abort) => client.send(new ListSubjectsCommand({ pageSize: PAGE_SIZE, nextToken }), abort),
    { itemsOf: ({ subjects }) => subjects, identityOf: ({ subjectArn }) => subjectArn },
  );
  return subjects.map(
    ({ subjectArn = "", x509Subject = null, enabled = false, createdAt = null, lastSeenAt = null }) => ({
      ...NOTHING,
      kind: "subject",
      region,
      arn: subjectArn,
      name: x509Subject ?? subjectArn,
      enabled,
      createdAt,
      x509Subject,
      lastSeenAt,
    }),
  );
};

/** What only profiles, or only subjects have. */
const NOTHING = { roleArns: [], x509Subject: null, lastSeenAt: null };
