import { checkedPermissions, PACK_PERMISSIONS, READ_PERMISSIONS, type ReadAction } from "@rolecall/domain";
import { expect, it } from "vitest";
import { AwsCallFailed, type AwsErrorKind } from "../calls/aws-errors.ts";
import type { ServiceCalls } from "../session/account-session.ts";
import { probePermission } from "./permission-probes.ts";

/** An account that answers every call with one kind of error. */
const answering = (kind: AwsErrorKind, name = "SomeError"): ServiceCalls => ({
  on: () => async (action) => {
    throw new AwsCallFailed(action, kind, 1, Object.assign(new Error("AWS's own words"), { name }));
  },
});
const ACCOUNT = { awsAccountId: "400000000001", partition: "aws" } as const;

const REQUIRED = "iam:ListAccessKeys";
const OPTIONAL = "iam:ListRoles";
const REPORT = "iam:GenerateCredentialReport";

it.each<[AwsErrorKind, ReadAction, string, RegExp]>([
  ["denied", REQUIRED, "failed", /iam:ListAccessKeys is denied.*access_keys.*AWS's own words/],
  ["denied", OPTIONAL, "warning", /iam:ListRoles is denied.*role_session_durations.*AWS's own words/],
  ["denied", REPORT, "failed", /is denied/],
  ["unsupported", REQUIRED, "failed", /not supported/],
  ["unsupported", OPTIONAL, "warning", /not supported/],
  ["unsupported", REPORT, "warning", /not supported/],
  ["throttled", REQUIRED, "failed", /could not be proven/],
  ["transient", OPTIONAL, "warning", /could not be proven/],
])("an answer that is %s makes %s %s", async (kind, action, status, message) => {
  const permission = READ_PERMISSIONS.find((candidate) => candidate.action === action)!;
  expect(await probePermission(answering(kind), ACCOUNT, permission)).toEqual({
    status,
    message: expect.stringMatching(message),
  });
});

it.each<AwsErrorKind>(["not_found", "invalid", "not_ready", "limit"])(
  "an answer that is %s proves the permission",
  async (kind) => {
    for (const permission of READ_PERMISSIONS) {
      expect(await probePermission(answering(kind), ACCOUNT, permission)).toEqual({ status: "passed", message: null });
    }
  },
);

it("takes a parent or an instance that is not there for a permission that is", async () => {
  for (const name of ["ParentNotFoundException", "ResourceNotFoundException", "ServiceAccessNotEnabledException"]) {
    const permission = PACK_PERMISSIONS.find(({ action }) => action === "organizations:ListAccountsForParent")!;
    const finding = await probePermission(answering("unknown", name), ACCOUNT, permission);
    expect(finding).toEqual({ status: "passed", message: null });
  }
});

it.each([
  ["denied", "AccessDeniedException", /management account nor a delegated administrator.*AWS's own words/],
  ["unknown", "AWSOrganizationsNotInUseException", /in no organization/],
] as const)("an organisation that is %s fails, with what to do", async (kind, name, message) => {
  const permission = checkedPermissions(["organization"]).find(
    ({ action }) => action === "organizations:ListAccounts",
  )!;
  expect(await probePermission(answering(kind, name), ACCOUNT, permission)).toEqual({
    status: "failed",
    message: expect.stringMatching(message),
  });
});
