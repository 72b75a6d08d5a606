import type { BreaksInput } from "./facts.ts";
import {
  conditionsOfUsers,
  credentialsOfServices,
  otherServices,
  partnersPolicies,
  variablesOfUsers,
} from "./find-in-policies.ts";
import { bothInUse, noSessionToken, presignedUrls, sdkTooOld, sessionsEnd, usersOnlyCalls } from "./find-in-use.ts";
import { type BreakFound, cannotBeSeen, clean, hit } from "./found.ts";

export type BreakRow = {
  id: string;
  title: string;
  /** The page or thread that tells of it. */
  source: string;
  find(input: BreaksInput): BreakFound;
};

const USER_GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide";

/** What a list tells that takes a lookup or permissions of its own. */
const listed =
  (of: (input: BreaksInput) => readonly string[] | null, said: { hit: string; clean: string; unseen: string }) =>
  (input: BreaksInput): BreakFound => {
    const found = of(input);
    if (found === null) return cannotBeSeen(said.unseen);
    return found.length > 0 ? hit(`${said.hit}: ${found.join(", ")}.`) : clean(said.clean);
  };

/** What breaks when a user goes away, in the order in which it is shown. */
export const BREAK_ROWS: readonly BreakRow[] = [
  {
    id: "key_still_used",
    title: "Old key still used beside the role",
    source: "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-minimum-sdk.html",
    find: bothInUse,
  },
  {
    id: "sdk_too_old",
    title: "SDK too old for the role's credentials",
    source: "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-minimum-sdk.html",
    find: sdkTooOld,
  },
  {
    id: "no_session_token",
    title: "Tool without a field for a session token",
    source: "https://github.com/acmesh-official/acme.sh/issues/453",
    find: noSessionToken,
  },
  {
    id: "presigned_urls",
    title: "S3 presigned URLs that last for days",
    source: "https://repost.aws/knowledge-center/presigned-url-s3-bucket-expiration",
    find: presignedUrls,
  },
  {
    id: "users_only_calls",
    title: "GetFederationToken or GetSessionToken",
    source: `${USER_GUIDE}/id_credentials_sts-comparison.html`,
    find: usersOnlyCalls,
  },
  {
    id: "sessions_end",
    title: "Runs longer than a session",
    source: "https://github.com/aws-actions/configure-aws-credentials/issues/354",
    find: sessionsEnd,
  },
  {
    id: "user_variables",
    title: "Policy variables that only users have",
    source: "https://repost.aws/knowledge-center/iam-policy-variables-federated",
    find: variablesOfUsers,
  },
  {
    id: "user_conditions",
    title: "Tags, addresses and MFA of the user",
    source: `${USER_GUIDE}/reference_policies_condition-keys.html`,
    find: conditionsOfUsers,
  },
  {
    id: "resource_policies",
    title: "Resource policies that name the user",
    source:
      "https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-bucket-user-policy-specifying-principal-intro.html",
    find: listed(({ namingResources }) => namingResources, {
      hit: "Named in the policies of",
      clean: "No resource policy that was read names the user.",
      unseen:
        "Resource policies have not been read. One that names the user cannot be edited any more once the user is deleted.",
    }),
  },
  {
    id: "kms_grants",
    title: "KMS grants for the user",
    source: "https://docs.aws.amazon.com/kms/latest/developerguide/grants.html",
    find: listed(({ grantingKeys }) => grantingKeys, {
      hit: "The user has grants on",
      clean: "No grant that was read is for the user.",
      unseen: "Grants of KMS keys have not been read.",
    }),
  },
  {
    id: "trusting_roles",
    title: "Roles whose trust policy names the user",
    source: `${USER_GUIDE}/reference_policies_elements_principal.html`,
    find: listed(({ trustingRoles }) => trustingRoles?.map(({ roleArn }) => roleArn) ?? null, {
      hit: "The user is named in the trust policies of",
      clean: "No role of the connected accounts names the user.",
      unseen: "The trust policies of the connected accounts could not be read.",
    }),
  },
  {
    id: "partners_policies",
    title: "Policies of partners that name the user",
    source: `${USER_GUIDE}/reference_policies_evaluation-logic-cross-account.html`,
    find: partnersPolicies,
  },
  {
    id: "other_services",
    title: "EKS, Lake Formation, QuickSight and Redshift",
    source: "https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html",
    find: otherServices,
  },
  {
    id: "service_credentials",
    title: "SES SMTP, Keyspaces and CodeCommit",
    source: "https://docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html",
    find: credentialsOfServices,
  },
];
