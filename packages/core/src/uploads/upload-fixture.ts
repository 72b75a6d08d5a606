import { modelsOf } from "@rolecall/db/testing";
import { renderSummary } from "@rolecall/reports";
import type { WorkerDeps } from "../context.ts";
import { jobRun } from "../emulated-customer-fixture.ts";
import { getScan } from "../scans/request-scan.ts";
import { scanAccount } from "../scans/scan-account.ts";
import { makeTenant, testDeps } from "../testing/index.ts";
import { receiveFile } from "./receive-file.ts";
import { completeUpload, createUpload } from "./uploads.ts";

export const NOW = new Date("2026-11-20T09:00:00Z");
const CREATED = "2024-01-15T08:00:00+00:00";

const arn = (awsAccountId: string, resource: string) => `arn:aws:iam::${awsAccountId}:${resource}`;

/** What `aws iam get-account-authorization-details` prints of a small account: documents decoded, dates as text. */
export const details = (awsAccountId: string, { users = ["ada", "grace"] } = {}) => ({
  UserDetailList: users.map((name) => ({
    Path: "/",
    UserName: name,
    UserId: `AIDA${name.toUpperCase()}`,
    Arn: arn(awsAccountId, `user/${name}`),
    CreateDate: CREATED,
    GroupList: ["engineers"],
    UserPolicyList: [{ PolicyName: "inline", PolicyDocument: { Version: "2012-10-17", Statement: [] } }],
    AttachedManagedPolicies: [{ PolicyName: "ReadOnlyAccess", PolicyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }],
    Tags: [{ Key: "owner", Value: "platform" }],
  })),
  GroupDetailList: [
    {
      Path: "/",
      GroupName: "engineers",
      GroupId: "AGPAENGINEERS",
      Arn: arn(awsAccountId, "group/engineers"),
      CreateDate: CREATED,
      GroupPolicyList: [],
      AttachedManagedPolicies: [],
    },
  ],
  RoleDetailList: [
    {
      Path: "/",
      RoleName: "app",
      RoleId: "AROAAPP",
      Arn: arn(awsAccountId, "role/app"),
      CreateDate: CREATED,
      AssumeRolePolicyDocument: {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
      },
      InstanceProfileList: [
        {
          Path: "/",
          InstanceProfileName: "app",
          InstanceProfileId: "AIPAAPP",
          Arn: arn(awsAccountId, "instance-profile/app"),
          CreateDate: CREATED,
          Roles: [],
        },
      ],
      RolePolicyList: [],
      AttachedManagedPolicies: [],
      Tags: [],
      RoleLastUsed: { LastUsedDate: "2026-11-01T10:00:00+00:00", Region: "eu-central-1" },
    },
  ],
  Policies: [
    {
      PolicyName: "deploy",
      PolicyId: "ANPADEPLOY",
      Arn: arn(awsAccountId, "policy/deploy"),
      Path: "/",
      DefaultVersionId: "v2",
      AttachmentCount: 0,
      CreateDate: CREATED,
      UpdateDate: CREATED,
      PolicyVersionList: [
        {
          VersionId: "v2",
          IsDefaultVersion: true,
          Document: { Version: "2012-10-17", Statement: [] },
          CreateDate: CREATED,
        },
      ],
    },
  ],
});

const HEADER =
  "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated";

/** A credential report of the same account: ada has a password with MFA and a key in use, grace an old key that is off. */
export const reportCsv = (awsAccountId: string): string =>
  [
    HEADER,
    `<root_account>,${arn(awsAccountId, "root")},2020-01-01T00:00:00+00:00,not_supported,no_information,not_supported,not_supported,true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A`,
    `ada,${arn(awsAccountId, "user/ada")},${CREATED},true,2026-11-18T07:00:00+00:00,2026-01-02T00:00:00+00:00,N/A,true,true,2024-02-01T08:00:00+00:00,2026-11-19T20:00:00+00:00,eu-central-1,s3,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A`,
    `grace,${arn(awsAccountId, "user/grace")},${CREATED},false,N/A,N/A,N/A,false,false,2024-03-01T08:00:00+00:00,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A`,
  ].join("\n");

/** A text as a network delivers it: in pieces that know nothing of lines and values. */
export async function* inPieces(text: string, bytes = 7): AsyncGenerator<Uint8Array> {
  const whole = new TextEncoder().encode(text);
  for (let from = 0; from < whole.length; from += bytes) yield whole.subarray(from, from + bytes);
}

/** A tenant without any connection, at `NOW`. */
export async function makeUploader() {
  const clock = { now: NOW };
  const unused = () => Promise.reject(new Error("An upload asks nothing of AWS"));
  const aws: WorkerDeps["aws"] = {
    whoAmI: unused,
    verifyConnection: unused,
    readAccount: unused,
    readUser: unused,
    readSlowLane: unused,
    readOrganization: unused,
    lookUpTrail: unused,
    lookUpActions: unused,
  };
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const deps = { ...testDeps({ now: () => clock.now }), aws, mail: null, renderSummary, log };
  const { tenantId, ctx } = await makeTenant(deps);
  return {
    clock,
    deps,
    tenantId,
    ctx,
    begin: async () => (await createUpload(ctx, {})).id,
    send: (id: string, file: "authorization-details" | "credential-report", text: string) =>
      receiveFile(ctx, { id, file, body: inPieces(text, 4_096) }),
    /** Completes the upload and lands it, as the worker does. */
    land: async (id: string) => {
      const scan = await completeUpload(ctx, { id });
      await scanAccount.handle(deps, { tenantId, accountId: scan.accountId, scanId: scan.id }, jobRun());
      return getScan(ctx, { id: scan.id });
    },
    parts: () => ctx.db.inTenant(tenantId, (tx) => modelsOf(tx).uploadPart.count()),
  };
}
