import type { EmulatedAccount, EmulatedRolesAnywhere } from "@rolecall/aws-emulator";
import { accountId, COMPANY_DOMAIN } from "./accounts.ts";
import { ANCHOR, REGION } from "./notable-service-roles.ts";
import type { AccountChange, Scene, StoryLine } from "./plans.ts";
import type { PlannedCall } from "./trail.ts";

const ANCHOR_DAY = 118;
const ANCHOR_NAME = "fernhill-machines-ca";
const MS_PER_HOUR = 3_600_000;

/** Profiles, and the role that each one opens. */
const PROFILES = [
  { name: "warehouse-edge", role: "OnPremisesAnything", day: 121, durationSeconds: 3600 },
  { name: "backup", role: "OnPremisesBackup", day: 215, durationSeconds: 14_400 },
] as const;

/** Machines with a certificate: when each was first seen, how often it comes, and when it came last. */
const SUBJECTS: readonly { host: string; day: number; everyHours: number; hoursInUse: number | null; off?: boolean }[] =
  [
    { host: "plc-gateway-01", day: 123, everyHours: 1, hoursInUse: null },
    { host: "plc-gateway-02", day: 137, everyHours: 1, hoursInUse: 24 * 160 },
    { host: "label-station-04", day: 158, everyHours: 12, hoursInUse: 24 * 70, off: true },
    { host: "backup-nas-01", day: 218, everyHours: 24, hoursInUse: null },
  ];

/** What Roles Anywhere has in an account's Region; nothing at first. */
function regionalOf(account: EmulatedAccount): EmulatedRolesAnywhere {
  account.rolesAnywhere ??= [];
  const known = account.rolesAnywhere.find(({ region }) => region === REGION);
  if (known) return known;
  const regional: EmulatedRolesAnywhere = { region: REGION, trustAnchors: [], profiles: [], subjects: [] };
  account.rolesAnywhere.push(regional);
  return regional;
}

/** A call of Roles Anywhere, which is Regional. */
const call = (eventName: string, name: string): PlannedCall => ({
  eventName,
  resourceNames: [],
  requestParameters: { name },
  region: REGION,
  eventSource: "rolesanywhere.amazonaws.com",
});

const changed = (
  day: number,
  what: string,
  apply: AccountChange["apply"],
  calls: readonly PlannedCall[] = [],
): AccountChange => ({ account: "shared", day, what, apply, calls });

function subjectSeen(
  scene: Scene,
  { host, day, everyHours, hoursInUse, off }: (typeof SUBJECTS)[number],
): AccountChange {
  return changed(day, `certificate of ${host} first seen`, (account, at) => {
    const until = hoursInUse === null ? null : new Date(at.getTime() + hoursInUse * MS_PER_HOUR);
    const jitterSeed = scene.ids.number("anywhere", host);
    regionalOf(account).subjects.push({
      subjectId: scene.ids.uuid("anywhere subject", host),
      x509Subject: `CN=${host}.${COMPANY_DOMAIN},OU=Warehouses,O=Fernhill Logistics`,
      issuer: "CN=Fernhill Machines CA 2,O=Fernhill Logistics",
      serialNumber: scene.ids.hex(32, "certificate", host),
      enabled: off !== true,
      createdAt: at,
      usage: [{ firstAt: at, until, everyHours, jitterSeed, services: [{ service: "sts", region: REGION }] }],
    });
  });
}

function profileCreated(scene: Scene, { name, role, day, durationSeconds }: (typeof PROFILES)[number]): AccountChange {
  return changed(
    day,
    `Roles Anywhere profile ${name} created`,
    (account, at) => {
      regionalOf(account).profiles.push({
        profileId: scene.ids.uuid("anywhere profile", name),
        name,
        enabled: true,
        roleArns: [`arn:aws:iam::${accountId("shared")}:role/${role}`],
        durationSeconds,
        sessionPolicy: null,
        createdAt: at,
      });
    },
    [call("CreateProfile", name)],
  );
}

/** Machines in the warehouses: certificates of the company's own authority take the place of keys. */
export function onPremises(scene: Scene): StoryLine {
  return {
    changes: [
      changed(
        ANCHOR_DAY,
        "Roles Anywhere trust anchor created",
        (account, at) => {
          regionalOf(account).trustAnchors.push({
            trustAnchorId: ANCHOR,
            name: ANCHOR_NAME,
            sourceType: "CERTIFICATE_BUNDLE",
            enabled: true,
            createdAt: at,
          });
        },
        [call("CreateTrustAnchor", ANCHOR_NAME)],
      ),
      ...PROFILES.map((profile) => profileCreated(scene, profile)),
      ...SUBJECTS.map((subject) => subjectSeen(scene, subject)),
    ],
  };
}
