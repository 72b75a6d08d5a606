import type { EmulatedRole, EmulatedUser } from "../model.ts";
import { type AccountName, accountId, MANAGEMENT_ACCOUNT_ID, ORGANIZATION_ID } from "./accounts.ts";

/** A user that shows a row of the table "signal -> migration target", and what of it can be seen in `month`. */
export type UserCoverage = {
  row: string;
  account: AccountName;
  userName: string;
  month: number;
  shows: (user: EmulatedUser) => boolean;
};

/** A role that shows a pattern of trust at the end of the story, by pieces that its trust policy has and has not. */
export type TrustCoverage = {
  pattern: string;
  account: AccountName;
  roleName: string;
  has: readonly string[];
  hasNot?: readonly string[];
};

const hasActiveKey = (user: EmulatedUser) => user.accessKeys.some(({ status }) => status === "Active");
const hasKeyFor =
  (...services: string[]) =>
  (user: EmulatedUser) =>
    hasActiveKey(user) &&
    user.accessKeys.flatMap(({ usage }) => usage.flatMap((pattern) => pattern.services)).some(({ service }) => services.includes(service));
const inGroup = (groupName: string) => (user: EmulatedUser) => user.groupNames.includes(groupName);
const hasTag = (key: string) => (user: EmulatedUser) => user.tags.some((tag) => tag.key === key);
const all =
  (...rules: ((user: EmulatedUser) => boolean)[]) =>
  (user: EmulatedUser) =>
    rules.every((rule) => rule(user));
const withoutKeys = (user: EmulatedUser) => user.accessKeys.length === 0;
const attached = (policyName: string) => (user: EmulatedUser) => user.attachedPolicies.some(({ name }) => name === policyName);

export const SIGNAL_COVERAGE: readonly UserCoverage[] = [
  {
    row: "1 break-glass", account: "management", userName: "break-glass-1", month: 12,
    shows: all(hasTag("rolecall:break-glass"), withoutKeys, (user) => user.mfaDevices[0]?.kind === "hardware"),
  },
  { row: "2 ses-smtp", account: "production", userName: "ses-smtp-user.20210614-101522", month: 12, shows: all(inGroup("AWSSESSendingGroupDoNotRename"), hasKeyFor("ses")) },
  { row: "3 keyspaces", account: "data", userName: "keyspaces-sensor-store", month: 12, shows: all(attached("AmazonKeyspacesFullAccess"), hasKeyFor("cassandra")) },
  { row: "4 codecommit", account: "shared", userName: "codecommit-mirror", month: 12, shows: all(attached("AWSCodeCommitPowerUser"), hasKeyFor("codecommit")) },
  { row: "5 api-key", account: "development", userName: "BedrockAPIKey-x4m2", month: 12, shows: all(attached("AmazonBedrockLimitedAccess"), withoutKeys) },
  { row: "6 person", account: "production", userName: "solveig.brandal", month: 12, shows: all((user) => user.password !== null, withoutKeys) },
  { row: "7 ci", account: "production", userName: "github-actions-web", month: 1, shows: all(inGroup("deployers"), hasKeyFor("cloudformation")) },
  { row: "8 workload", account: "production", userName: "svc-route-planner", month: 6, shows: hasKeyFor("sqs") },
  { row: "9 vendor", account: "data", userName: "fivetran", month: 12, shows: all(hasTag("vendor"), hasActiveKey) },
  { row: "10 on-premises", account: "shared", userName: "backup-nas-02", month: 12, shows: hasKeyFor("s3") },
  { row: "11 springboard", account: "shared", userName: "ops-springboard", month: 12, shows: all(inGroup("springboard"), hasKeyFor("sts")) },
  { row: "12 dead", account: "development", userName: "dev-old-demo", month: 12, shows: all(withoutKeys, (user) => user.password === null) },
  { row: "13 both", account: "data", userName: "katrin.almhof", month: 12, shows: all((user) => user.password !== null, hasActiveKey) },
  { row: "else", account: "development", userName: "dev-shared-laptop", month: 12, shows: (user) => user.accessKeys.filter(({ status }) => status === "Active").length === 2 },
];

const GITHUB_SUB = '"token.actions.githubusercontent.com:sub"';
const GITHUB_AUD = '"token.actions.githubusercontent.com:aud"';
const EXTERNAL_ID = '"sts:ExternalId"';

