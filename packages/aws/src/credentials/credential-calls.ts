import {
  GetAccessKeyLastUsedCommand,
  GetLoginProfileCommand,
  ListAccessKeysCommand,
  ListSSHPublicKeysCommand,
} from "@aws-sdk/client-iam";
import type { AccessKeyFact, LastUse, SshPublicKeyFact } from "@rolecall/domain";
import { AwsCallFailed } from "../calls/aws-errors.ts";
import { isWholePage, readAll } from "../reading/marker-pages.ts";
import { hasFields } from "../reading/whole-answers.ts";
import type { IamCall } from "../session/account-session.ts";

/** The credentials of one user, each kind by calls of its own. All throw AwsCallFailed, also for a user who is not there. */

export type ListedAccessKey = Omit<AccessKeyFact, "lastUse" | "accessKeyId"> & { accessKeyId: string };

export function listAccessKeys(call: IamCall, UserName: string): Promise<ListedAccessKey[]> {
  return readAll(
    "iam:ListAccessKeys",
    (page) =>
      call(
        "iam:ListAccessKeys",
        (iam, abort) => iam.send(new ListAccessKeysCommand({ UserName, ...page }), abort),
        (answer) =>
          isWholePage(answer, answer.AccessKeyMetadata) &&
          (answer.AccessKeyMetadata ?? []).every((key) => hasFields(key, "AccessKeyId", "Status")),
      ),
    ({ AccessKeyMetadata = [] }) =>
      AccessKeyMetadata.map(({ AccessKeyId = "", Status = "Active", CreateDate }) => ({
        accessKeyId: AccessKeyId,
        status: Status,
        createdAt: CreateDate ?? null,
      })),
  );
}

/** AWS keeps track since then: a key that is older may have been used before. */
const KEYS_TRACKED_SINCE = new Date("2015-04-22T00:00:00Z");

export async function lastUseOfAccessKey(
  call: IamCall,
  { accessKeyId, createdAt }: Pick<ListedAccessKey, "accessKeyId" | "createdAt">,
): Promise<LastUse> {
  const { AccessKeyLastUsed: used } = await call(
    "iam:GetAccessKeyLastUsed",
    (iam, abort) => iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: accessKeyId }), abort),
    ({ AccessKeyLastUsed }) => AccessKeyLastUsed !== undefined,
  );
  if (used?.LastUsedDate) {
    return { kind: "at", at: used.LastUsedDate, service: nameOf(used.ServiceName), region: nameOf(used.Region) };
  }
  if (createdAt !== null && createdAt >= KEYS_TRACKED_SINCE) return { kind: "never" };
  return { kind: "unknown", reason: "Not used since AWS began to track keys on 2015-04-22; earlier use is not known" };
}

/** AWS writes "N/A" where there is nothing to name. */
const nameOf = (text: string | undefined): string | null => (!text || text === "N/A" ? null : text);

/** When the user's console password was made; null: it has none. A later change of it is not told. */
export async function passwordCreatedAt(call: IamCall, UserName: string): Promise<Date | null> {
  try {
    const { LoginProfile } = await call(
      "iam:GetLoginProfile",
      (iam, abort) => iam.send(new GetLoginProfileCommand({ UserName }), abort),
      ({ LoginProfile }) => LoginProfile?.CreateDate !== undefined,
    );
    return LoginProfile?.CreateDate as Date;
  } catch (error) {
    if (error instanceof AwsCallFailed && error.kind === "not_found") return null;
    throw error;
  }
}

export function listSshPublicKeys(call: IamCall, UserName: string): Promise<SshPublicKeyFact[]> {
  return readAll(
    "iam:ListSSHPublicKeys",
    (page) =>
      call(
        "iam:ListSSHPublicKeys",
        (iam, abort) => iam.send(new ListSSHPublicKeysCommand({ UserName, ...page }), abort),
        (answer) =>
          isWholePage(answer, answer.SSHPublicKeys) &&
          (answer.SSHPublicKeys ?? []).every((key) => hasFields(key, "SSHPublicKeyId", "Status", "UploadDate")),
      ),
    ({ SSHPublicKeys = [] }) =>
      SSHPublicKeys.map(({ SSHPublicKeyId, Status, UploadDate }) => ({
        sshPublicKeyId: String(SSHPublicKeyId),
        status: Status === "Active" ? "Active" : "Inactive",
        uploadedAt: UploadDate as Date,
      })),
  );
}
