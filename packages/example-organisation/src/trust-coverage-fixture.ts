import type { EmulatedRole } from "@rolecall/aws-emulator";
import { type AccountName, accountId, MANAGEMENT_ACCOUNT_ID, ORGANISATION } from "./story/accounts.ts";

/** A pattern of trust, the role that shows it when the story ends, and the pieces that its trust policy has and has not. */
type TrustCoverage = readonly [
  pattern: string,
  account: AccountName,
  roleName: string,
  has: readonly string[],
  hasNot?: readonly string[],
];

const GITHUB_SUB = '"token.actions.githubusercontent.com:sub"';
const GITHUB_AUD = '"token.actions.githubusercontent.com:aud"';
const EXTERNAL_ID = '"sts:ExternalId"';

export const TRUST_COVERAGE: readonly TrustCoverage[] = [
  ["everybody", "legacy", "PublicUpload", ['"Principal":"*"'], ["Condition"]],
  ["everybody with an External ID", "production", "PartnerDropbox", ['"Principal":"*"', EXTERNAL_ID]],
  ["everybody of the organisation", "logs", "OrgWideReader", ['"Principal":"*"', ORGANISATION.organizationId]],
  ["everybody but", "sandbox", "EverybodyBut", ["NotPrincipal", '"Allow"']],
  ["external root, no External ID", "legacy", "MonitoringLegacy", [":root"], [EXTERNAL_ID]],
  ["external root, no External ID, administrator", "shared", "ManagedServicesAdmin", [":root"], [EXTERNAL_ID]],
  ["external, 12 digits", "legacy", "CustomerFeed", ['"AWS":"418820653977"'], [EXTERNAL_ID]],
  ["External ID under IfExists", "shared", "TicketingBridge", ["StringEqualsIfExists", EXTERNAL_ID]],
  ["External ID of any value", "staging", "VulnerabilityScanner", ["StringLike", '"sts:ExternalId":"*"']],
  ["guessable External ID: account id", "data", "FivetranLogs", [`"sts:ExternalId":"${accountId("data")}"`]],
  ["guessable External ID: company", "sandbox", "FormerVendorRead", ['"sts:ExternalId":"fernhill"']],
  ["External ID of two vendors", "data", "CarrierRatesImport", ["640927183305", EXTERNAL_ID]],
  ["External ID of two vendors", "staging", "CarrierBenchmarkFeed", ["293075518846", EXTERNAL_ID]],
  [
    "session tags of a third party",
    "security",
    "IncidentResponseTriage",
    ["sts:TagSession", EXTERNAL_ID],
    ["aws:RequestTag"],
  ],
  ["chain into another account", "shared", "release-orchestrator", [":role/image-build-codebuild"]],
  ["External ID right", "production", "DatadogIntegrationRole", ["StringEquals", EXTERNAL_ID]],
  [
    "External ID and principal right",
    "management",
    "CostExplorerExport",
    ["StringEquals", EXTERNAL_ID, "aws:PrincipalArn"],
  ],
  [
    "own organisation, PrincipalOrgID",
    "production",
    "CrossAccountDeploy",
    [`"aws:PrincipalOrgID":"${ORGANISATION.organizationId}"`, accountId("shared")],
  ],
  ["own organisation, whole account", "staging", "StagingReplica", [`${accountId("production")}:root`], ["Condition"]],
  ["management account", "staging", "OrganizationAccountAccessRole", [`${MANAGEMENT_ACCOUNT_ID}:root`]],
  ["same account root", "development", "AnybodyInThisAccount", [`${accountId("development")}:root`]],
  ["service without source", "production", "SnsDeliveryFeedback", ["sns.amazonaws.com"], ["aws:Source"]],
  ["service without source", "security", "ConfigAggregator", ["config.amazonaws.com"], ["aws:Source"]],
  ["service without source", "management", "CloudTrailToLogs", ["cloudtrail.amazonaws.com"], ["aws:Source"]],
  ["service without source", "shared", "EventsInvokeTargets", ["events.amazonaws.com"], ["aws:Source"]],
  ["service with source", "staging", "SnsDeliveryStatus", ["aws:SourceArn", "aws:SourceAccount"]],
  ["basic service", "shared", "build-host-ec2", ["ec2.amazonaws.com"], ["Condition"]],
  ["OIDC without sub", "development", "github-dev-anything", [GITHUB_AUD], [GITHUB_SUB]],
  ["OIDC sub *", "legacy", "github-deploy-parcelwise", [`${GITHUB_SUB}:"*"`]],
  ["OIDC sub repo:*", "sandbox", "github-any-repository", [`${GITHUB_SUB}:"repo:*"`]],
  ["OIDC wildcard before the tenant ends", "sandbox", "github-org-prefix", ['"repo:fernhill-logistics*"']],
  ["OIDC any repository", "shared", "github-read-artifacts", ['"repo:fernhill-logistics/*"']],
  ["OIDC any repository", "development", "buildkite-tests", ['"organization:fernhill:*"']],
  ["OIDC any repository", "staging", "gitlab-deploy-reports", ['"project_path:fernhill/*"']],
  ["OIDC any branch", "development", "github-deploy-mobile", ['"repo:fernhill-logistics/mobile:*"']],
  ["OIDC pull request", "development", "github-pull-request-preview", [":pull_request"]],
  ["OIDC exact", "production", "github-deploy-api", [GITHUB_AUD, ":ref:refs/heads/main"]],
  ["OIDC exact, immutable", "shared", "github-deploy-infra", ["repo:fernhill-logistics@"]],
  ["OIDC ForAllValues", "development", "github-nightly-build", ["ForAllValues:StringLike"]],
  ["OIDC IfExists", "shared", "github-release-notes", ["StringEqualsIfExists", GITHUB_SUB]],
  ["OIDC without aud", "production", "github-docs-upload", [GITHUB_SUB], [GITHUB_AUD]],
  ["IRSA without sub", "staging", "external-dns", ["oidc.eks.", ":aud"], [":sub"]],
  ["IRSA any service account", "development", "cluster-tools", ["system:serviceaccount:*:*"]],
  ["IRSA right", "production", "cluster-autoscaler", ["system:serviceaccount:kube-system:cluster-autoscaler"]],
  ["SAML without aud", "production", "OktaOperations", ["saml-provider/Okta"], ["SAML:aud"]],
  ["SAML with wrong aud", "shared", "OktaReadOnly", ["signin.amazonaws.cn"]],
  ["SAML right", "shared", "OktaPowerUser", ["https://signin.aws.amazon.com/saml"]],
  ["Cognito right", "production", "CognitoDriverApp", ["cognito-identity.amazonaws.com:aud", '"authenticated"']],
  [
    "Cognito without aud",
    "sandbox",
    "CognitoPrototype",
    ["cognito-identity.amazonaws.com:amr"],
    ["cognito-identity.amazonaws.com:aud"],
  ],
  ["Roles Anywhere right", "shared", "OnPremisesBackup", ["x509Subject", "trust-anchor"]],
  ["Roles Anywhere without anchor", "shared", "OnPremisesAnything", ["rolesanywhere"], ["aws:SourceArn"]],
  ["Roles Anywhere without certificate", "production", "WarehouseTerminals", ["trust-anchor"], ["x509Subject"]],
  ["orphaned principal", "development", "InternNotebook", ['"AWS":"AIDA']],
  ["source identity demanded", "shared", "AttributedOperations", ['"sts:SourceIdentity":"*"']],
  ["MFA demanded", "production", "BreakGlassElevation", ['"Bool":{"aws:MultiFactorAuthPresent"']],
  ["MFA under IfExists", "production", "OnCallElevation", ["BoolIfExists"]],
  ["legacy form", "legacy", "OldReporting", ['"Statement":{'], ["Version"]],
  ["several statements", "data", "ManyReaders", ['"Sid":"Workloads"', '"Sid":"Glue"']],
];

/** Whether a role's trust policy is as the row says. */
export const showsTrust = ({ trustPolicy }: EmulatedRole, [, , , has, hasNot = []]: TrustCoverage): boolean =>
  has.every((piece) => trustPolicy.includes(piece)) && !hasNot.some((piece) => trustPolicy.includes(piece));