export const TRUST_COVERAGE: readonly TrustCoverage[] = [
  { pattern: "everybody", account: "legacy", roleName: "PublicUpload", has: ['"Principal":"*"'], hasNot: ["Condition"] },
  { pattern: "everybody with an External ID", account: "production", roleName: "PartnerDropbox", has: ['"Principal":"*"', EXTERNAL_ID] },
  { pattern: "everybody of the organisation", account: "logs", roleName: "OrgWideReader", has: ['"Principal":"*"', ORGANIZATION_ID] },
  { pattern: "everybody but", account: "sandbox", roleName: "EverybodyBut", has: ["NotPrincipal", '"Allow"'] },
  { pattern: "external root, no External ID", account: "legacy", roleName: "MonitoringLegacy", has: [":root"], hasNot: [EXTERNAL_ID] },
  { pattern: "external root, no External ID, administrator", account: "shared", roleName: "ManagedServicesAdmin", has: [":root"], hasNot: [EXTERNAL_ID] },
  { pattern: "external, 12 digits", account: "legacy", roleName: "CustomerFeed", has: ['"AWS":"418820653977"'], hasNot: [EXTERNAL_ID] },
  { pattern: "External ID under IfExists", account: "shared", roleName: "TicketingBridge", has: ["StringEqualsIfExists", EXTERNAL_ID] },
  { pattern: "External ID of any value", account: "staging", roleName: "VulnerabilityScanner", has: ["StringLike", '"sts:ExternalId":"*"'] },
  { pattern: "guessable External ID: account id", account: "data", roleName: "FivetranLogs", has: [`"sts:ExternalId":"${accountId("data")}"`] },
  { pattern: "guessable External ID: company", account: "sandbox", roleName: "FormerVendorRead", has: ['"sts:ExternalId":"fernhill"'] },
  { pattern: "External ID right", account: "production", roleName: "DatadogIntegrationRole", has: ["StringEquals", EXTERNAL_ID] },
  { pattern: "External ID and principal right", account: "management", roleName: "CostExplorerExport", has: ["StringEquals", EXTERNAL_ID, "aws:PrincipalArn"] },
  { pattern: "own organisation, PrincipalOrgID", account: "production", roleName: "CrossAccountDeploy", has: [`"aws:PrincipalOrgID":"${ORGANIZATION_ID}"`, accountId("shared")] },
  { pattern: "own organisation, whole account", account: "staging", roleName: "StagingReplica", has: [`${accountId("production")}:root`], hasNot: ["Condition"] },
  { pattern: "management account", account: "staging", roleName: "OrganizationAccountAccessRole", has: [`${MANAGEMENT_ACCOUNT_ID}:root`] },
  { pattern: "same account root", account: "development", roleName: "AnybodyInThisAccount", has: [`${accountId("development")}:root`] },
  { pattern: "service without source", account: "production", roleName: "SnsDeliveryFeedback", has: ["sns.amazonaws.com"], hasNot: ["aws:Source"] },
  { pattern: "service without source", account: "security", roleName: "ConfigAggregator", has: ["config.amazonaws.com"], hasNot: ["aws:Source"] },
  { pattern: "service without source", account: "management", roleName: "CloudTrailToLogs", has: ["cloudtrail.amazonaws.com"], hasNot: ["aws:Source"] },
  { pattern: "service without source", account: "shared", roleName: "EventsInvokeTargets", has: ["events.amazonaws.com"], hasNot: ["aws:Source"] },
  { pattern: "service with source", account: "staging", roleName: "SnsDeliveryStatus", has: ["aws:SourceArn", "aws:SourceAccount"] },
  { pattern: "basic service", account: "shared", roleName: "build-host-ec2", has: ["ec2.amazonaws.com"], hasNot: ["Condition"] },
  { pattern: "OIDC without sub", account: "development", roleName: "github-dev-anything", has: [GITHUB_AUD], hasNot: [GITHUB_SUB] },
  { pattern: "OIDC sub *", account: "legacy", roleName: "github-deploy-parcelwise", has: [`${GITHUB_SUB}:"*"`] },
  { pattern: "OIDC sub repo:*", account: "sandbox", roleName: "github-any-repository", has: [`${GITHUB_SUB}:"repo:*"`] },
  { pattern: "OIDC wildcard before the tenant ends", account: "sandbox", roleName: "github-org-prefix", has: ['"repo:fernhill-logistics*"'] },
  { pattern: "OIDC any repository", account: "shared", roleName: "github-read-artifacts", has: ['"repo:fernhill-logistics/*"'] },
  { pattern: "OIDC any repository", account: "development", roleName: "buildkite-tests", has: ['"organization:fernhill:*"'] },
  { pattern: "OIDC any repository", account: "staging", roleName: "gitlab-deploy-reports", has: ['"project_path:fernhill/*"'] },
  { pattern: "OIDC any branch", account: "development", roleName: "github-deploy-mobile", has: ['"repo:fernhill-logistics/mobile:*"'] },
  { pattern: "OIDC pull request", account: "development", roleName: "github-pull-request-preview", has: [":pull_request"] },
  { pattern: "OIDC exact", account: "production", roleName: "github-deploy-api", has: [GITHUB_AUD, ":ref:refs/heads/main"] },
  { pattern: "OIDC exact, immutable", account: "shared", roleName: "github-deploy-infra", has: ["repo:fernhill-logistics@"] },
  { pattern: "OIDC ForAllValues", account: "development", roleName: "github-nightly-build", has: ["ForAllValues:StringLike"] },
  { pattern: "OIDC IfExists", account: "shared", roleName: "github-release-notes", has: ["StringEqualsIfExists", GITHUB_SUB] },
  { pattern: "OIDC without aud", account: "production", roleName: "github-docs-upload", has: [GITHUB_SUB], hasNot: [GITHUB_AUD] },
  { pattern: "IRSA without sub", account: "staging", roleName: "external-dns", has: ["oidc.eks.", ":aud"], hasNot: [":sub"] },
  { pattern: "IRSA any service account", account: "development", roleName: "cluster-tools", has: ["system:serviceaccount:*:*"] },
  { pattern: "IRSA right", account: "production", roleName: "cluster-autoscaler", has: ["system:serviceaccount:kube-system:cluster-autoscaler"] },
  { pattern: "SAML without aud", account: "production", roleName: "OktaOperations", has: ["saml-provider/Okta"], hasNot: ["SAML:aud"] },
  { pattern: "SAML with wrong aud", account: "shared", roleName: "OktaReadOnly", has: ["signin.amazonaws.cn"] },
  { pattern: "SAML right", account: "shared", roleName: "OktaPowerUser", has: ["https://signin.aws.amazon.com/saml"] },
  { pattern: "Cognito right", account: "production", roleName: "CognitoDriverApp", has: ["cognito-identity.amazonaws.com:aud", '"authenticated"'] },
  { pattern: "Cognito without aud", account: "sandbox", roleName: "CognitoPrototype", has: ["cognito-identity.amazonaws.com:amr"], hasNot: ["cognito-identity.amazonaws.com:aud"] },
  { pattern: "Roles Anywhere right", account: "shared", roleName: "OnPremisesBackup", has: ["x509Subject", "trust-anchor"] },
  { pattern: "Roles Anywhere without anchor", account: "shared", roleName: "OnPremisesAnything", has: ["rolesanywhere"], hasNot: ["aws:SourceArn"] },
  { pattern: "Roles Anywhere without certificate", account: "production", roleName: "WarehouseTerminals", has: ["trust-anchor"], hasNot: ["x509Subject"] },
  { pattern: "orphaned principal", account: "development", roleName: "InternNotebook", has: ['"AWS":"AIDA'] },
  { pattern: "source identity demanded", account: "shared", roleName: "AttributedOperations", has: ['"sts:SourceIdentity":"*"'] },
  { pattern: "MFA demanded", account: "production", roleName: "BreakGlassElevation", has: ['"Bool":{"aws:MultiFactorAuthPresent"'] },
  { pattern: "MFA under IfExists", account: "production", roleName: "OnCallElevation", has: ["BoolIfExists"] },
  { pattern: "legacy form", account: "legacy", roleName: "OldReporting", has: ['"Statement":{'], hasNot: ["Version"] },
  { pattern: "several statements", account: "data", roleName: "ManyReaders", has: ['"Sid":"Workloads"', '"Sid":"Glue"'] },
];

/** Whether a role's trust policy is as the row says. */
export const showsTrust = ({ trustPolicy }: EmulatedRole, { has, hasNot = [] }: TrustCoverage): boolean =>
  has.every((piece) => trustPolicy.includes(piece)) && !hasNot.some((piece) => trustPolicy.includes(piece));
