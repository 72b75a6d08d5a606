import type { EmulatedAccount, EmulatedRolesAnywhere } from "@rolecall/aws-emulator";
import { hexId, numberOf, uuidOf } from "../clockwork/ids.ts";
import type { PlannedCall } from "../events/trail.ts";
import { accountId, ORGANISATION } from "../story/accounts.ts";
import type { Changes } from "./change.ts";

const REGION = ORGANISATION.homeRegion;
const MS_PER_DAY = 86_400_000;

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
const anywhereCall = (eventName: string, name: string): PlannedCall => ({
  eventName,
  resourceNames: [],
  requestParameters: { name },
  region: REGION,
  eventSource: "rolesanywhere.amazonaws.com",
});

/** Trust anchors, profiles and the machines that come with a certificate. */
export const ROLES_ANYWHERE_CHANGES: Changes<"trust_anchor_created" | "anywhere_profile_created" | "certificate_seen"> =
  {
    trust_anchor_created: ({ name, trustAnchorId }) => ({
      what: "Roles Anywhere trust anchor created",
      calls: [anywhereCall("CreateTrustAnchor", name)],
      apply: (account, createdAt) =>
        void regionalOf(account).trustAnchors.push({
          trustAnchorId,
          name,
          sourceType: "CERTIFICATE_BUNDLE",
          enabled: true,
          createdAt,
        }),
    }),
    anywhere_profile_created: ({ account, name, role, durationSeconds }) => ({
      what: `Roles Anywhere profile ${name} created`,
      calls: [anywhereCall("CreateProfile", name)],
      apply: (held, createdAt) =>
        void regionalOf(held).profiles.push({
          profileId: uuidOf("anywhere profile", name),
          name,
          enabled: true,
          roleArns: [`arn:aws:iam::${accountId(account)}:role/${role}`],
          durationSeconds,
          sessionPolicy: null,
          createdAt,
        }),
    }),
    certificate_seen: ({ host, everyHours, usedForDays, enabled }) => ({
      what: `certificate of ${host} first seen`,
      calls: [],
      apply: (account, at) => {
        const until = usedForDays === undefined ? null : new Date(at.getTime() + usedForDays * MS_PER_DAY);
        const jitterSeed = numberOf("anywhere", host);
        regionalOf(account).subjects.push({
          subjectId: uuidOf("anywhere subject", host),
          x509Subject: `CN=${host}.${ORGANISATION.domain},OU=Warehouses,O=Fernhill Logistics`,
          issuer: "CN=Fernhill Machines CA 2,O=Fernhill Logistics",
          serialNumber: hexId(32, "certificate", host),
          enabled,
          createdAt: at,
          usage: [{ firstAt: at, until, everyHours, jitterSeed, services: [{ service: "sts", region: REGION }] }],
        });
      },
    }),
  };
