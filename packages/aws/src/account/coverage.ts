import type { InlinePolicy, PolicyDocument, ResourceCoverage, ScanProblem } from "@rolecall/domain";
import type { Identities } from "../identities/identities.ts";
import { type Listed, wholly } from "../reading/odd-records.ts";
import { coverageOf, type Outcome } from "../reading/outcome.ts";
import type { PerUser } from "./facts.ts";
import type { Bulk } from "./read-bulk.ts";

const STALE_REPORT = "The report is too old to tell of keys, which are read user by user instead";

type Given = {
  bulk: Bulk;
  identities: Identities;
  perUser: PerUser;
  instanceProfiles: Outcome<unknown>;
  serverCertificates: Outcome<Listed<unknown>>;
  isReportStale: boolean;
};

/** Coverage of every kind that this reading is to read. */
export function coverageOfAll(given: Given): ResourceCoverage[] {
  const { bulk, perUser } = given;
  const { users, roles, groups, policies } = given.identities;
  /** What is read user by user cannot be read where the users could not be listed. */
  const ofUsers = (outcome: Outcome<unknown>): Outcome<unknown> => (users.isListed ? outcome : users.outcome);
  return [
    coverageOf("users", users.outcome, users.note),
    coverageOf("roles", roles.outcome, roles.note),
    coverageOf("groups", groups.outcome, groups.note),
    coverageOf("policies", policies.outcome, policies.note),
    coverageOf("credential_report", bulk.report, given.isReportStale ? STALE_REPORT : null),
    coverageOf("access_keys", ofUsers(perUser.keys.outcome), perUser.keys.note),
    coverageOf("mfa_devices", ofUsers(perUser.mfa.outcome), perUser.mfa.note),
    coverageOf("signing_certificates", ofUsers(perUser.certificates.outcome)),
    coverageOf("service_specific_credentials", ofUsers(perUser.serviceCredentials.outcome)),
    coverageOf("server_certificates", wholly(given.serverCertificates)),
    coverageOf("role_session_durations", wholly(bulk.listedRoles)),
    coverageOf("instance_profiles", given.instanceProfiles),
    coverageOf("oidc_providers", bulk.oidc.outcome),
    coverageOf("saml_providers", wholly(bulk.saml)),
    coverageOf("password_policy", bulk.passwordPolicy),
    coverageOf("account_summary", bulk.summary),
    coverageOf("account_alias", bulk.alias),
  ];
}

/** What is odd in single resources: policies that are not readable, and rows of the report. */
export function problemsOf({ users, roles, groups, policies }: Identities, { report }: Bulk): ScanProblem[] {
  const oddRows = report.ok ? report.value.oddRows.map(({ arn, message }) => ({ resource: arn, message })) : [];
  return [
    ...roles.items.flatMap(({ arn, trustPolicy }) => oddDocument(arn, "Trust policy", trustPolicy)),
    ...[...users.items, ...roles.items, ...groups.items].flatMap(oddInlinePolicies),
    ...policies.items.flatMap(({ arn, document }) => oddDocument(arn, "Default version", document)),
    ...oddRows,
  ];
}

const oddDocument = (resource: string, what: string, document: PolicyDocument): ScanProblem[] =>
  document.state === "malformed" ? [{ resource, message: `${what}: ${document.reason}` }] : [];

const oddInlinePolicies = ({ arn, inlinePolicies }: { arn: string; inlinePolicies: InlinePolicy[] }): ScanProblem[] =>
  inlinePolicies.flatMap(({ name, document }) => oddDocument(arn, `Inline policy ${name}`, document));
