import { AwsError, errors } from "../../../protocol/aws-error.ts";
import { element, wrap } from "../../../protocol/query-xml.ts";
import type { AccountCall, IamAction } from "../../actions/query-action.ts";
import { accountSummary } from "./account-summary.ts";

const MALFORMED_REPORT = 'user,arn\n<root_account>,"arn:aws:iam::';

function getCredentialReport({ account, reports, now, malformedReport }: AccountCall): string {
  const { csv, generatedAt } = reports.get(account, now);
  return (
    element("Content", Buffer.from(malformedReport ? MALFORMED_REPORT : csv).toString("base64")) +
    element("ReportFormat", "text/csv") +
    element("GeneratedTime", generatedAt)
  );
}

function generateCredentialReport({ account, reports, now }: AccountCall): string {
  const state = reports.generate(account, now);
  const description = state === "STARTED" ? "No report exists. Starting a new report generation task" : null;
  return element("State", state) + element("Description", description);
}

const summaryXml = (summary: Record<string, number>) =>
  wrap(
    "SummaryMap",
    Object.entries(summary)
      .map(([key, value]) => wrap("entry", element("key", key) + element("value", value)))
      .join(""),
  );

function getAccountPasswordPolicy({ account }: AccountCall): string {
  const policy = account.passwordPolicy;
  if (!policy) {
    throw errors.noSuchEntity(`The Password Policy with domain name ${account.awsAccountId} cannot be found.`);
  }
  return wrap(
    "PasswordPolicy",
    element("MinimumPasswordLength", policy.minimumLength) +
      element("RequireSymbols", policy.requiresSymbols) +
      element("RequireNumbers", policy.requiresNumbers) +
      element("RequireUppercaseCharacters", policy.requiresUppercase) +
      element("RequireLowercaseCharacters", policy.requiresLowercase) +
      element("AllowUsersToChangePassword", policy.allowsUsersToChange) +
      element("ExpirePasswords", policy.maxPasswordAgeDays !== null) +
      element("MaxPasswordAge", policy.maxPasswordAgeDays) +
      element("PasswordReusePrevention", policy.reusePrevention) +
      element("HardExpiry", policy.hardExpiry),
  );
}

function listAccountAliases({ account }: AccountCall): string {
  return `<AccountAliases>${element("member", account.alias)}</AccountAliases>${element("IsTruncated", false)}`;
}

const notEnabled = () =>
  new AwsError("ServiceAccessNotEnabledException", "Trusted access for IAM is not enabled in the organization.");

/** @throws AwsError AccountNotManagementOrDelegatedAdministratorException, ServiceAccessNotEnabledException. */
function listOrganizationsFeatures({ state, account }: AccountCall): string {
  const administers = state.delegatedAdministrators?.some(
    ({ awsAccountId, servicePrincipal }) =>
      awsAccountId === account.awsAccountId && servicePrincipal === "iam.amazonaws.com",
  );
  if (account.awsAccountId !== state.managementAccountId && !administers) {
    throw new AwsError(
      "AccountNotManagementOrDelegatedAdministratorException",
      "The account is neither the management account nor a delegated administrator for IAM.",
    );
  }
  if (!state.rootAccessFeatures) throw notEnabled();
  const features = state.rootAccessFeatures.map((feature) => element("member", feature)).join("");
  return element("OrganizationId", state.organizationId) + wrap("EnabledFeatures", features);
}

const anywhere = (handle: (call: AccountCall) => string): IamAction => ({ resource: () => "*", handle });

export const ACCOUNT_ACTIONS: Readonly<Record<string, IamAction>> = {
  GenerateCredentialReport: anywhere(generateCredentialReport),
  GetCredentialReport: anywhere(getCredentialReport),
  GetAccountSummary: anywhere(({ account }) => summaryXml(accountSummary(account))),
  GetAccountPasswordPolicy: anywhere(getAccountPasswordPolicy),
  ListAccountAliases: anywhere(listAccountAliases),
  ListOrganizationsFeatures: anywhere(listOrganizationsFeatures),
};
