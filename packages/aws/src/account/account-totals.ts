import type { InstanceProfileFact, ServerCertificateFact } from "@rolecall/domain";
import type { Identities } from "../identities/identities.ts";
import { type Listed, wholly } from "../reading/odd-records.ts";
import { type Outcome, outcomeOf } from "../reading/outcome.ts";
import type { SharedTexts } from "../reading/shared-texts.ts";
import type { IamCall } from "../session/account-session.ts";
import { readInstanceProfiles } from "./instance-profiles.ts";
import { readServerCertificates } from "./server-certificates.ts";

type Summary = Readonly<Record<string, number>>;

type Context = {
  call: IamCall;
  now: () => Date;
  shared: SharedTexts;
  summary: Outcome<Summary>;
  identities: Identities;
};

/**
 * The summary's numbers, if they are of the account as it was read: they agree in users, groups and own policies, and know of
 * the role at least that reads. A summary that lags, or that an implementation makes up, saves no call.
 */
function agreedTotals(summary: Outcome<Summary>, { users, groups, policies }: Identities): Summary | null {
  if (!summary.ok || !users.outcome.ok || !groups.outcome.ok || !policies.outcome.ok) return null;
  const { Users, Groups, Policies, Roles = 0 } = summary.value;
  const ownPolicies = policies.items.filter(({ isAwsManaged }) => !isAwsManaged).length;
  const agrees = Users === users.items.length && Groups === groups.items.length && Policies === ownPolicies;
  return agrees && Roles > 0 ? summary.value : null;
}

/**
 * The instance profiles. Those that hold a role came with the roles: the others are listed only if the account has more.
 *
 * @param ofRoles null: the roles were read in another way, which does not show their profiles.
 */
export async function instanceProfilesOf(
  context: Context,
  ofRoles: readonly InstanceProfileFact[] | null,
): Promise<{ items: InstanceProfileFact[]; outcome: Outcome<unknown> }> {
  const { call, now, shared, summary, identities } = context;
  if (ofRoles && agreedTotals(summary, identities)?.InstanceProfiles === ofRoles.length) {
    return { items: [...ofRoles], outcome: summary };
  }
  const listed = await outcomeOf(now, () => readInstanceProfiles(call, shared));
  const known = new Map((ofRoles ?? []).map((profile) => [profile.instanceProfileId, profile]));
  if (listed.ok) for (const profile of listed.value.value) known.set(profile.instanceProfileId, profile);
  return { items: [...known.values()], outcome: wholly(listed) };
}

/** The server certificates, which few accounts have: they are listed only if the account has any. */
export async function serverCertificatesOf(context: Context): Promise<Outcome<Listed<ServerCertificateFact[]>>> {
  const { call, now, summary, identities } = context;
  if (summary.ok && agreedTotals(summary, identities)?.ServerCertificates === 0) {
    return { ok: true, value: { value: [], lacking: null }, observedAt: summary.observedAt };
  }
  return outcomeOf(now, () => readServerCertificates(call));
}
